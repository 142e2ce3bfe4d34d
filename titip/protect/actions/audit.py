"""Adds events to the audit chain.

Each event's code (HMAC-SHA256) covers its number, the code before it and its content, subjects included; every thousandth is
signed. ``anchor`` gives the short digest that is kept outside the database: without it nobody notices a tail that was cut.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal
from uuid import UUID

from django.conf import settings
from django.db import transaction

from titip.kit import clock
from titip.protect.actions.verification import BadAnchor, Fault, VerifyReport, anchor, verify
from titip.protect.models.audit import AuditCheckpoint, AuditEvent, AuditHead, AuditSubject
from titip.protect.rules import glass
from titip.protect.stores import APP
from titip.protect.vault import chain, spool
from titip.protect.vault.errors import Locked
from titip.protect.vault.holder import HOLDER

__all__ = [
    "BadAnchor", "BadEvent", "Fault", "NewEvent", "Outcome", "VerifyReport",
    "anchor", "chain_spool", "checkpoint", "code_of", "note_while_locked", "record", "record_even_locked", "record_many", "record_refusal", "verify",
]

Outcome = Literal["ok", "refused", "failed"]
Subjects = Iterable[tuple[str, UUID | int | str]]
_KIND: Final = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z0-9_]*)+")
#: A code, a count written out, an id, a moment: no spaces and no letters beyond ASCII, so that hardly a name or a sentence passes.
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/+#=-]{0,79}|")
_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MOST_DETAIL: Final = 32_000  # bytes of JSON: a few hundred element codes
_SPOOL_SUBJECT: Final = "spool"


class BadEvent(ValueError):
    """An event says something that does not belong in the log."""


@dataclass(frozen=True)
class NewEvent:
    """What is to be recorded: codes, counts and ids; never a value, never a name."""

    kind: str
    actor_code: str
    subjects: Subjects = ()
    purpose: str = ""
    outcome: Outcome = "ok"
    detail: dict[str, Any] | None = None
    session: str = ""
    _checked: tuple[tuple[str, str], ...] = field(default=(), init=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse free text. Raises BadEvent."""
        if not _KIND.fullmatch(self.kind) or len(self.kind) > 60:
            raise BadEvent("an event's kind is an action's name: room.verb")
        if self.outcome not in ("ok", "refused", "failed"):
            raise BadEvent("an event's outcome is ok, refused or failed")
        pairs = tuple(dict.fromkeys((str(kind), str(subject)) for kind, subject in self.subjects))
        if not all(_KEY.fullmatch(kind) and len(kind) <= 30 and 0 < len(subject) <= 64 and _CODE.fullmatch(subject) for kind, subject in pairs):
            raise BadEvent("a subject is a kind and an id")
        for text, most in ((self.actor_code, 40), (self.session, 40), (self.purpose, 60)):
            if len(text) > most or not _CODE.fullmatch(text):
                raise BadEvent("actor, session and purpose are codes")
        _check_detail(self.detail or {})
        object.__setattr__(self, "_checked", pairs)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The subjects as texts, each once."""
        return self._checked


def _check_detail(detail: dict[str, Any]) -> None:
    _check_value(detail)
    if len(json.dumps(detail)) > _MOST_DETAIL:
        raise BadEvent("an event's detail is small: codes and counts")


def _check_value(value: Any) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str) or not _KEY.fullmatch(key):
                raise BadEvent("the keys of an event's detail are short names in small letters")
            _check_value(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check_value(inner)
    elif isinstance(value, str):
        if not _CODE.fullmatch(value):
            raise BadEvent("an event's detail holds codes and counts, no text")
    elif not (value is None or isinstance(value, bool | int)):
        raise BadEvent("an event's detail holds codes and counts")


def code_of(sentence: str) -> str:
    """Return one of our own fixed sentences as a code: ``Nobody is signed in.`` becomes ``nobody_is_signed_in``."""
    return re.sub(r"[^a-z0-9]+", "_", sentence.lower()).strip("_")[:80]


# --- recording


def record(
    *, kind: str, actor_code: str, subjects: Subjects = (), purpose: str = "", outcome: Outcome = "ok", detail: dict[str, Any] | None = None, session: str = ""
) -> AuditEvent:
    """Add one event in the caller's transaction, or in one of its own. Raises Locked, BadEvent."""
    return record_many([NewEvent(kind, actor_code, subjects, purpose, outcome, detail, session)])[0]


def record_many(events: Sequence[NewEvent]) -> list[AuditEvent]:
    """Add several events at once, in order; see ``record``."""
    if not events:
        return []
    with transaction.atomic(using=APP):
        return _append([_marked(event) for event in events])


def _marked(event: NewEvent) -> NewEvent:
    """The event with the glass under which its things are read, where one was broken for them."""
    found = glass.marks(event.pairs)
    return replace(event, subjects=(*event.pairs, *found)) if found else event


