"""Starts the web application's framework for a noun that needs the organisation's data."""

import os
from collections.abc import Iterator
from pathlib import Path

from titip.cli.output import Exit, fail

STORES = ("default", "vault", "keys")


def start_django() -> None:
    """Set up Django over the organisation's folder (``TITIP_HOME``). Doing it twice does nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "titip.web.settings")
    os.umask(0o077)  # whatever is made from here on is its owner's alone, journals of the databases included
    import django
    from django.apps import apps
    from django.core.exceptions import ImproperlyConfigured

    from titip.kit.postgres import BadAddress

    if apps.ready:
        return
    try:
        django.setup()
    except BadAddress as error:
        fail(str(error), Exit.WRONG_USE)
    except ImproperlyConfigured as error:
        if "psycopg" not in str(error):
            raise
        fail("The driver of PostgreSQL is not installed. Install it with: pip install 'titip[postgres]'", Exit.WRONG_USE)


def refuse_unreachable() -> None:
    """End the noun where PostgreSQL does not answer, or cannot keep our data. Needs ``start_django`` first."""
    from titip.protect.reads.database import trouble

    if wrong := trouble():
        fail(wrong, Exit.PROBLEMS)


def pending() -> Iterator[tuple[str, str]]:
    """(store, migration) for each migration that a store still lacks. Needs ``start_django`` first."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    for store in STORES:
        executor = MigrationExecutor(connections[store])
        for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes()):
            yield store, f"{migration.app_label}.{migration.name}"


def unknown() -> list[str]:
    """Migrations of our rooms that a store has and this version does not know: a later version made the data. Needs ``start_django`` first."""
    from django.db import connections
    from django.db.migrations.loader import MigrationLoader

    found = []
    for store in STORES:
        loader = MigrationLoader(connections[store])
        rooms = {app for app, _name in loader.disk_migrations or {}}
        found += [f"{app}.{name}" for app, name in loader.applied_migrations if (app, name) not in (loader.disk_migrations or {}) and app in rooms]
    return sorted(set(found))


def is_empty() -> bool:
    """Whether the stores hold nothing yet. Needs ``start_django`` first."""
    from django.db import connections

    return not any(connections[store].introspection.table_names() for store in STORES)


def refuse_other_version() -> None:
    """End the noun where the data are of an earlier or a later version, and say what to do."""
    refuse_unreachable()
    if made_later := unknown():
        fail(
            f"A later version of Titip made these data ({made_later[0]}). Install that version, or go back with 'titip upgrade --back'.", Exit.PROBLEMS
        )
    if any(pending()):
        fail("These data are of an earlier version. Run 'titip upgrade': it takes a backup, brings them forward and can be taken back.", Exit.PROBLEMS)


def prepare() -> None:
    """Make the stores where there are none, refuse those of another version, collect the static files. Quick when nothing is to do.

    Needs ``start_django`` first.
    """
    refuse_unreachable()
    if is_empty():
        _note_address()
        migrate()
    elif not _noted():
        fail("Those databases hold the data of a house whose folder is another one. Name that folder with --home, or make three empty databases.")
    else:
        refuse_other_version()
        close_to_others()
    collect_static()


def _noted() -> bool:
    """Whether the stores are SQLite files of this folder, or the folder says where they are."""
    from django.conf import settings

    return settings.POSTGRES is None or settings.HOME.database.exists()


def _note_address() -> None:
    """From now on every command over this folder finds its databases without the setting."""
    from django.conf import settings

    from titip.kit import postgres

    if settings.POSTGRES is not None and (told := os.environ.get(postgres.SETTING)):
        postgres.note(settings.HOME, told)


def migrate() -> None:
    """Bring the three stores to the form this version needs."""
    from django.core.management import call_command

    for store in STORES:
        call_command("migrate", database=store, interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def close_to_others() -> None:
    """Databases that an earlier version left readable to others are closed to them."""
    from django.conf import settings

    if os.name != "nt":
        for path in settings.HOME.root.glob("*.sqlite3*"):
            path.chmod(0o600)


def collect_static() -> None:
    """Bring together the static files of this version."""
    from django.core.management import call_command

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
