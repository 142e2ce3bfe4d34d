"""Starts the web application's framework for a noun that needs the organisation's data."""

import os
from collections.abc import Iterator
from pathlib import Path

STORES = ("default", "vault", "keys")


def start_django() -> None:
    """Set up Django over the organisation's folder (``TITIP_HOME``). Doing it twice does nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "titip.web.settings")
    os.umask(0o077)  # whatever is made from here on is its owner's alone, journals of the databases included
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


def pending() -> Iterator[tuple[str, str]]:
    """(store, migration) for each migration that a store still lacks. Needs ``start_django`` first."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    for store in STORES:
        executor = MigrationExecutor(connections[store])
        for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes()):
            yield store, f"{migration.app_label}.{migration.name}"


def prepare() -> None:
    """Bring the stores and the static files to the form this version needs. Needs ``start_django`` first. Quick when nothing is to do."""
    from django.core.management import call_command

    if any(pending()):
        for store in STORES:
            call_command("migrate", database=store, interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    if _static_is_stale():
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)


def _static_is_stale() -> bool:
    """Whether a static file is newer than what was collected from it."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return True
    collected = manifest.stat().st_mtime
    return any(Path(storage.path(name)).stat().st_mtime > collected for finder in get_finders() for name, storage in finder.list([]))
