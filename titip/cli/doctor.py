"""Looks at the organisation's folder and this machine, and says what to mend."""

import argparse
import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from titip.cli.framework import pending, refuse_other_version, start_django
from titip.cli.output import Exit, emit_json, fail, say, table
from titip.kit import clock, postgres
from titip.kit.home import Home, find_home

GIGABYTE = 1_000_000_000
#: Scripts a report must be able to show, by the font that carries each.
FONTS = ("NotoSans", "NotoSansKhmer", "NotoSansLao", "NotoSansMyanmar", "NotoSansThai")


class State(StrEnum):
    """How bad it is. ``note`` asks for nothing."""

    GOOD = "good"
    NOTE = "note"
    WARNING = "warning"
    BAD = "bad"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class Finding:
    """One thing looked at. ``cure`` says what to do, where there is something to do."""

    check: str
    state: State
    found: str
    cure: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("--ready", action="store_true", help="only whether the house is ready for high-risk data, and what is missing; 1 where it is not")
    parser.add_argument("--json", action="store_true", help="one object on standard output")


def run(args: argparse.Namespace) -> int:
    """Look at everything; 0 when nothing is bad, 1 when something is, 5 when data are damaged."""
    home = find_home(args.home)
    if args.ready:
        return _ready(home, args)
    findings = list(examine(home))
    states = {finding.state for finding in findings}
    if args.json:
        emit_json({"home": home.root, "ok": not states & {State.BAD, State.DAMAGED}, "checks": findings})
    else:
        say(f"Titip's folder: {home.root}\n")
        say(table([(finding.state, finding.check, finding.found) for finding in findings], ("state", "check", "found")))
        for finding in findings:
            if finding.cure:
                say(f"\n{finding.check}: {finding.cure}")
    if State.DAMAGED in states:
        return Exit.DAMAGED
    return Exit.PROBLEMS if State.BAD in states else Exit.OK


def _ready(home: Home, args: argparse.Namespace) -> int:
    """What still keeps high-risk elements closed. Needs no keys."""
    if not home.has_data:
        fail(f"There is no organisation in {home.root}. Begin with 'titip init'.")
    start_django()
    refuse_other_version()
    from titip.govern.reads import readiness

    found = readiness.standing()
    if args.json:
        emit_json(readiness.as_plain(found))
        return Exit.OK if found.ready else Exit.PROBLEMS
    rows = [("missing" if line.open else "due again" if line.late else "done", line.title, line.command) for line in found.lines]
    say(table(rows, ("state", "what", "with")))
    if found.lines[1].without_factor:
        say(f"\nWithout a second factor: {', '.join(found.lines[1].without_factor)}. They see no high-risk answer before.")
    say("\nReady: high-risk elements are open." if found.ready else "\nNot ready: high-risk elements stay closed, and on paper.")
    return Exit.OK if found.ready else Exit.PROBLEMS


def examine(home: Home) -> Iterator[Finding]:
    """Every finding. A folder that is not there is only named, never made."""
    yield from _python()
    yield from _fonts()
    yield from _chromium()
    yield from _disk(home)
    if not home.root.is_dir():
        yield Finding("folder", State.BAD, "not there yet", "Make it with 'titip demo' (practice) or 'titip init' (a real organisation).")
        return
    yield from _folder(home)
    elsewhere = bool(os.environ.get(postgres.SETTING)) or home.database.exists()
    if elsewhere:
        start_django()
    stores = list(_postgres() if elsewhere else _stores(home))
    yield from stores
    if any(finding.state is State.DAMAGED or (elsewhere and finding.state is State.BAD) for finding in stores):
        return  # nothing more can be asked of the stores
    start_django()
    yield from _keyring(home)
    if home.has_data:
        yield from _migrations()
        yield from _second_factor()
        yield from _keys()
        yield from _clock()
    yield from _server(home)


def _python() -> Iterator[Finding]:
    yield Finding("python", State.GOOD, ".".join(map(str, sys.version_info[:3])))  # an older one could not have read this file