def record_refusal(
    *, kind: str, actor_code: str, subjects: Subjects = (), purpose: str = "", detail: dict[str, Any] | None = None, session: str = "",
    outcome: Outcome = "refused",
) -> AuditEvent | None:
    """Record what was refused or failed, committed by itself; while the server is locked, in the spool (returns None).

    Call it after the failing transaction has rolled back: inside one it raises RuntimeError, for it would be rolled back too.
    What somebody tried is recorded even where they sent what does not belong in the log: that is left out, and ``unfit`` says so.
    """
    try:
        event = NewEvent(kind, actor_code, subjects, purpose, outcome, detail, session)
    except BadEvent:
        event = NewEvent(kind, actor_code, outcome=outcome, session=session, detail={"unfit": True})
    return record_even_locked(event)


def record_even_locked(event: NewEvent) -> AuditEvent | None:
    """Record an event in a transaction of its own; while the server is locked, in the spool (returns None)."""
    try:
        with transaction.atomic(using=APP, durable=True):
            return _append([event])[0]
    except Locked:
        note_while_locked(event)
        return None


def note_while_locked(event: NewEvent) -> None:
    """Keep an event in the keyless spool until the server is unlocked."""
    spool.note(settings.HOME.spool, kind=event.kind, outcome=event.outcome, actor=event.actor_code, subjects=event.pairs, detail=event.detail)


def _append(events: Sequence[NewEvent]) -> list[AuditEvent]:
    head = _locked_head()
    organisation, seq, mac = HOLDER.organisation(), head.seq, head.mac
    rows: list[AuditEvent] = []
    for event in events:
        row = _event_row(event, seq := seq + 1, mac or chain.genesis(organisation))
        mac = row.mac
        rows.append(row)
    AuditEvent.objects.bulk_create(rows)
    AuditSubject.objects.bulk_create(
        [AuditSubject(event=row, kind=kind, subject=subject) for row, event in zip(rows, events, strict=True) for kind, subject in event.pairs]
    )
    AuditHead.objects.filter(pk=1).update(seq=seq, mac=mac)
    for row in rows:
        if row.seq % chain.CHECKPOINT_EVERY == 0:
            _sign(row.seq, row.mac)
    return rows


def _locked_head() -> AuditHead:
    """Return the end of the chain, held until commit. SQLite holds its one write lock since BEGIN IMMEDIATE instead."""
    heads = AuditHead.objects.select_for_update()
    return heads.filter(pk=1).first() or heads.get_or_create(pk=1)[0]


def _event_row(event: NewEvent, seq: int, prev_hash: str) -> AuditEvent:
    fields = {
        "at": clock.now(), "kind": event.kind, "outcome": event.outcome, "actor_code": event.actor_code, "session": event.session,
        "purpose": event.purpose, "detail": event.detail or {},
    }
    mac = HOLDER.audit_mac(chain.link(seq, prev_hash, chain.canonical(fields, event.pairs))).hex()
    return AuditEvent(seq=seq, prev_hash=prev_hash, mac=mac, **fields)


# --- checkpoints


def checkpoint() -> None:
    """Sign the chain up to its last event, once."""
    with transaction.atomic(using=APP):
        head = _locked_head()
        if head.seq and not AuditCheckpoint.objects.filter(seq=head.seq).exists():
            _sign(head.seq, head.mac)


def _sign(seq: int, mac: str) -> None:
    at = clock.now()
    signature = HOLDER.sign(chain.checkpoint(HOLDER.organisation(), seq, mac, at)).hex()
    AuditCheckpoint.objects.create(seq=seq, mac=mac, at=at, signature=signature)


# --- what happened while locked


def chain_spool() -> int:
    """Add what waits in the spool to the chain, each line once; return how many were added.

    The lines are committed before their files go; a line chained before a power cut is known by its id and left out.
    """
    taken = spool.take(settings.HOME.spool)
    if not taken.files:
        return 0
    with transaction.atomic(using=APP, durable=True):
        events, damaged = _spooled(taken, _already_chained([line["id"] for line in taken.lines]))
        if damaged:
            events.append(NewEvent("protect.spool.damaged", "system", outcome="failed", detail={"lines": damaged}))
        record_many(events)
    spool.done(taken)
    return len(events)


def _already_chained(ids: list[str]) -> set[str]:
    known: set[str] = set()
    for start in range(0, len(ids), 500):
        known.update(AuditSubject.objects.filter(kind=_SPOOL_SUBJECT, subject__in=ids[start : start + 500]).values_list("subject", flat=True))
    return known


def _spooled(taken: spool.Taken, known: set[str]) -> tuple[list[NewEvent], int]:
    events: list[NewEvent] = []
    damaged = taken.damaged
    for line in taken.lines:
        if line["id"] in known:
            continue
        known.add(line["id"])
        try:
            subjects = [*[(str(kind), str(subject)) for kind, subject in line["subjects"]], (_SPOOL_SUBJECT, line["id"])]
            detail = {**line["detail"], "spooled_at": line["at"]}
            events.append(NewEvent(line["kind"], str(line["actor"]), subjects, outcome=line["outcome"], detail=detail))
        except (BadEvent, KeyError, TypeError, ValueError):
            damaged += 1
    return events, damaged
