"""Renews the keys: a new key-encryption key, everything wrapped by it, the old one destroyed. Beside it the master key, each time.

While it goes on both are in the keyring and everything opens. It may be ended between any two batches, however it ends, and goes on
where it stopped: what is still to do is what the rows say, nothing else is remembered.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connections, transaction
from django.utils.translation import gettext_lazy as _

from titip.kit import clock
from titip.protect.actions.audit import record
from titip.protect.actions.keys import changing, note_recipient
from titip.protect.actions.seeds import bind_seeds
from titip.protect.models.sealed import DataKey
from titip.protect.reads.renewing import keks_of, last_backup_at
from titip.protect.rules import renewing as rules
from titip.protect.rules.work import Counts, Doing
from titip.protect.stores import KEYS
from titip.protect.vault import keyring, ledger
from titip.protect.vault.errors import Gone, KeyringError, Refused
from titip.protect.vault.holder import HOLDER
from titip.protect.vault.values import forget_pages

Progress = Callable[[int, int], None]
_BATCH: Final = 500


class NoBackupSince(KeyringError):
    """The old key is not destroyed before there is a backup that does without it."""

    exit_code = 2
    message = _("No backup was taken since the keys were renewed: without the old key no earlier one opens. Take a backup first, then destroy it.")


class StillWrapping(KeyringError):
    """Something is wrapped by the old key yet."""

    exit_code = 2
    message = _("Not everything is wrapped by the new key yet. Wait until that has ended, then destroy the old one.")


@dataclass(frozen=True)
class Renewed:
    """What a renewal did. ``unreadable``: wrapped keys that do not open, so that their key-encryption key stays until somebody looks."""

    wrapped: int
    unreadable: int
    destroyed: int


# --- a new key


def begin(*, actor_code: str, why: str = "asked") -> None:
    """Make a new key-encryption key the current one, and a new master key. ``finish`` wraps everything anew. Raises Locked, DamagedKeyring."""
    with changing() as ring:
        replace_keyring(ring, lambda ring, keys: keyring.renewed(ring, keys))
    note_recipient()
    record(kind="protect.keys.rotate", actor_code=actor_code, detail={"step": "begun", "key": HOLDER.current_kek()[:8], "why": why})


def replace_keyring(ring: keyring.Keyring, change: Callable[[keyring.Keyring, keyring.Keys], tuple[keyring.Keyring, keyring.Keys]]) -> None:
    """Write a keyring with other keys and hold them, so that no row is ever wrapped by a key that the file does not have. Inside ``changing``."""
    held = HOLDER.keys()
    try:
        after, fresh = change(ring, held)
    finally:
        held.wipe()
    HOLDER.adopt(fresh, lambda: keyring.save(settings.HOME.keyring, after))


# --- everything wrapped anew


def finish(*, actor_code: str, progress: Progress = lambda done, total: None) -> Renewed:
    """Wrap what is not wrapped by the current key, retire the old keys, destroy those whose time is over.

    Raises Locked: what was wrapped stays so; call it again.
    """
    wrapped, unreadable = rewrap(progress)
    reseal_secrets()
    _retire()
    destroyed = destroy_old()
    if wrapped or destroyed:
        detail = {"step": "done", "wrapped": wrapped, "unreadable": unreadable, "destroyed": destroyed}
        record(kind="protect.keys.rotate", actor_code=actor_code, detail=detail)
    return Renewed(wrapped, unreadable, destroyed)


def rewrap(progress: Progress = lambda done, total: None) -> tuple[int, int]:
    """Wrap every data key by the current key-encryption key, in small batches. Returns how many, and how many do not open."""
    current, after, wrapped, unreadable = HOLDER.current_kek(), 0, 0, 0
    waiting = DataKey.objects.exclude(kek_id=current)
    total = waiting.count()
    while rows := list(waiting.filter(pk__gt=after).order_by("pk").values_list("pk", "owner_kind", "owner_id", "kek_id", "wrapped")[:_BATCH]):
        done, bad = _rewrap_batch(rows)
        wrapped, unreadable, after = wrapped + done, unreadable + bad, rows[-1][0]
        progress(wrapped + unreadable, total)
    if wrapped:
        forget_pages(KEYS)
    return wrapped, unreadable


def _rewrap_batch(rows: Sequence[tuple[int, str, object, str, bytes | memoryview]]) -> tuple[int, int]:
    new, unreadable = [], 0
    with transaction.atomic(using=KEYS, durable=True):
        for key_id, kind, owner_id, kek, wrapped in rows:
            context = (kind, str(owner_id))
            try:
                after, again = HOLDER.wrap(HOLDER.unwrap(kek, bytes(wrapped), context), context)
            except (Gone, Refused):
                unreadable += 1
                continue
            new.append((after, again, key_id, kek))
        table = connections[KEYS].ops.quote_name(DataKey._meta.db_table)
        with connections[KEYS].cursor() as cursor:
            # A key destroyed since it was read has no row to change, and none is made.
            cursor.executemany(f"UPDATE {table} SET kek_id = %s, wrapped = %s WHERE id = %s AND kek_id = %s", new)  # noqa: S608 - its own name
    return len(new), unreadable


def reseal_secrets() -> int:
    """Seal second factors by the current key, each for its colleague. Returns how many rows were. One that does not open stays as it is."""
    count = 0
    for row in Authenticator.objects.all():
        with suppress(Refused):
            count += bind_seeds(row)
    return count


# --- old keys


def _retire() -> None:
    """Mark the keys that nothing is wrapped by."""
    with changing() as ring:
        idle = {kek.id: clock.settled().isoformat() for kek in ring.keks if kek.id != ring.current_kek and not kek.retired and not _in_use([kek.id])}
        if idle:
            replace_keyring(ring, lambda ring, keys: (keyring.retired(ring, keys, idle), keys.copy()))


def destroy_old(*, at_once: bool = False) -> int:
    """Destroy the retired keys whose time is over. Whatever still needs one keeps it. Returns how many went."""
    with changing() as ring:
        due = rules.to_destroy(keks_of(ring), ring.current_kek, clock.settled(), at_once=at_once)
        with transaction.atomic(using=KEYS, durable=True):  # nobody writes a row meanwhile, so that none is left behind
            due = [kek for kek in due if not _in_use([kek])]
            if due:
                replace_keyring(ring, lambda ring, keys: keyring.renewed(ring, keys, new_kek=False, without=due))
    return len(due)


def destroy_at_once(*, actor_code: str) -> int:
    """Destroy the old keys now, without waiting until the backups of before are 35 days old: those open no more. Returns how many went.

    Raises NoBackupSince; StillWrapping where something is wrapped by an old one yet; Locked.
    """
    if DataKey.objects.exclude(kek_id=HOLDER.current_kek()).exists():
        raise StillWrapping
    _retire()
    _need_a_backup()
    destroyed = destroy_old(at_once=True)
    record(kind="protect.keys.rotate", actor_code=actor_code, detail={"step": "destroyed", "destroyed": destroyed})
    return destroyed


def _in_use(keks: list[str]) -> bool:
    return DataKey.objects.filter(kek_id__in=keks).exists()


def _need_a_backup() -> None:
    last, ring = last_backup_at(), keyring.load(settings.HOME.keyring)
    since = max((kek.retired for kek in keks_of(ring) if kek.retired), default=None)
    if since is not None and (last is None or last < since):
        raise NoBackupSince


# --- by the schedule


def renew_by_schedule(doing: Doing) -> Counts:
    """Once a day: a new key where the current one is a month old; what was begun is finished; what is due is destroyed."""
    if _another_server():
        return {"wrapped": 0, "destroyed": 0, "unreadable": 0}
    ring = keyring.load(settings.HOME.keyring)
    current = next(kek for kek in keks_of(ring) if kek.id == ring.current_kek)
    if rules.is_due(current, clock.settled()):
        begin(actor_code=doing.actor_code, why="schedule")
    came = finish(actor_code=doing.actor_code, progress=doing.progress)
    forget_drafts()
    return {"wrapped": came.wrapped, "destroyed": came.destroyed, "unreadable": came.unreadable}


def finish_as_asked(doing: Doing) -> Counts:
    """What a renewal that somebody asked for leaves to do."""
    came = finish(actor_code=doing.actor_code, progress=doing.progress)
    return {"wrapped": came.wrapped, "destroyed": came.destroyed, "unreadable": came.unreadable}


def forget_drafts() -> int:
    """Leave old drafts out of the list of erasures. Persons, records and files stay in it for good."""
    with changing():
        found = ledger.read(settings.HOME.erasures)
        since = clock.settled() - rules.DRAFTS_LISTED
        kept = [one for one in found.erased if one.kind != "draft" or one.at >= since]
        if len(kept) < len(found.erased) and not found.damaged:
            ledger.write(settings.HOME.erasures, kept)
    return len(found.erased) - len(kept)


def _another_server() -> bool:
    """Whether a server other than this process holds keys over this folder: renewing here would lock it. It renews by its own schedule."""
    try:
        pid = int(json.loads((settings.HOME.run / "server.json").read_text(encoding="utf-8"))["pid"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    if pid in (os.getpid(), os.getppid()) or os.name == "nt":
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
