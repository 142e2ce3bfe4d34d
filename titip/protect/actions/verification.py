"""Proves the audit chain from its first event to its last, and names the first that does not hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Exists, Max, OuterRef
from django.utils.translation import gettext as _

from titip.protect.models.audit import AuditCheckpoint, AuditEvent, AuditHead, AuditSubject
from titip.protect.vault import chain, crypto
from titip.protect.vault.holder import HOLDER

_ANCHOR = re.compile(r"(\d{1,18})-([0-9a-f]{16})")
_BATCH = 500
#: One break shows in everything that stands on it: a few faults say enough.
MOST_FAULTS = 20


class BadAnchor(ValueError):
    """What was given is not an anchor."""


@dataclass(frozen=True)
class Fault:
    """Where the chain does not hold, and how. ``what`` is a sentence."""

    seq: int
    what: str


@dataclass(frozen=True)
class VerifyReport:
    """What was proven. ``first_bad`` is the number of the first event at fault, or None."""

    ok: bool
    events: int
    checkpoints: int
    first_bad: int | None
    faults: tuple[Fault, ...]
    anchor: str
    anchored: bool


def anchor() -> str:
    """Return the digest to keep outside the database: the last event's number and the first 16 characters of its code."""
    head = AuditHead.objects.filter(pk=1).first()
    return f"{head.seq}-{head.mac[:16]}" if head is not None and head.seq else "0-" + "0" * 16


def verify(anchor: str | None = None, *, kept: Iterable[str] = (), tell: Callable[[int, int], None] | None = None) -> VerifyReport:
    """Check every event, subject and checkpoint, the end of the chain, and the anchor where one is given.

    ``kept``: further anchors, such as those read from files.
    Appending may go on meanwhile: what is added later is left for the next time. Nothing is changed. ``tell(done, total)`` is called
    after every 500 events; what it raises ends the walk.

    Raises:
        Locked: no unlocked keys; the codes cannot be recomputed without.
        BadAnchor: the anchor is not of the form ``NUMBER-16 characters``.
    """
    wanted = [_read_anchor(one) for one in dict.fromkeys([*([anchor] if anchor else []), *kept])]
    last = AuditEvent.objects.aggregate(last=Max("seq"))["last"] or 0  # before the head: an honest head is never behind it
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    walk = _Walk(last, tell or _nobody)
    walk.events()
    walk.checkpoints()
    walk.end(head)
    for number, start in wanted:
        walk.anchor(number, start)
    faults = tuple(sorted(walk.faults, key=lambda fault: fault.seq)[:MOST_FAULTS])
    now = f"{walk.seen}-{walk.last_mac[:16]}" if walk.seen else "0-" + "0" * 16
    return VerifyReport(not faults, walk.seen, walk.signed, faults[0].seq if faults else None, faults, now, bool(wanted))


def _read_anchor(text: str) -> tuple[int, str]:
    found = _ANCHOR.fullmatch(text.strip().lower())
    if found is None:
        raise BadAnchor(_("This is not an anchor. It looks like 1204-9f86d081884c7d65: a number, a dash, sixteen characters."))
    return int(found[1]), found[2]


def _nobody(done: int, total: int) -> None:
    return None


