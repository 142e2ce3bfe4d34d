"""The audit chain: what enters it, in which transaction, and that no change to it goes unnoticed."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.postgres import ON_POSTGRES
from titip.protect import vault
from titip.protect.actions import audit
from titip.protect.models.audit import AppendOnly, AuditCheckpoint, AuditEvent, AuditHead, AuditSubject
from titip.protect.vault import chain

pytestmark = [pytest.mark.django_db(databases=["default", "vault", "keys"]), pytest.mark.usefixtures("unlocked")]
PERSON = UUID("0198c0de-0000-7000-8000-00000000cafe")


def fill(number: int = 25) -> None:
    """A little history: two people, a refusal, details."""
    for turn in range(number):
        audit.record(
            kind="register.edit" if turn % 2 else "register.open", actor_code=f"S-{turn % 3}", session="a1b2", purpose="care", outcome="ok",
            subjects=[("person", PERSON), ("record", f"r{turn}")], detail={"elements": ["age", "sex"], "version": turn, "merged": False},
        )


# --- entering


def test_an_event_says_who_what_whom_when_and_for_what() -> None:
    event = audit.record(
        kind="register.identity", actor_code="S-KH7-4WMT", subjects=[("person", PERSON), ("person", PERSON)], purpose="care", detail={"elements": ["name"]},
        session="77aa",
    )
    stored = AuditEvent.objects.get()
    assert (stored.seq, stored.kind, stored.outcome, stored.actor_code, stored.purpose, stored.session) == (
        1, "register.identity", "ok", "S-KH7-4WMT", "care", "77aa",
    )
    assert [(subject.kind, subject.subject) for subject in stored.subjects.all()] == [("person", str(PERSON))]
    assert stored.at.tzinfo is not None and stored.mac == event.mac and stored.detail == {"elements": ["name"]}


def test_events_are_chained_in_order() -> None:
    fill(5)
    events = list(AuditEvent.objects.order_by("seq"))
    assert [event.seq for event in events] == [1, 2, 3, 4, 5]
    assert [event.prev_hash for event in events[1:]] == [event.mac for event in events[:-1]]
    assert (AuditHead.objects.get().seq, AuditHead.objects.get().mac) == (5, events[-1].mac)


def test_an_event_goes_with_the_transaction_it_belongs_to() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        fill(3)
        _ = 1 / 0
    assert not AuditEvent.objects.exists()
    fill(1)
    assert audit.verify().ok and audit.verify().events == 1


def test_many_events_enter_at_once() -> None:
    events = audit.record_many([audit.NewEvent("share.withdraw", "S-1", [("person", uuid4())]) for _ in range(50)])
    assert [event.seq for event in events] == list(range(1, 51)) and audit.verify().ok
    assert audit.record_many([]) == []


@pytest.mark.parametrize(
    "bad",
    [
        {"kind": "Something happened"}, {"kind": "opened"}, {"kind": "a." + "b" * 80}, {"actor_code": "Kanlaya Somboon"}, {"actor_code": "กัลยา"},
        {"purpose": "because she asked"}, {"session": "x" * 50}, {"subjects": [("person", "Kanlaya Somboon")]}, {"subjects": [("Person!", "1")]},
        {"subjects": [("person", "")]}, {"outcome": "fine"}, {"detail": {"name": "Kanlaya Somboon"}}, {"detail": {"name": "กัลยา"}},
        {"detail": {"Full name": 1}}, {"detail": {"share": 0.5}}, {"detail": {"nested": {"list": ["ok", "not ok at all"]}}},
        {"detail": {"many": ["x" * 70] * 1000}},
        {"detail": {"raw": b"x"}},
    ],
)
def test_sentences_and_names_do_not_enter(bad: dict[str, Any]) -> None:
    with pytest.raises(audit.BadEvent):
        audit.record(**{"kind": "register.open", "actor_code": "S-1", **bad})
    assert not AuditEvent.objects.exists()


def test_a_locked_server_records_nothing_and_does_nothing() -> None:
    vault.lock()
    with pytest.raises(vault.Locked):
        fill(1)
    assert not AuditEvent.objects.exists()


def test_our_own_code_changes_and_removes_nothing() -> None:
    fill(3)
    event, rows = AuditEvent.objects.get(seq=2), AuditEvent.objects.filter(seq=2)
    event.kind = "register.close"
    subjects = AuditSubject.objects.all()
    for attempt in (event.save, event.delete, rows.delete, lambda: rows.update(kind="x.y"), subjects.delete, subjects[0].delete, subjects[0].save):
        with pytest.raises(AppendOnly):
            attempt()
    assert audit.verify().ok


# --- refusals


def test_a_refusal_is_committed_by_itself() -> None:
    event = audit.record_refusal(kind="casework.open", actor_code="S-1", subjects=[("case", uuid4())], detail={"reason": "not_assigned"})
    assert event is not None and AuditEvent.objects.get().outcome == "refused"


@pytest.mark.django_db(databases=["default", "vault", "keys"], transaction=True)
def test_a_refusal_inside_the_failing_transaction_is_a_fault_of_the_caller() -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        audit.record_refusal(kind="casework.open", actor_code="S-1")


def test_a_refusal_of_rubbish_is_recorded_without_the_rubbish() -> None:
    audit.record_refusal(kind="casework.open", actor_code="S-1", purpose="<script>alert(1)</script>", detail={"method": "GET / HTTP"})
    event = AuditEvent.objects.get()
    assert (event.purpose, event.detail) == ("", {"unfit": True})


def test_our_sentences_become_codes() -> None:
    assert audit.code_of("This element is kept from your role unless she agrees, element by element.") == (
        "this_element_is_kept_from_your_role_unless_she_agrees_element_by_element"
    )


# --- proving


@pytest.fixture
def short_signatures(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(chain, "CHECKPOINT_EVERY", 10)
    yield


def test_an_untouched_chain_holds(short_signatures: None) -> None:
    fill()
    audit.checkpoint()
    audit.checkpoint()
    report = audit.verify(audit.anchor())
    assert report.ok and report.anchored and (report.events, report.checkpoints, report.first_bad, report.faults) == (25, 3, None, ())
    assert report.anchor == audit.anchor() and re.fullmatch(r"25-[0-9a-f]{16}", report.anchor)


def test_an_empty_chain_holds() -> None:
    assert audit.verify().ok and audit.verify(audit.anchor()).ok and audit.anchor() == "0-0000000000000000"


def test_an_older_anchor_holds_later() -> None:
    fill(5)
    anchor = audit.anchor()
    fill(5)
    assert audit.verify(anchor).ok


@pytest.mark.parametrize("text", ["12", "x-0000000000000000", "12-000", "12-00000000000000zz", "Kanlaya"])
def test_what_is_not_an_anchor_is_told(text: str) -> None:
    with pytest.raises(audit.BadAnchor, match="looks like"):
        audit.verify(text)


#: Foreign keys wait for the commit, as they do in PostgreSQL unasked.
LATER = () if ON_POSTGRES else ("PRAGMA defer_foreign_keys = ON",)


def sql(*statements: str) -> Callable[[], None]:
    """An intruder at the database."""

    def run() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    return run


def change(column: str, value: str, seq: int = 7) -> Callable[[], None]:
    return sql(f"UPDATE protect_auditevent SET {column} = '{value}' WHERE seq = {seq}")


EVENT, SUBJECT, POINT, HEAD = "protect_auditevent", "protect_auditsubject", "protect_auditcheckpoint", "protect_audithead"
COLUMNS = "at, kind, outcome, actor_code, session, purpose, detail, prev_hash, mac"


def remove(*numbers: int) -> Callable[[], None]:
    chosen = ", ".join(str(number) for number in numbers)
    return sql(f"DELETE FROM {SUBJECT} WHERE event_id IN ({chosen})", f"DELETE FROM {EVENT} WHERE seq IN ({chosen})")


def renumber(old: int, new: int) -> tuple[str, str]:
    return f"UPDATE {EVENT} SET seq = {new} WHERE seq = {old}", f"UPDATE {SUBJECT} SET event_id = {new} WHERE event_id = {old}"


def swap(one: int, other: int) -> Callable[[], None]:
    return sql(*renumber(one, 900), *renumber(other, one), *renumber(900, other))


def close_gap(gone: int) -> Callable[[], None]:
    """Remove one and move all later ones up: no number is missing."""

    def run() -> None:
        remove(gone)()
        for seq in range(gone + 1, 26):
            sql(*renumber(seq, seq - 1))()
        sql(f"UPDATE {HEAD} SET seq = 24")()

    return run


def copy(seq: int, new: int) -> str:
    return f"INSERT INTO {EVENT} (seq, {COLUMNS}) SELECT {new}, {COLUMNS} FROM {EVENT} WHERE seq = {seq}"


def cut(after: int, *, checkpoints_too: bool) -> Callable[[], None]:
    last = f"(SELECT mac FROM {EVENT} WHERE seq = {after})"
    tidy = (f"DELETE FROM {POINT} WHERE seq > {after}",) if checkpoints_too else ()
    return sql(
        f"DELETE FROM {SUBJECT} WHERE event_id > {after}", f"DELETE FROM {EVENT} WHERE seq > {after}", f"UPDATE {HEAD} SET seq = {after}, mac = {last}", *tidy
    )


def unkeyed_rewrite() -> None:
    """Change an entry and rebuild every link after it as well as one can without the key."""
    change("actor_code", "S-9")()
    prev = AuditEvent.objects.get(seq=6).mac
    for event in AuditEvent.objects.filter(seq__gte=7).order_by("seq"):
        mac = chain.genesis(prev)  # any hash: the key is not there
        sql(f"UPDATE {EVENT} SET prev_hash = '{prev}', mac = '{mac}' WHERE seq = {event.seq}")()
        prev = mac
    sql(f"UPDATE {HEAD} SET mac = '{prev}'")()


# name: (what is done, the first number that is named as bad)
TAMPERINGS: dict[str, tuple[Callable[[], None], int]] = {
    "another kind": (change("kind", "register.close"), 7),
    "another actor": (change("actor_code", "S-9"), 7),
    "another time": (change("at", "2020-01-01 00:00:00"), 7),
    "another outcome": (change("outcome", "failed"), 7),
    "another purpose": (change("purpose", "research"), 7),
    "another sign-in": (change("session", "ffff"), 7),
    "another detail": (change("detail", '{"elements": [], "version": 6, "merged": false}'), 7),
    "another code": (change("mac", "0" * 64), 7),
    "another code before": (change("prev_hash", "0" * 64), 7),
    "first entry changed": (change("kind", "register.close", 1), 1),
    "last entry changed": (change("kind", "register.close", 25), 25),
    "a subject changed": (sql(f"UPDATE {SUBJECT} SET subject = 'r99' WHERE event_id = 7 AND kind = 'record'"), 7),
    "a subject removed": (sql(f"DELETE FROM {SUBJECT} WHERE event_id = 7 AND kind = 'record'"), 7),
    "a subject added": (sql(f"INSERT INTO {SUBJECT} (event_id, kind, subject) VALUES (7, 'person', 'p9')"), 7),
    "a subject moved to another entry": (sql(f"UPDATE {SUBJECT} SET event_id = 8 WHERE event_id = 7 AND kind = 'record'"), 7),
    "an entry removed": (remove(7), 7),
    "first entry removed": (remove(1), 1),
    "several removed": (remove(7, 8, 9), 7),
    "an entry removed, its subjects left": (sql(*LATER, f"DELETE FROM {EVENT} WHERE seq = 7"), 7),
    "an entry removed, the gap closed": (close_gap(7), 7),
    "two swapped": (swap(7, 12), 7),
    "neighbours swapped": (swap(7, 8), 7),
    "renumbered to the end": (sql(*renumber(7, 26), f"UPDATE {HEAD} SET seq = 26"), 7),
    "an old entry copied to the end": (sql(copy(7, 26)), 26),
    "an old entry copied to the end, the note too": (sql(copy(25, 26), f"UPDATE {HEAD} SET seq = 26"), 26),
    "an entry put before the first": (sql(copy(7, 0)), 0),
    "an entry put far behind": (sql(copy(7, 5000)), 26),
    "end cut off": (remove(24, 25), 24),
    "end cut off, the note too": (cut(22, checkpoints_too=False), 23),
    "everything removed": (sql(f"DELETE FROM {SUBJECT}", f"DELETE FROM {EVENT}"), 1),
    "everything removed, the note too": (sql(f"DELETE FROM {SUBJECT}", f"DELETE FROM {EVENT}", f"DELETE FROM {HEAD}"), 1),
    "the note set back": (sql(f"UPDATE {HEAD} SET seq = 20"), 21),
    "the note set ahead": (sql(f"UPDATE {HEAD} SET seq = 40"), 26),
    "the note's code changed": (sql(f"UPDATE {HEAD} SET mac = '{'0' * 64}'"), 25),
    "the note removed": (sql(f"DELETE FROM {HEAD}"), 1),
    "a checkpoint forged": (sql(f"UPDATE {POINT} SET signature = '{'00' * 64}' WHERE seq = 10"), 10),
    "a checkpoint's signature no number": (sql(f"UPDATE {POINT} SET signature = 'xyz' WHERE seq = 10"), 10),
    "a checkpoint dated back": (sql(f"UPDATE {POINT} SET at = '2020-01-01 00:00:00' WHERE seq = 10"), 10),
    "a checkpoint moved": (sql(f"UPDATE {POINT} SET seq = 11 WHERE seq = 10"), 10),
    "a checkpoint removed": (sql(f"DELETE FROM {POINT} WHERE seq = 10"), 10),
    "rewritten without the key": (unkeyed_rewrite, 7),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found_and_the_first_bad_entry_named(name: str, short_signatures: None) -> None:
    fill()
    audit.checkpoint()
    assert audit.verify(audit.anchor()).ok
    tamper, first_bad = TAMPERINGS[name]
    with transaction.atomic():
        tamper()
        report = audit.verify()
        transaction.set_rollback(True)
    assert not report.ok and report.first_bad == first_bad, report.faults
    assert all(fault.what for fault in report.faults) and len(report.faults) <= 20


def test_a_cleanly_cut_end_is_found_by_the_anchor_alone(short_signatures: None) -> None:
    fill()
    anchor = audit.anchor()
    cut(22, checkpoints_too=True)()
    assert audit.verify().ok  # nothing inside the database tells: hence the anchor outside
    report = audit.verify(anchor)
    assert not report.ok and report.first_bad == 23


def test_a_chain_rewritten_with_the_key_is_found_by_the_anchor_alone(short_signatures: None) -> None:
    fill()
    anchor = audit.anchor()
    sql(f"DELETE FROM {SUBJECT}", f"DELETE FROM {EVENT}", f"DELETE FROM {HEAD}", f"DELETE FROM {POINT}")()
    fill()  # somebody with the unlocked server writes another history
    assert audit.verify().ok
    report = audit.verify(anchor)
    assert not report.ok and report.first_bad == 25


def test_everything_wiped_is_found_by_the_anchor() -> None:
    fill(3)
    anchor = audit.anchor()
    sql(f"DELETE FROM {SUBJECT}", f"DELETE FROM {EVENT}", f"DELETE FROM {HEAD}")()
    assert audit.verify().ok and not audit.verify(anchor).ok


def test_proving_needs_the_key() -> None:
    fill(2)
    vault.lock()
    with pytest.raises(vault.Locked):
        audit.verify()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(1, 25),
    st.sampled_from(["kind", "outcome", "actor_code", "session", "purpose", "prev_hash", "mac"]),
    st.text("abcdefghij0123456789", max_size=8),
)
def test_any_change_to_any_text_is_found(seq: int, column: str, value: str) -> None:
    if not AuditEvent.objects.exists():
        fill()
    with transaction.atomic():
        before = getattr(AuditEvent.objects.get(seq=seq), column)
        change(column, value, seq)()
        report = audit.verify()
        transaction.set_rollback(True)
    assert report.ok == (before == value) and report.first_bad == (None if before == value else seq)


# --- checkpoints


def test_every_thousandth_event_is_signed_also_in_a_batch() -> None:
    audit.record_many([audit.NewEvent("share.withdraw", "S-1") for _ in range(2001)])
    assert list(AuditCheckpoint.objects.order_by("seq").values_list("seq", flat=True)) == [1000, 2000]
    assert audit.verify().checkpoints == 2


def test_what_is_proven_is_spelt_in_one_way() -> None:
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    one = chain.canonical({"at": at, "detail": {"b": 1, "a": [2]}}, [("person", "2"), ("case", "1")])
    assert one == b'{"at":"2026-03-01T12:00:00.000000+00:00","detail":{"a":[2],"b":1},"subjects":[["case","1"],["person","2"]]}'
