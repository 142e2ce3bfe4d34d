"""Withdrawal: it can always be carried out, ends use at once, ends data and never services."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import ngettext

from titip.consent.actions.elements import end_agreements
from titip.consent.actions.ending import follow, preview_ends, run_ends
from titip.consent.models import Basis, ConsentDecision
from titip.consent.reads.live import standing
from titip.consent.reads.state import still_held
from titip.consent.rules.liveness import ALLOWING, WITHDRAWABLE, State
from titip.kit import clock
from titip.kit.text import clean
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.register.reads import Person


@dataclass(frozen=True)
class Withdrawn:
    """What a withdrawal did: the purposes it ended, what other rooms did, the bases it could not end, the moment."""

    purposes: tuple[str, ...]
    done: tuple[str, ...]
    still_held: tuple[Basis, ...]
    at: datetime


def preview(*, person: Person, purposes: Iterable[str]) -> list[str]:
    """What a withdrawal of these purposes would do in every room, in words. Changes nothing."""
    return preview_ends(person.pk, frozenset(purposes))


@transaction.atomic
def withdraw(*, actor: Actor, person: Person, purposes: Iterable[str], reason: str = "") -> Withdrawn:
    """End the person's word for these purposes and every recipient, and what depends on it, in one transaction.

    Never refuses: what was not agreed to is simply not there to end. Bases that rest on a law or on another person's need stay
    and are named.
    """
    chosen, now = frozenset(purposes), clock.now()
    ended: list[ConsentDecision] = []
    for decision in standing(person.pk):
        if decision.purpose in chosen and decision.state in {s.value for s in ALLOWING} and decision.basis.kind in WITHDRAWABLE:
            decision.ended_at = now
            decision.save(update_fields=["ended_at"])
            ended.append(decision)
    ConsentDecision.objects.bulk_create(
        ConsentDecision(basis=d.basis, purpose=d.purpose, recipient=d.recipient, state=State.WITHDRAWN, decided_at=now) for d in ended
    )
    _close_bases({d.basis_id: d.basis for d in ended}.values(), actor, clean(reason)[:255], now)
    end_agreements(person.pk, chosen, actor.code)
    done = run_ends(person.pk, chosen, actor.code)
    follow(person)
    audit.record(
        kind="consent.withdraw", actor_code=actor.code, subjects=[("person", str(person.pk))],
        detail={"purposes": sorted(chosen), "decisions": len(ended)},
    )
    return Withdrawn(tuple(sorted(chosen)), tuple(done), tuple(still_held(person, now)), now)


@transaction.atomic
def end_basis(*, actor: Actor, basis: Basis, reason: str) -> None:
    """End one basis after its review, whatever its kind, and what depends on it; once: a second press leaves when, why and by whom as they are."""
    basis, now = Basis.objects.select_for_update(of=("self",)).select_related("person").get(pk=basis.pk), clock.now()
    if basis.ended_at is not None:
        return
    purposes = frozenset(basis.decisions.filter(ended_at=None, state__in=[s.value for s in ALLOWING]).values_list("purpose", flat=True))
    basis.decisions.filter(ended_at=None).update(ended_at=now)
    basis.ended_at, basis.ended_reason, basis.ended_by = now, clean(reason)[:255], actor.code
    basis.save(update_fields=["ended_at", "ended_reason", "ended_by"])
    run_ends(basis.person_id, purposes, actor.code)
    follow(basis.person)
    audit.record(
        kind="consent.basis", actor_code=actor.code, subjects=[("person", str(basis.person_id)), ("basis", str(basis.pk))],
        detail={"ended": True, "purposes": sorted(purposes)},
    )


def preview_erase(person_id: UUID, purposes: frozenset[str]) -> list[str]:
    """What an erasure ends here."""
    count = Basis.objects.filter(person=person_id, ended_at=None).count()
    return [ngettext("%(n)s basis ends.", "%(n)s bases end.", count) % {"n": count}] if count else []


def apply_erase(person_id: UUID, purposes: frozenset[str], actor_code: str) -> list[str]:
    """End every decision and basis of a person who is erased; certificates go with her key."""
    now = clock.now()
    ConsentDecision.objects.filter(basis__person=person_id, ended_at=None).update(ended_at=now)
    end_agreements(person_id, None, actor_code)
    count = Basis.objects.filter(person=person_id, ended_at=None).update(ended_at=now, ended_by=actor_code)
    return [ngettext("%(n)s basis ended.", "%(n)s bases ended.", count) % {"n": count}] if count else []


def _close_bases(bases: Iterable[Basis], actor: Actor, reason: str, now: datetime) -> None:
    """A basis on which no decision stands any more has ended."""
    for basis in bases:
        if not basis.decisions.filter(ended_at=None, state__in=[s.value for s in ALLOWING]).exists():
            basis.ended_at, basis.ended_reason, basis.ended_by = now, reason, actor.code
            basis.save(update_fields=["ended_at", "ended_reason", "ended_by"])