def _fonts() -> Iterator[Finding]:
    folder = Path(__file__).parents[1] / "present" / "fonts"
    missing = [name for name in FONTS if not (folder / f"{name}-Regular.ttf").exists()]
    if missing:
        yield Finding("fonts", State.BAD, f"missing: {', '.join(missing)}", "Install Titip again: its own files are not complete.")
    else:
        yield Finding("fonts", State.GOOD, f"{len(FONTS)} families, shipped with Titip")


def _chromium() -> Iterator[Finding]:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    yield Finding("chromium", State.NOTE, f"found: {found}" if found else "none (needed only by those who run the browser tests)")


def _disk(home: Home) -> Iterator[Finding]:
    standing = next(folder for folder in (home.root, *home.root.parents) if folder.exists())
    free = shutil.disk_usage(standing).free
    found = f"{free / GIGABYTE:.1f} GB free"
    if free < 0.2 * GIGABYTE:
        yield Finding("disk", State.BAD, found, "Free some space now: when the disk is full nothing can be saved.")
    elif free < GIGABYTE:
        yield Finding("disk", State.WARNING, found, "Free some space: under 1 GB a large import or backup may not fit.")
    else:
        yield Finding("disk", State.GOOD, found)


def _folder(home: Home) -> Iterator[Finding]:
    mode = home.root.stat().st_mode & 0o777
    if os.name != "nt" and mode & 0o077:
        yield Finding("folder", State.BAD, f"others on this machine may open it (mode {mode:o})", f"chmod -R go= {home.root}")
    else:
        yield Finding("folder", State.GOOD, "readable by its owner only")


def _stores(home: Home) -> Iterator[Finding]:
    for name, path in (("app", home.app_db), ("vault", home.vault_db), ("keys", home.keys_db)):
        check = f"{name} database"
        if not path.exists():
            yield Finding(check, State.BAD, "not there yet", "'titip serve' makes it.")
            continue
        try:
            journal, verdict = _ask_sqlite(path)
        except sqlite3.DatabaseError as error:
            yield _damaged(check, path, str(error))
            continue
        if verdict != "ok":
            yield _damaged(check, path, "its pages do not agree with one another")
        elif journal != "wal":
            yield Finding(check, State.BAD, f"journal mode is {journal}, not WAL", "Stop every program that uses it, then start 'titip serve' once.")
        else:
            size = sum(part.stat().st_size for part in path.parent.glob(f"{path.name}*"))
            yield Finding(check, State.GOOD, f"{size / 1_000_000:.1f} MB, whole, WAL")


def _postgres() -> Iterator[Finding]:
    """Each store as its server tells it: reachable, as it must be, and encrypted where something leaves this machine."""
    from titip.protect.reads.database import look

    for seen in look():
        check = f"{seen.store.replace('default', 'app')} database"
        if seen.trouble:
            yield Finding(check, State.BAD, f"PostgreSQL: {seen.name} cannot be used", seen.trouble)
            continue
        wire = "on this machine" if seen.local else "over TLS" if seen.encrypted else "NOT ENCRYPTED on its way"
        found = f"PostgreSQL {seen.version.split()[0]}: {seen.name}, {seen.size / 1_000_000:.1f} MB, {wire}"
        if seen.local or seen.encrypted:
            yield Finding(check, State.GOOD, found)
        else:
            yield Finding(check, State.BAD, found, "Let the server offer TLS, and write sslmode=verify-full into the address.")


def _ask_sqlite(path: Path) -> tuple[str, str]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=10)) as connection:
        journal = connection.execute("PRAGMA journal_mode").fetchone()[0]
        return str(journal), str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])


def _damaged(check: str, path: Path, why: str) -> Finding:
    return Finding(check, State.DAMAGED, f"damaged: {why}", f"Do not write to it. Copy {path} and the files beside it, then restore from your last backup.")


def _keyring(home: Home) -> Iterator[Finding]:
    from titip.protect.vault import VaultError, keyring

    try:
        opened = keyring.load(home.keyring)
    except VaultError as error:
        state = State.DAMAGED if error.exit_code == Exit.DAMAGED else State.BAD
        yield Finding("keyring", state, type(error).__name__, str(error))
        return
    kind = "practice" if opened.practice else "real"
    slots = len(opened.slots)
    if slots < 2 and not opened.practice:
        cure = "Add a second passphrase or a recovery sheet: with one way in, one forgotten passphrase loses everything."
        yield Finding("keyring", State.WARNING, f"{kind} organisation, {slots} way in", cure)
    else:
        yield Finding("keyring", State.GOOD, f"{kind} organisation, {slots} {'way' if slots == 1 else 'ways'} in, readable by its owner only")


