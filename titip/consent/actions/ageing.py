"""What follows for a person's word when her age status changes: a yes of the wrong person ends, and what depends on it; at 18 she is asked again."""

from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from titip.consent.actions.elements import end_agreements
from titip.consent.actions.ending import follow, preview_ends, run_ends
from titip.consent.models import ConsentDecision
from titip.consent.reads.live import standing
from titip.consent.rules.liveness import ADULT, FOR_A_CHILD, is_live
from titip.kit import clock
from titip.protect.actions import audit, notices
from titip.register import reads as register

#: Her own yes no longer counts: a guardian who is certainly not involved, or a best-interest decision, and she is asked too.
DECIDE_FOR_HER = "consent.not_adult"
#: What was decided for her as a child covers care only until she is asked herself.
ASK_HERSELF = "consent.grown"


def preview_age(person_id: UUID, age_status: str) -> list[str]:
    """What would end with this age status, in words; empty where nothing does. Changes nothing."""
    decisions = standing(person_id)
    before = decisions[0].basis.person.age_status if decisions else age_status
    over = _over(decisions, before, age_status)
    if not over:
        return []
    purposes = frozenset(decision.purpose for decision in over)
    number = len(purposes)
    if age_status == ADULT:
        said = ngettext(
            "What was decided for her as a child ends for %(n)s purpose: she is asked herself. Care goes on meanwhile.",
            "What was decided for her as a child ends for %(n)s purposes: she is asked herself. Care goes on meanwhile.", number,
        )
        return [said % {"n": number}]
    said = ngettext(
        "Her own yes to %(n)s purpose ends. Somebody who may decide for a child is asked, and she is asked too.",
        "Her own yes to %(n)s purposes ends. Somebody who may decide for a child is asked, and she is asked too.", number,
    )
    return [said % {"n": number}, *preview_ends(person_id, purposes, at_age=True)]


def apply_age(person_id: UUID, before: str, actor_code: str) -> list[str]:
    """After the change, in its transaction: end the decisions of whoever could not decide, run what other rooms registered, tell her worker.

    A guardian's yes for somebody who is 18 now was good when it was given: it ends for what is done from now on, and nothing is recalled.
    """
    person = register.person_for(person_id)
    if person is None:
        return []
    after = person.age_status
    over = _over(standing(person_id), before, after)
    purposes, done = frozenset(decision.purpose for decision in over), []
    if after != ADULT:
        end_agreements(person_id, None, actor_code)
        if over:
            ConsentDecision.objects.filter(pk__in=[decision.pk for decision in over]).update(ended_at=clock.now())
            done = run_ends(person_id, purposes, actor_code, at_age=True)
            notices.tell(staff_ids=[person.owner_id], kind=DECIDE_FOR_HER, code=person.code, thing=person.pk)
    elif any(decision.basis.kind in FOR_A_CHILD for decision in standing(person_id)):
        notices.tell(staff_ids=[person.owner_id], kind=ASK_HERSELF, code=person.code, thing=person.pk)
    follow(person)
    if purposes:
        audit.record(
            kind="consent.age", actor_code=actor_code, subjects=[("person", str(person_id))],
            detail={"before": before, "after": after, "over": sorted(purposes)},
        )
    return [_("Search no longer finds what no basis covers."), *done] if purposes else done


def _over(decisions: list[ConsentDecision], before: str, after: str) -> list[ConsentDecision]:
    """The decisions that hold under the one age status and not under the other."""
    now = clock.now()
    judged = [(decision, decision.facts) for decision in decisions]
    return [
        decision for decision, facts in judged
        if is_live(replace(facts, age_status=before), now) and not is_live(replace(facts, age_status=after), now)
    ]
