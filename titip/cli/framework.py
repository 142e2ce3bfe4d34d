"""Starts the web application's framework for a noun that needs the organisation's data."""

import os
from collections.abc import Iterator

STORES = ("default", "vault", "keys")


def start_django() -> None:
    """Set up Django over the organisation's folder (``TITIP_HOME``). Doing it twice does nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "titip.web.settings")
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


def migrate() -> None:
    """Bring all three stores to the present form. Needs ``start_django`` first."""
    from django.core.management import call_command

    for store in STORES:
        call_command("migrate", database=store, interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
