"""Disks that are full in the midst of writing: whatever was acknowledged opens afterwards, what was not is not half there, and the log holds.

The databases are told how many pages they may have (``PRAGMA max_page_count``): beyond it SQLite answers as it does when the disk is full
(SQLITE_FULL), in the same places of the same code. What it does not show is a disk that lies about what it has written.
"""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from unittest import mock
from uuid import UUID, uuid4

from django.db import DatabaseError, OperationalError, connections, transaction

from tests.hostile.kills import stands
from tests.hostile.proofs import Outcome, row
from tests.protect.cheap import person, put
from tests.world import open_house
from titip.protect.actions import audit
from titip.protect.models import AuditEvent
from titip.protect.vault import Owner, values

STORES = ("default", "vault", "keys")
#: Writes after which a disk that has not filled up never will.
MOST = 400


def room_for(store: str, pages: int) -> None:
    """Let a database grow by so many pages and no further; a negative number takes the limit away."""
    with connections[store].cursor() as cursor:
        now = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {now + pages if pages >= 0 else 1_073_741_823}")


def write_until_full() -> tuple[list[str], bool]:
    """What was acknowledged before a write failed; whether one failed."""
    acknowledged: list[str] = []
    for _ in range(MOST):
        try:
            owner = person()
            with transaction.atomic():
                vault_id = put(owner, "acknowledged")
                audit.record(kind="protect.tests.save", actor_code="tests", subjects=[("person", owner.id), ("vault", vault_id)])
        except (DatabaseError, OSError):
            return acknowledged, True
        acknowledged.append(f"{owner.id} {vault_id}")
    return acknowledged, False


@row("Disks that are full in the midst of writing", asked=20, quick=3, expects="no acknowledged write lost", apart=True)
def full_disks(tries: int) -> Outcome:
    """Each database in turn has no room left after some writes; then there is room again, and the house goes on writing."""
    open_house()
    chance, bad, acknowledged = random.Random(20), list[str](), list[str]()
    for nth in range(tries):
        store = STORES[nth % len(STORES)]
        room_for(store, chance.randrange(0, 4))
        told, filled = write_until_full()
        room_for(store, -1)
        acknowledged += told
        after, still = write_until_full_once()
        acknowledged += after
        bad += [f"{store} never filled up"] * (not filled) + [f"{store} takes nothing once there is room"] * still
    bad += [f"lost: {line}" for line in acknowledged if not stands(line)]
    if not audit.verify().ok:
        bad.append("the log")
    bad += [f"{store} is not whole" for store in STORES if connections[store].cursor().execute("PRAGMA integrity_check").fetchone()[0] != "ok"]
    written = AuditEvent.objects.filter(kind="protect.tests.save").count()
    if written != len(acknowledged):
        bad.append(f"{written} entries of {len(acknowledged)} writes")
    return Outcome(tries, len(bad), f"{len(acknowledged)} writes acknowledged; {'; '.join(bad[:3])}")


def write_until_full_once() -> tuple[list[str], bool]:
    """One more write, with room for it."""
    with mock.patch(f"{__name__}.MOST", 1):
        return write_until_full()


@full_disks.defect("a value that could not be written is acknowledged")
@contextmanager
def swallowed() -> Iterator[None]:
    write = values._write

    def careless(owner: Owner, items: Sequence[values.Plain], key: bytes) -> list[UUID]:
        try:
            return write(owner, items, key)
        except OperationalError:
            return [uuid4() for _ in items]

    with mock.patch.object(values, "_write", careless):
        yield
