"""Keeping a decision: columns for what checks read, a sealed certificate of what was read and chosen."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from django.db import transaction

from titip.consent.actions.certificates import seal_certificate, seal_sign
from titip.consent.actions.ending import follow, run_ends
from titip.consent.models import Basis, ConsentDecision
from titip.consent.reads.cards import reworded_since
from titip.consent.reads.live import standing
from titip.consent.rules.deciding import Assent, CannotRecord, Choice, Conditions, given_by, refuse_basis, refuse_consent
from titip.consent.rules.liveness import FOR_A_CHILD, HER_WORD, State, add_months, due_at, is_live
from titip.dictionary import reads as dictionary
from titip.dictionary.rules.forms import PurposeCard
from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit import clock
from titip.kit.codes import unused_code
from titip.kit.text import clean, clean_line
from titip.protect.actions import audit
from titip.protect.reads import staff as colleagues
from titip.protect.rules.access import Actor
from titip.protect.rules.grounds import GroundsKind
from titip.register.reads import Person

__all__ = ["CannotRecord", "record_basis", "record_consent"]


OTHER_WORDS = _("A card got other words while you were asking. Read her the new ones, and ask once more.")
#: Columns that hold less than a line.
_LONGEST = {"language": 60, "witness_code": 12}


@transaction.atomic
def record_consent(
    *, actor: Actor, person: Person, choices: Sequence[Choice], conditions: Conditions, kind: GroundsKind = GroundsKind.CONSENT,
    assent: Assent = Assent.NOT_NEEDED, guardian_clear: bool = False, at_most: int | None = None, turns_18: date | None = None, drawn: str = "",
    cards_in: str = "", words: int | None = None, voice: bytes = b"",
) -> Basis:
    """Keep the answers to the consent cards: hers, or a guardian's or panel's for a child (``kind``). Raises CannotRecord.

    Each answer ends the earlier one for its purpose and recipient. Where a yes became a no, what depends on it ends in the
    same transaction. ``at_most`` months, where she wants it shorter than the cards say; ``turns_18``: the day on which a child is asked herself;
    ``drawn``: the strokes of a drawn sign, sealed beside the certificate, as is ``voice``, a recording of her words. ``cards_in``: the language in
    which the cards were gone through (blank: the organisation's own); ``words``: the number of the dictionary whose cards were on the page: a yes
    to words that have changed since is refused.
    With grounds, a certificate is sealed with the person's key (raises vault.Locked while locked).
    """
    refuse_consent(kind=kind, age_status=person.age_status, choices=choices, conditions=conditions, assent=assent, guardian_clear=guardian_clear)
    purposes = _known((c.purpose for c in choices), cards_in)
    if reworded_since(words, cards_in) & {c.purpose for c in choices if c.state in (State.GIVEN, State.BY_GUARDIAN)}:
        raise CannotRecord("words", OTHER_WORDS)
    now = clock.now()
    basis = _basis(
        actor, person, kind, conditions, assent=assent, guardian_clear=guardian_clear, made_at=now,
        review_on=turns_18 if kind in FOR_A_CHILD else None,
        law_or_reason="Informed consent, purpose by purpose" if kind not in FOR_A_CHILD else "Decided for a child, purpose by purpose",
        scope="The purposes agreed to", cards_in=cards_in[:20], words_version=_in_force(),
    )
    by_guardian = kind in FOR_A_CHILD
    _decide(basis, [
        (c.purpose, c.recipient, State.BY_GUARDIAN if by_guardian and c.state is State.GIVEN else c.state, min(purposes[c.purpose].months, at_most or 1200))
        for c in choices
    ], now, {code: purpose.words_in for code, purpose in purposes.items()})
    seal_certificate(basis, person, now)
    seal_sign(basis, person, drawn, voice, now)
    follow(person)
    audit.record(
        kind="consent.record", actor_code=actor.code, subjects=[("person", str(person.pk)), ("basis", str(basis.pk))],
        detail={"kind": kind.value, **{state.value: sorted(c.purpose for c in choices if c.state is state) for state in {c.state for c in choices}}},
    )
    return basis


@transaction.atomic
def record_basis(
    *, actor: Actor, person: Person, kind: GroundsKind, purposes: Iterable[str], law_or_reason: str, scope: str, reviewer: str, review_on: date | None,
    assent: Assent = Assent.NOT_NEEDED, guardian_clear: bool = False, conditions: Conditions | None = None,
) -> Basis:
    """Record a basis other than the person's consent (S18): why, under which law or reason, who reviews it and when. Raises CannotRecord.

    ``reviewer`` is the code of another colleague.
    """
    now = clock.now()
    chosen = frozenset(purposes)
    law_or_reason, scope = clean(law_or_reason)[:255], clean(scope)[:255]
    refuse_basis(
        kind=kind, age_status=person.age_status, purposes=chosen, law_or_reason=law_or_reason, scope=scope, reviewer=reviewer, actor_code=actor.code,
        review_on=review_on, today=clock.day_of(now), assent=assent, guardian_clear=guardian_clear,
    )
    if reviewer not in colleagues.names_by_code():
        raise CannotRecord("reviewer", _("Name the colleague who will review this."))
    _known(chosen)
    basis = _basis(
        actor, person, kind, conditions or Conditions(), assent=assent, guardian_clear=guardian_clear, made_at=now,
        law_or_reason=law_or_reason, scope=scope, reviewer=reviewer, review_on=review_on,
    )
    allowing = State.BY_GUARDIAN if kind in FOR_A_CHILD else State.COVERED
    _decide(basis, [(purpose, "", allowing, None) for purpose in sorted(chosen)], now)
    seal_certificate(basis, person, now)
    follow(person)
    audit.record(
        kind="consent.basis", actor_code=actor.code, subjects=[("person", str(person.pk)), ("basis", str(basis.pk))],
        detail={"kind": kind.value, "purposes": sorted(chosen), "reviewer": reviewer},
    )
    return basis


def _in_force() -> int | None:
    version = dictionary.current()
    return version.number if version else None


def _known(codes: Iterable[str], cards_in: str = "") -> dict[str, PurposeCard]:
    purposes = {purpose.code: purpose for purpose in dictionary.purposes(cards_in)}
    for code in codes:
        if code not in purposes:
            raise CannotRecord("purposes", _("One of these purposes is not in the dictionary."))
    return purposes


def _basis(actor: Actor, person: Person, kind: GroundsKind, conditions: Conditions, **fields: object) -> Basis:
    organisation = colleagues.organisation()
    asked = {
        name: clean_line(value)[:_LONGEST.get(name, 120)] if isinstance(value, str) else value for name, value in vars(conditions).items()
    }
    slip_code = unused_code(taken=lambda code: Basis.objects.filter(slip_code=code).exists())
    return Basis.objects.create(
        slip_code=slip_code, person=person, kind=kind, given_by=given_by(kind), collector_id=actor.id, organisation=organisation.name if organisation else "",
        **asked, **fields,
    )


def _decide(basis: Basis, choices: Iterable[tuple[str, str, State, int | None]], now: datetime, words_in: Mapping[str, str] = MappingProxyType({})) -> None:
    """Write decisions and end the ones they replace; where a yes is gone, end what depends on it. ``words_in``: by purpose, the language given."""
    kind = GroundsKind(basis.kind)
    before = standing(basis.person_id)
    live_before = {d.purpose for d in before if is_live(d.facts, now)}
    keys = set()
    for purpose, recipient, state, months in choices:
        keys.add((purpose, recipient))
        until = add_months(now, months) if months and state in (State.GIVEN, State.BY_GUARDIAN) else None
        ConsentDecision.objects.create(
            basis=basis, purpose=purpose, recipient=clean_line(recipient)[:120], state=state, decided_at=now, valid_until=until,
            due_at=due_at(until, basis.review_on), words_in=words_in.get(purpose, ""),
        )
    replaced = [d.pk for d in before if (d.purpose, d.recipient) in keys and _replaces(kind, GroundsKind(d.basis.kind))]
    ConsentDecision.objects.filter(pk__in=replaced).update(ended_at=now)
    gone = live_before - {d.purpose for d in standing(basis.person_id) if is_live(d.facts, now)}
    if gone:
        run_ends(basis.person_id, frozenset(gone), basis.collector.code)


def _replaces(new: GroundsKind, old: GroundsKind) -> bool:
    """Her word replaces her earlier word and whatever was done for her safety before she could be asked; a law's basis only its own kind."""
    if new in HER_WORD:
        return old in HER_WORD or old is GroundsKind.IMMEDIATE_SAFETY
    return new is old
