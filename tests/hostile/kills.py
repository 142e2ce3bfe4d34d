"""Kills in the midst of writing, on clocks that jump: whatever was acknowledged opens afterwards, and the log holds."""

import os
import random
import select
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from unittest import mock
from uuid import UUID

from django.db import connections, transaction
from django.test import override_settings

from tests.hostile.proofs import Outcome, row
from tests.protect.cheap import person, put
from tests.world import open_house
from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.vault import Owner, open_one, values

PLACE = ("register.answer", "r1", "family_name")
#: Longest wait for a first word from a writer, on a machine with other work (seconds).
PATIENCE = 120


def write_for_ever(tell: int, jump: timedelta) -> None:
    """Save as a room does (keys, vault, app with its events), and tell each id once the outermost transaction has committed."""
    with clock.at(clock.now() + jump):
        while True:
            owner = person()
            with transaction.atomic():
                audit.record(kind="protect.tests.before", actor_code="tests")
                vault_id = put(owner, "acknowledged")
                audit.record(kind="protect.tests.save", actor_code="tests", subjects=[("person", owner.id), ("vault", vault_id)])
            os.write(tell, f"{owner.id} {vault_id}\n".encode())


def killed_writer(chance: random.Random, jump: timedelta) -> list[str]:
    """A writer in a process of its own, killed at a random moment after some acknowledged writes. Returns what it acknowledged."""
    hear, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(hear)
            write_for_ever(tell, jump)
        finally:
            os._exit(1)
    os.close(tell)
    heard, wanted = b"", chance.randrange(1, 5)
    while heard.count(b"\n") < wanted and select.select([hear], [], [], PATIENCE)[0] and (more := os.read(hear, 4096)):
        heard += more
    threading.Event().wait(chance.uniform(0, 0.02))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(hear, 4096):
        heard += more
    os.close(hear)
    return heard.decode().splitlines()


def stands(line: str) -> bool:
    """Whether an acknowledged write opens."""
    owner, vault_id = line.split()
    try:
        return open_one(Owner("person", UUID(owner)), UUID(vault_id), *PLACE) == b"acknowledged"
    except Exception:
        return False


@row("Kills in the midst of writing, clocks that jump", asked=150, promised=500, quick=6, expects="no acknowledged write lost", apart=True)
def kills(tries: int) -> Outcome:
    """SIGKILL at a random moment; every tenth writer's clock stands up to two years away, backwards or forwards."""
    with override_settings(TITIP_LOCK_AFTER=0):
        open_house(practice=True)
        chance, acknowledged, silent = random.Random(20261122), list[str](), 0
        connections.close_all()
        for nth in range(tries):
            jump = timedelta(days=chance.randrange(-700, 700)) if nth % 10 == 5 else timedelta(0)
            told = killed_writer(chance, jump)
            silent += not told
            acknowledged += told
        lost = [line for line in acknowledged if not stands(line)]
        report = audit.verify()
        whole = [connections[store].cursor().execute("PRAGMA integrity_check").fetchone()[0] for store in ("default", "vault", "keys")]
    broken = [what for what, wrong in (("the log", not report.ok), ("a database", whole != ["ok"] * 3), ("a writer was silent", bool(silent))) if wrong]
    return Outcome(tries, len(lost) + len(broken), f"{len(acknowledged)} writes acknowledged, {len(lost)} lost; {broken}")


@kills.defect("a value is acknowledged before it is written")
@contextmanager
def too_early() -> Iterator[None]:
    write = values._write

    def later(owner: Owner, items: Sequence[values.Plain], key: bytes) -> list[UUID]:
        made: list[UUID] = []
        ids = [values.UUID(bytes=values.secrets.token_bytes(16)) for _ in items]

        def keep() -> None:
            made.extend(write(owner, items, key))

        threading.Timer(0.5, keep).start()
        return ids

    with mock.patch.object(values, "_write", later):
        yield
