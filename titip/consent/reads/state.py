"""Where each purpose stands for a person, and whose word is about to run out: for pages and panels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from titip.consent.models import Basis, ConsentDecision
from titip.consent.reads.live import standing
from titip.consent.rules.liveness import ALLOWING, WITHDRAWABLE, State, verdict
from titip.dictionary import reads as dictionary
from titip.dictionary.rules.forms import PurposeCard
from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit import clock
from titip.register.reads import Person


@dataclass(frozen=True)
class PurposeState:
    """One purpose (and recipient) of one person. ``purpose`` is the dictionary's; ``decision`` is None where she was not asked."""

    purpose: PurposeCard
    recipient: str
    state: State
    live: bool
    review: bool
    reason: str
    decision: ConsentDecision | None

    @property
    def withdrawable(self) -> bool:
        """Whether it is hers to withdraw."""
        return self.live and self.decision is not None and self.decision.basis.kind in WITHDRAWABLE


@dataclass(frozen=True)
class Ending:
    """A word that runs out soon, or has: whose, for which purposes, when."""

    person: Any
    purposes: tuple[str, ...]
    at: datetime


def state(person: Person, now: datetime | None = None) -> list[PurposeState]:
    """Every purpose in the dictionary's order, then each further recipient. Two queries."""
    now = now or clock.now()
    by_key: dict[tuple[str, str], list[ConsentDecision]] = {}
    for decision in standing(person.pk):
        by_key.setdefault((decision.purpose, decision.recipient), []).append(decision)
    purposes = {purpose.code: purpose for purpose in dictionary.purposes()}
    lines = [_line(purpose, "", by_key.pop((code, ""), []), now) for code, purpose in purposes.items()]
    return lines + [_line(purposes[code], recipient, found, now) for (code, recipient), found in sorted(by_key.items()) if code in purposes]


def _line(purpose: PurposeCard, recipient: str, decisions: Sequence[ConsentDecision], now: datetime) -> PurposeState:
    if not decisions:
        return PurposeState(purpose, recipient, State.NOT_ASKED, False, False, _("She has not been asked."), None)
    judged = [(verdict(d.facts, now), d) for d in decisions]
    found, decision = next((pair for pair in judged if pair[0].live), judged[-1])
    return PurposeState(purpose, recipient, found.shown, found.live, found.review, found.reason, decision)


def bases(person: Person) -> list[Basis]:
    """Every basis ever recorded for a person, newest first, with its decisions. Two queries."""
    return list(Basis.objects.filter(person=person.pk).select_related("collector").prefetch_related("decisions"))


def basis_for(basis_id: UUID | str) -> Basis | None:
    """A basis with its person, collector and decisions, or None. Who may see it is the gate's to decide."""
    return Basis.objects.filter(pk=basis_id).select_related("person", "collector").prefetch_related("decisions").first()


def still_held(person: Person, now: datetime | None = None) -> list[Basis]:
    """The bases that a withdrawal leaves standing: laws, courts, third parties."""
    now = now or clock.now()
    found = {d.basis_id: d.basis for d in standing(person.pk) if d.basis.kind not in WITHDRAWABLE and verdict(d.facts, now).live}
    return list(found.values())


def ending_soon(person_ids: Any, *, days: int = 30, limit: int = 20, now: datetime | None = None) -> list[Ending]:
    """Whose word runs out within ``days``, or has and was not asked again, among ``person_ids`` (a queryset of ids, or ids).

    At most ``limit`` people, those closest to now, earliest first: what ended long ago does not hide what ends tomorrow. The cost does
    not grow with what has ended: few people are asked one by one, many are found along the order of dates.
    """
    now = now or clock.now()
    rows = _standing_due(now + timedelta(days=days)).select_related("basis__person")
    few = list(person_ids[: _FEW + 1]) if isinstance(person_ids, QuerySet) else list(person_ids)
    if len(few) <= _FEW:
        bases = list(Basis.objects.filter(person__in=few, ended_at=None, person__erased_at=None).order_by().values_list("pk", flat=True))
        found = _by_person(rows.filter(basis__in=bases).order_by("due_at"), limit=None) if bases else []
    else:
        # Asked person by person along the dates: a list of everybody within reach would be made anew each time.
        among = rows.filter(Exists(person_ids.filter(pk=OuterRef("basis__person")))) if isinstance(person_ids, QuerySet) else rows.filter(basis__person__in=few)
        over = _by_person(among.filter(due_at__lte=now).order_by("-due_at").iterator(chunk_size=100), limit=limit)
        found = [*over, *_by_person(among.filter(due_at__gt=now).order_by("due_at").iterator(chunk_size=100), limit=limit)]
        found = _merged(found)
    closest = sorted(found, key=lambda ending: abs(ending.at - now))[:limit]
    return sorted(closest, key=lambda ending: ending.at)


#: Up to so many people are asked by name instead of by date.
_FEW = 400


def _standing_due(until: datetime) -> QuerySet[ConsentDecision]:
    return ConsentDecision.objects.filter(
        due_at__lte=until, ended_at=None, state__in=[s.value for s in ALLOWING], basis__ended_at=None, basis__person__erased_at=None,
    )


def _by_person(rows: Iterable[ConsentDecision], *, limit: int | None) -> list[Ending]:
    """Rows in order of time as one line for each person; stops after ``limit`` people."""
    found: dict[UUID, list[ConsentDecision]] = {}
    for row in rows:
        if limit is not None and row.basis.person_id not in found and len(found) == limit:
            break
        found.setdefault(row.basis.person_id, []).append(row)
    return [_ending(rows) for rows in found.values()]


def _ending(rows: Sequence[ConsentDecision]) -> Ending:
    purposes = tuple(dict.fromkeys(row.purpose for row in rows))
    return Ending(rows[0].basis.person, purposes, min(row.due_at for row in rows if row.due_at is not None))


def _merged(endings: Iterable[Ending]) -> list[Ending]:
    """A person of whom something is over and something else ends soon stands once."""
    found: dict[UUID, Ending] = {}
    for one in endings:
        before = found.get(one.person.pk)
        found[one.person.pk] = one if before is None else Ending(one.person, tuple(dict.fromkeys((*before.purposes, *one.purposes))), min(before.at, one.at))
    return list(found.values())


def ids_by_code(code: str) -> list[UUID]:
    """The id of the basis on whose slip this code stands, for the log's filter."""
    return list(Basis.objects.filter(slip_code=code).values_list("pk", flat=True))


def ids_about(person: UUID) -> list[UUID]:
    """The ids of her bases, for whoever asks the log about her."""
    return list(Basis.objects.filter(person=person).values_list("pk", flat=True))
