"""Signs the breach plan."""

from django.db import transaction

from titip.govern.models import BreachPlan
from titip.govern.rules.breach import Plan, check
from titip.kit import clock
from titip.kit.text import clean, clean_line
from titip.protect.actions import readiness
from titip.protect.rules.readiness import PLAN_LASTS, Proof


@transaction.atomic
def sign_plan(*, plan: Plan, actor_code: str, session: str = "") -> BreachPlan:
    """Keep a plan as signed today; it is due again in a year. The proof for readiness goes with it. Raises BadPlan."""
    check(plan)
    due = clock.today() + PLAN_LASTS
    signed = BreachPlan.objects.create(
        leads=clean_line(plan.leads)[:200], stands_in=clean_line(plan.stands_in)[:200], authority=clean_line(plan.authority)[:200],
        authority_hours=plan.authority_hours, people_hours=plan.people_hours, text=clean(plan.text), signed_by=actor_code, review_on=due,
    )
    detail = {"version": BreachPlan.objects.count(), "authority_hours": plan.authority_hours, "people_hours": plan.people_hours}
    readiness.mark(proof=Proof.PLAN, passed=True, actor_code=actor_code, due_on=due, detail=detail, session=session)
    return signed
