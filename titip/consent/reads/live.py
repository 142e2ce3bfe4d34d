"""What is live now: the only place in the house that makes Grounds."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from titip.consent.models import Basis, ConsentDecision
from titip.consent.rules.liveness import ALLOWING, Live, State, verdict
from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit import clock
from titip.protect.rules.grounds import Grounds, GroundsKind
from titip.register.reads import Person

#: Which basis the grounds name where several are live: her own word before anybody else's.
_STRONGEST_FIRST = [
    GroundsKind.CONSENT, GroundsKind.GUARDIAN, GroundsKind.BEST_INTEREST, GroundsKind.COURT_PROCESS, GroundsKind.STATUTORY_POWER,
    GroundsKind.THIRD_PARTY, GroundsKind.IMMEDIATE_SAFETY,
]
#: Up to so many people are asked by name.
_FEW = 500
_RANK = {kind.value: place for place, kind in enumerate(_STRONGEST_FIRST)}


def standing(person_id: UUID) -> list[ConsentDecision]:
    """The decisions about a person that no later one has ended, oldest first. One query."""
    return list(ConsentDecision.objects.filter(basis__person=person_id, ended_at=None).select_related("basis__person"))


def live(person: Person, purpose: str, recipient: str = "", now: datetime | None = None) -> Live:
    """Whether the person's data may be used for ``purpose``, by ``recipient`` (blank: inside the organisation). Ask at every use.

    ``grounds`` cover that one purpose. The reason is an English message id. One query.
    """
    now = now or clock.now()
    about = [d for d in standing(person.pk) if d.purpose == purpose and d.recipient == recipient]
    holding = [d for d in about if verdict(d.facts, now).live]
    if holding:
        return Live(True, _grounds(holding, now), "")
    if not about:
        return Live(False, None, _("She has not been asked."))
    return Live(False, None, verdict(about[-1].facts, now).reason)


def grounds_for(person: Person, now: datetime | None = None) -> Grounds | None:
    """The grounds on which the organisation may hold this person's identity and answers now, for every purpose that is live inside it.

    None where nothing is live: then only the minimum may be held. One query.
    """
    now = now or clock.now()
    holding = [d for d in standing(person.pk) if not d.recipient and verdict(d.facts, now).live]
    return _grounds(holding, now) if holding else None


def live_many(purpose: str, recipient: str = "", now: datetime | None = None, *, among: Iterable[UUID] | None = None) -> dict[UUID, Grounds]:
    """The people (``among`` these, or all) whose data may be used for ``purpose`` by ``recipient``, each with grounds for it. Two queries at most."""
    now = now or clock.now()
    holding: dict[UUID, list[ConsentDecision]] = {}
    for decision in _allowing(purpose, recipient, among):
        if verdict(decision.facts, now).live:
            holding.setdefault(decision.basis.person_id, []).append(decision)
    return {person_id: _grounds(decisions, now) for person_id, decisions in holding.items()}


def _allowing(purpose: str, recipient: str, among: Iterable[UUID] | None) -> Iterable[ConsentDecision]:
    """Standing decisions that allow something. Of a few people they are found by the people: by purpose they would be everybody's."""
    states = [s.value for s in ALLOWING]
    rows = ConsentDecision.objects.filter(ended_at=None, state__in=states, basis__ended_at=None, basis__person__erased_at=None).select_related("basis__person")
    few = None if among is None else list(set(among))
    if few is None or len(few) > _FEW:
        rows = rows.filter(purpose=purpose, recipient=recipient)
        return (rows if few is None else rows.filter(basis__person__in=few)).iterator(chunk_size=2000)
    bases = list(Basis.objects.filter(person__in=few).order_by().values_list("pk", flat=True)) if few else []
    found = rows.filter(basis__in=bases) if bases else ()
    return [decision for decision in found if (decision.purpose, decision.recipient) == (purpose, recipient)]


def shown_state(decision: ConsentDecision, now: datetime) -> State:
    """The state to show for a standing decision: what was said, or that its time is over."""
    return verdict(decision.facts, now).shown


def _grounds(holding: Iterable[ConsentDecision], now: datetime) -> Grounds:
    holding = list(holding)
    basis: Basis = min(holding, key=lambda d: (_RANK[d.basis.kind], -d.basis.made_at.timestamp())).basis
    return Grounds(
        kind=GroundsKind(basis.kind), owner_id=basis.person_id, basis_id=basis.pk, purposes=frozenset(d.purpose for d in holding),
        law_or_reason=basis.law_or_reason, scope=basis.scope, reviewer=basis.reviewer, review_on=basis.review_on, checked_at=now,
    )
