"""Whether this run is on PostgreSQL (``TITIP_TEST_DATABASE_URL`` names a server), and what is SQLite's alone."""

import os

import pytest

ON_POSTGRES = bool(os.environ.get("TITIP_TEST_DATABASE_URL"))
sqlite_only = pytest.mark.skipif(ON_POSTGRES, reason="looks into SQLite's own files or limits, which PostgreSQL does not have")
