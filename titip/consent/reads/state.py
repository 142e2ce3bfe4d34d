"""Where each purpose stands for a person, and whose word is about to run out: for pages and panels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

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
    """Whose word runs out within ``days``, or has and was not asked again, among ``person_ids`` (a queryset or ids). One query."""
    now = now or clock.now()
    until = now + timedelta(days=days)
    rows = ConsentDecision.objects.filter(
        Q(valid_until__lte=until) | Q(basis__review_on__lte=until.date()), ended_at=None, state__in=[s.value for s in ALLOWING], basis__ended_at=None,
        basis__person__in=person_ids, basis__person__erased_at=None,
    ).select_related("basis__person")
    found: dict[UUID, Ending] = {}
    for row in rows:
        review = row.basis.review_on
        ends = [row.valid_until] if row.valid_until else []
        if review is not None:
            ends.append(now.replace(year=review.year, month=review.month, day=review.day, hour=0, minute=0, second=0, microsecond=0))
        before = found.get(row.basis.person_id)
        purposes = tuple(dict.fromkeys((*(before.purposes if before else ()), row.purpose)))
        found[row.basis.person_id] = Ending(row.basis.person, purposes, min([*ends, before.at] if before else ends))
    return sorted(found.values(), key=lambda ending: ending.at)[:limit]