def _migrations() -> Iterator[Finding]:
    missing = list(pending())
    if missing:
        found = f"{len(missing)} to apply, first {missing[0][1]} ({missing[0][0]})"
        yield Finding("migrations", State.BAD, found, "Run 'titip upgrade': it takes a backup first, and can be taken back.")
    else:
        yield Finding("migrations", State.GOOD, "all applied")


def _keys() -> Iterator[Finding]:
    """How old the keys are, and which backups should be gone."""
    from titip.protect.reads import renewing
    from titip.protect.vault.errors import KeyringError

    try:
        found = renewing.standing()
    except KeyringError:
        return  # told above
    late = found.next < clock.now()
    told = f"renewed {found.renewed:%Y-%m-%d}" + (f", {found.waiting} of {found.total} still wrapped by an old key" if found.waiting else "")
    cure = "Unlock the server and leave it on: it renews the keys by itself. Or run 'titip keys rotate'." if late or found.waiting else ""
    yield Finding("keys", State.WARNING if late else State.GOOD, told, cure)
    if found.copy_is_old and not found.practice:
        cure = "Take a backup that does: 'titip backup FOLDER'. An earlier copy does not open what was saved since."
        yield Finding("keyring copy", State.WARNING, "none was taken since the keys were renewed", cure)
    if found.late_backups:
        names = ", ".join(found.late_backups)
        yield Finding("old backups", State.WARNING, f"{len(found.late_backups)} older than 35 days", f"Delete them wherever they lie: {names}")
    if found.damaged_lines:
        cure = "Put a better copy of keyring/erasures back (titip-erasures-….txt beside your backups)."
        yield Finding("erasures", State.WARNING, f"{found.damaged_lines} lines of the list cannot be read", cure)


def _clock() -> Iterator[Finding]:
    """Whether the machine's clock is where it was believed to be."""
    from django.db import DatabaseError

    from titip.protect.reads.standing import clock_apart

    try:
        seen = clock_apart()
    except DatabaseError:
        return  # not brought to this version yet: told above
    if seen is not None:
        cure = "Set the computer's clock. If it is right as it stands, say so on the page “Background work”: nothing is destroyed for its age until then."
        yield Finding("clock", State.WARNING, f"it says {clock.told():%Y-%m-%d}, and was last believed at {seen.believed:%Y-%m-%d}", cure)


def _second_factor() -> Iterator[Finding]:
    from django.db import DatabaseError

    from titip.protect.reads import policy, staff
    from titip.protect.rules.access import needs_second_factor
    from titip.protect.rules.roles import Role

    try:
        colleagues = [one for one in staff.colleagues() if one.active]
        holds = policy.current()
    except DatabaseError:  # the tables are not made yet; the check before says so
        return
    known = set(Role)
    bound = [one for one in colleagues if needs_second_factor(frozenset(Role(held.role) for held in one.roles if held.role in known), holds)]
    without = [one.code for one in bound if not one.second_factor]
    if without:
        found = f"{len(without)} of {len(bound)} colleagues who need one have none yet: {', '.join(without[:5])}{' …' if len(without) > 5 else ''}"
        yield Finding("second factor", State.WARNING, found, "They are asked to set it up when they next sign in, and see no case before.")
    else:
        yield Finding("second factor", State.GOOD, f"{len(bound)} colleagues need one, and have it")


def _server(home: Home) -> Iterator[Finding]:
    from titip.cli.serve import answers, running_file

    try:
        running = json.loads(running_file(home).read_text(encoding="utf-8"))
        running = running if answers(running["host"], running["port"]) else None
    except (OSError, ValueError, KeyError):
        running = None
    yield Finding("server", State.NOTE, f"runs at {running['url']} (process {running['pid']})" if running else "not running")
