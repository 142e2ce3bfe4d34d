"""Tampering with the log: an intruder at the database, or at the unlocked server, changes what was written; each is found by its first bad entry."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch
from uuid import uuid4

from django.db import connection, transaction

from tests.hostile.proofs import Outcome, row
from tests.world import make_world
from titip.protect.actions import audit
from titip.protect.models import AuditEvent, AuditHead
from titip.protect.vault import chain, crypto

EVENT, SUBJECT, POINT, HEAD = "protect_auditevent", "protect_auditsubject", "protect_auditcheckpoint", "protect_audithead"
COLUMNS = "at, kind, outcome, actor_code, session, purpose, detail, prev_hash, mac"
#: What an intruder does to the entry ``n``, and which entry is then the first bad one.
Tampering = Callable[[int], int]


def sql(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def change(column: str, value: str) -> Tampering:
    def tamper(n: int) -> int:
        sql(f"UPDATE {EVENT} SET {column} = '{value}' WHERE seq = {n}")
        return n

    return tamper


def subject_changed(n: int) -> int:
    sql(f"UPDATE {SUBJECT} SET subject = 'somebody-else' WHERE event_id = {n}")
    return n


def subject_removed(n: int) -> int:
    sql(f"DELETE FROM {SUBJECT} WHERE event_id = {n}")
    return n


def subject_added(n: int) -> int:
    sql(f"INSERT INTO {SUBJECT} (event_id, kind, subject) VALUES ({n}, 'case', 'never')")
    return n


def subject_moved(n: int) -> int:
    sql(f"UPDATE {SUBJECT} SET event_id = {n + 1}, kind = 'record' WHERE event_id = {n}")
    return n


def removed(n: int) -> int:
    sql(f"DELETE FROM {SUBJECT} WHERE event_id = {n}", f"DELETE FROM {EVENT} WHERE seq = {n}")
    return n


def gap_closed(n: int) -> int:
    last = AuditHead.objects.get().seq
    removed(n)
    for seq in range(n + 1, last + 1):
        renumber(seq, seq - 1)
    sql(f"UPDATE {HEAD} SET seq = {last - 1}")
    return n


def renumber(old: int, new: int) -> None:
    sql(f"UPDATE {EVENT} SET seq = {new} WHERE seq = {old}", f"UPDATE {SUBJECT} SET event_id = {new} WHERE event_id = {old}")


def swapped(n: int) -> int:
    renumber(n, 90_000)
    renumber(n + 1, n)
    renumber(90_000, n + 1)
    return n


def copied_to_the_end(n: int) -> int:
    last = AuditHead.objects.get().seq
    sql(f"INSERT INTO {EVENT} (seq, {COLUMNS}) SELECT {last + 1}, {COLUMNS} FROM {EVENT} WHERE seq = {n}", f"UPDATE {HEAD} SET seq = {last + 1}")
    return last + 1


def put_before_the_first(n: int) -> int:
    sql(f"INSERT INTO {EVENT} (seq, {COLUMNS}) SELECT 0, {COLUMNS} FROM {EVENT} WHERE seq = {n}")
    return 0


def end_cut(n: int) -> int:
    """The tail goes, and with it everything inside the database that would tell: only the anchor outside is left."""
    sql(
        f"DELETE FROM {SUBJECT} WHERE event_id > {n}", f"DELETE FROM {EVENT} WHERE seq > {n}", f"DELETE FROM {POINT} WHERE seq > {n}",
        f"UPDATE {HEAD} SET seq = {n}, mac = (SELECT mac FROM {EVENT} WHERE seq = {n})",
    )
    return n + 1


def checkpoint_forged(n: int) -> int:
    first = (n + chain.CHECKPOINT_EVERY - 1) // chain.CHECKPOINT_EVERY * chain.CHECKPOINT_EVERY
    sql(f"UPDATE {POINT} SET signature = '{'00' * 64}' WHERE seq = {first}")
    return first


def note_set_back(n: int) -> int:
    sql(f"UPDATE {HEAD} SET seq = {n}")
    return n + 1


def rewritten_without_the_key(n: int) -> int:
    prev = AuditEvent.objects.get(seq=n - 1).mac
    sql(f"UPDATE {EVENT} SET actor_code = 'S-9' WHERE seq = {n}")
    for event in AuditEvent.objects.filter(seq__gte=n).order_by("seq"):
        mac = chain.genesis(prev)
        sql(f"UPDATE {EVENT} SET prev_hash = '{prev}', mac = '{mac}' WHERE seq = {event.seq}")
        prev = mac
    sql(f"UPDATE {HEAD} SET mac = '{prev}'")
    return n


def rewritten_with_the_key(n: int) -> int:
    """Somebody at the unlocked server cuts the end and writes another as long: inside, everything holds. The anchors outside tell from where."""
    last = AuditHead.objects.get().seq
    end_cut(n)
    for _turn in range(last - n):
        audit.record(kind="register.open", actor_code="S-9")
    return n + 1


TAMPERINGS: dict[str, Tampering] = {
    "another kind": change("kind", "register.close"), "another actor": change("actor_code", "S-9"), "another time": change("at", "2020-01-01 00:00:00"),
    "another outcome": change("outcome", "failed"), "another purpose": change("purpose", "research"), "another sign-in": change("session", "ffff"),
    "another detail": change("detail", '{"sealed": 0}'), "another code": change("mac", "0" * 64), "another code before": change("prev_hash", "0" * 64),
    "a subject changed": subject_changed, "a subject removed": subject_removed, "a subject added": subject_added, "a subject moved": subject_moved,
    "an entry removed": removed, "an entry removed, the gap closed": gap_closed, "two swapped": swapped, "an old entry copied to the end": copied_to_the_end,
    "an entry put before the first": put_before_the_first, "the end cut off, all notes too": end_cut, "a checkpoint forged": checkpoint_forged,
    "the note of the end set back": note_set_back, "rewritten without the key": rewritten_without_the_key, "rewritten with the key": rewritten_with_the_key,
}
_ENTRIES = 44


@row("Tampering with the log", asked=2_300, quick=46, expects="all found by the anchor, each naming the first bad entry")
def tampering(tries: int) -> Outcome:
    """Every kind in turn at another entry each time. Anchors stand outside for every entry, as the strictest house would keep them."""
    bad, notes = 0, []
    with patch.object(chain, "CHECKPOINT_EVERY", 10):
        make_world()
        first = AuditHead.objects.get().seq
        anchors = [_remember() for _turn in range(_ENTRIES)]
        audit.checkpoint()
        kinds = list(TAMPERINGS.items())
        for turn in range(tries):
            name, tamper = kinds[turn % len(kinds)]
            n = first + 2 + (turn // len(kinds)) % (_ENTRIES - 12)
            with transaction.atomic():
                wanted = tamper(n)
                report = audit.verify(kept=anchors)
                transaction.set_rollback(True)
            if report.ok or report.first_bad != wanted:
                bad += 1
                notes.append(f"{name} at {n}: {report.first_bad}, not {wanted}")
    return Outcome(tries, bad, "; ".join(notes[:3]) or f"{len(TAMPERINGS)} kinds")


def _remember() -> str:
    audit.record(kind="register.open", actor_code="S-1", session="a1b2", purpose="care", subjects=[("person", uuid4())], detail={"sealed": 3})
    return audit.anchor()


@tampering.defect("the subjects of an entry are not under its code")
@contextmanager
def subjects_left_out() -> Iterator[None]:
    honest = chain.canonical
    with patch.object(chain, "canonical", lambda fields, subjects: honest(fields, [])):
        yield


@tampering.defect("an entry's code is compared by none of its characters")
@contextmanager
def no_character() -> Iterator[None]:
    honest = crypto.same
    with patch.object(crypto, "same", lambda one, other: honest(one[:0], other[:0])):
        yield


@tampering.defect("the anchors kept outside are not looked at")
@contextmanager
def anchors_unread() -> Iterator[None]:
    from titip.protect.actions.verification import _Walk

    with patch.object(_Walk, "anchor", lambda self, seq, start: None):
        yield