class _Walk:
    """One pass over the chain; collects faults."""

    def __init__(self, last: int, tell: Callable[[int, int], None]) -> None:
        self.organisation = HOLDER.organisation()
        self.tell = tell
        self.last = last
        self.faults: list[Fault] = []
        self.seen = 0
        self.signed = 0
        self.last_mac = ""
        self.macs_at: dict[int, str] = {}

    def fault(self, seq: int, what: str) -> None:
        """Note a fault; beyond ten times the shown number only the first ones are kept."""
        if len(self.faults) < MOST_FAULTS * 10:
            self.faults.append(Fault(seq, what))

    # --- events

    def events(self) -> None:
        """Recompute every event's code."""
        prev, expected = chain.genesis(self.organisation), 1
        signed = set(AuditCheckpoint.objects.filter(seq__lte=self.last).values_list("seq", flat=True))
        for event, subjects in self._rows():
            if event.seq < 1:
                self.fault(event.seq, _("An entry stands before the first one: it was put in."))
                continue
            if event.seq != expected:
                self.fault(expected, _("An entry is missing here."))
            self._event(event, subjects, prev, follows=event.seq == expected)
            if event.seq in signed or event.seq % chain.CHECKPOINT_EVERY == 0:
                self.macs_at[event.seq] = event.mac
            prev, expected = event.mac, event.seq + 1
            self.seen, self.last_mac = event.seq, event.mac
        if AuditSubject.objects.filter(~Exists(AuditEvent.objects.filter(pk=OuterRef("event_id")))).exists():
            self.fault(self._first_orphan(), _("The subjects of an entry stand without their entry: it was removed."))

    def _event(self, event: AuditEvent, subjects: list[tuple[str, str]], prev: str, *, follows: bool) -> None:
        if follows and event.prev_hash != prev:
            self.fault(event.seq, _("The entry does not follow the one before it: entries were put in, removed, changed or reordered."))
        fields = {name: getattr(event, name) for name in ("at", "kind", "outcome", "actor_code", "session", "purpose", "detail")}
        code = HOLDER.audit_mac(chain.link(event.seq, event.prev_hash, chain.canonical(fields, subjects))).hex()
        if not crypto.same(code.encode(), event.mac.encode()):
            self.fault(event.seq, _("The entry, its number, its subjects or its code were changed."))

    def _rows(self) -> Iterator[tuple[AuditEvent, list[tuple[str, str]]]]:
        events = AuditEvent.objects.filter(seq__lte=self.last).order_by("seq").iterator(chunk_size=_BATCH)
        while batch := list(islice(events, _BATCH)):
            subjects: dict[int, list[tuple[str, str]]] = {event.seq: [] for event in batch}
            found = AuditSubject.objects.filter(event_id__gte=batch[0].seq, event_id__lte=batch[-1].seq)
            for seq, kind, subject in found.values_list("event_id", "kind", "subject"):
                subjects.setdefault(seq, []).append((kind, subject))
            yield from ((event, subjects[event.seq]) for event in batch)
            self.tell(batch[-1].seq, self.last)

    def _first_orphan(self) -> int:
        orphans = AuditSubject.objects.filter(~Exists(AuditEvent.objects.filter(pk=OuterRef("event_id"))))
        return int(orphans.order_by("event_id").values_list("event_id", flat=True)[0])

    # --- checkpoints, end, anchor

    def checkpoints(self) -> None:
        """Check every signature, and that none that is due is missing."""
        public = HOLDER.public()
        found: set[int] = set()
        for point in AuditCheckpoint.objects.order_by("seq").iterator():
            found.add(point.seq)
            if not crypto.verified(public, chain.checkpoint(self.organisation, point.seq, point.mac, point.at), _hex(point.signature)):
                self.fault(point.seq, _("The signature of a checkpoint is not the organisation's."))
            elif point.seq <= self.last and self.macs_at.get(point.seq) != point.mac:
                self.fault(point.seq, _("A checkpoint was signed over another entry than the one that stands here."))
            else:
                self.signed += 1
        for seq in sorted(set(range(chain.CHECKPOINT_EVERY, self.last + 1, chain.CHECKPOINT_EVERY)) - found):
            self.fault(seq, _("A checkpoint is missing here."))

    def end(self, head: AuditHead) -> None:
        """Check that the chain ends where its head says. The head was read after the events: it may have moved on, never back."""
        beyond = AuditCheckpoint.objects.filter(seq__gt=max(head.seq, self.last)).order_by("seq").first()
        if beyond is not None:
            self.fault(self.last + 1, _("A checkpoint was signed over entries that are no longer here: the end was cut off."))
        if head.seq < self.last:
            self.fault(head.seq + 1, _("Entries stand beyond the end that was noted: they were put in, or the note was changed."))
        elif head.seq == self.last:
            if head.mac != self.last_mac:
                self.fault(max(self.last, 1), _("The last entry is not the one that was noted as the end."))
        elif not AuditEvent.objects.filter(seq=head.seq).exists():
            self.fault(self.last + 1, _("The end was cut off: later entries were noted than are here."))

    def anchor(self, seq: int, start: str) -> None:
        """Check the entry that was noted outside."""
        if seq == 0:
            return
        mac = AuditEvent.objects.filter(seq=seq).values_list("mac", flat=True).first()
        if mac is None:
            self.fault(min(seq, self.last + 1), _("The anchor names a later entry than any that is here: the end was cut off."))
        elif mac[:16] != start:
            self.fault(seq, _("The entry is not the one the anchor was taken from: the chain was rewritten."))


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
