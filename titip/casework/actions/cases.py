"""Opening a case, and saying who takes part in it."""

from datetime import date

from django.db import transaction

from titip.casework.actions.assigning import close_person
from titip.casework.actions.problems import CannotDo
from titip.casework.actions.steps import begin_state
from titip.casework.models import Case, Participation, Transition
from titip.casework.reads.cases import facts
from titip.casework.rules.states import State
from titip.casework.rules.words import Part
from titip.consent import actions as consent
from titip.dictionary.rules.messages import gettext_noop as _
from titip.dictionary.rules.types import Certainty
from titip.kit import clock
from titip.kit.codes import unused_code
from titip.kit.text import clean_line
from titip.protect.actions import audit
from titip.protect.reads import staff as colleagues
from titip.protect.rules.access import Actor
from titip.protect.rules.grounds import GroundsKind
from titip.register import actions as register
from titip.register import reads as people
from titip.register.reads import Person
from titip.register.rules.covering import CARE

#: What is held about a third party, unless the colleague says otherwise.
SCOPE = _("A code, the part in the case, and what the case needs to know.")


@transaction.atomic
def open_case(
    *, actor: Actor, person: Person, reason: str, part: Part = Part.VICTIM, certainty: Certainty = Certainty.REPORTED, since: date | None = None,
) -> Case:
    """A new case in Draft with one person in it, its first step due. The one who opens it owns it; it belongs to her team."""
    code = unused_code("C", taken=lambda drawn: Case.objects.filter(code=drawn).exists())
    case = Case.objects.create(code=code, owner_id=actor.id, team_id=colleagues.home_team(actor.id))
    Transition.objects.create(case=case, before="", after=State.DRAFT, actor_id=actor.id, reason=stated(reason))
    begin_state(case, State.DRAFT)
    audit.record(kind="casework.add", actor_code=actor.code, subjects=[("case", str(case.pk)), ("person", str(person.pk))], detail={"state": State.DRAFT.value})
    add_participant(actor=actor, case=case, person=person, part=part, certainty=certainty, since=since)
    return case


@transaction.atomic
def add_participant(
    *, actor: Actor, case: Case, person: Person, part: Part, certainty: Certainty = Certainty.REPORTED, since: date | None = None, until: date | None = None,
) -> Participation:
    """Say that a person takes part. Whoever works on the case may then open her page: she is assigned to them in the register."""
    if since and until and until < since:
        raise CannotDo(_("The end comes before the beginning. Check both dates."), "until")
    if until is None and case.participants.filter(person=person, role=part, until=None).exists():
        raise CannotDo(_("This person is in the case in this part already."), "part")
    row = Participation.objects.create(
        case=case, person=person, role=part, certainty=certainty, since=since, until=until, made_by_id=actor.id,
    )
    known = people.facts(person)
    for staff_id in {case.owner_id, *facts(case).assigned} - {known.owner} - known.assigned:
        register.assign(actor=actor, person=person, staff_id=staff_id, reason=case.code)
    audit.record(
        kind="casework.people", actor_code=actor.code, subjects=[("case", str(case.pk)), ("person", str(person.pk))],
        detail={"part": part.value, "certainty": certainty.value, "change": "added"},
    )
    return row


@transaction.atomic
def add_third_party(
    *, actor: Actor, case: Case, part: Part, why: str, reviewer: str, review_on: date, certainty: Certainty = Certainty.REPORTED, age_status: str = "doubt",
) -> Participation:
    """Register somebody whom the case needs (an alleged perpetrator, a witness, family) under a code, on the basis of necessity about a third party.

    Raises CannotRecord where the basis is not complete; ``reviewer`` is the code of another colleague.
    """
    person = register.register_person(actor=actor, age_status=age_status)
    consent.record_basis(
        actor=actor, person=person, kind=GroundsKind.THIRD_PARTY, purposes={CARE}, law_or_reason=why, scope=SCOPE, reviewer=reviewer, review_on=review_on,
    )
    return add_participant(actor=actor, case=case, person=person, part=part, certainty=certainty)


@transaction.atomic
def end_participation(*, actor: Actor, participation: Participation, until: date | None = None) -> None:
    """Say that a person no longer takes part (or that it was a mistake); the row stays. Her page closes to whom the case had opened it."""
    if participation.until is not None:
        raise CannotDo(_("This has ended already."))
    case = Case.objects.select_for_update().get(pk=participation.case_id)
    others = case.participants.filter(until=None).exclude(pk=participation.pk)
    if not others.exists():
        raise CannotDo(_("A case without anybody in it cannot be. Add the right person first."))
    participation.until = until or clock.today()
    participation.save(update_fields=["until"])
    audit.record(
        kind="casework.people", actor_code=actor.code, subjects=[("case", str(case.pk)), ("person", str(participation.person_id))],
        detail={"part": participation.role, "change": "ended"},
    )
    if not others.filter(person=participation.person_id).exists():
        for staff_id in {case.owner_id, *facts(case).assigned}:
            close_person(actor, participation.person_id, staff_id)


def stated(reason: str) -> str:
    """A reason in one line of at most 200 characters. Raises CannotDo where there is none: every move has actor, time and reason."""
    reason = clean_line(reason)
    if not reason:
        raise CannotDo(_("Write in a few words why. No names: this line is not sealed."), "reason")
    if len(reason) > 200:
        raise CannotDo(_("The reason is too long: at most 200 characters. Write a note for the rest."), "reason")
    return reason
