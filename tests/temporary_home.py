"""A folder of its own for each test process, chosen before the settings are read: tests never see a real organisation's data.

Loaded by ``-p`` in pyproject.toml, since pytest-django reads the settings before any conftest.
"""

import atexit
import os
import pathlib
import shutil
import tempfile

HOME = tempfile.mkdtemp(prefix="titip-tests-")
os.environ["TITIP_HOME"] = HOME
#: A test of its own asks for an organisation's clock: else what a test calls today would change with the hour at which it runs.
os.environ["TITIP_ZONE"] = "UTC"
for name in ("TITIP_DEBUG", "TITIP_HTTPS", "TITIP_HOSTS", "TITIP_LOCK_AFTER", "TITIP_DATABASE_URL"):
    os.environ.pop(name, None)
if on_postgres := os.environ.get("TITIP_TEST_DATABASE_URL"):
    # In the folder, not in the environment: a command that a test starts over a folder of its own keeps to SQLite files there.
    (pathlib.Path(HOME) / "database").write_text(on_postgres, encoding="utf-8")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
