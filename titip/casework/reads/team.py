"""A team at work, for whoever supervises it: who carries what, what is overdue, what waits for a decision, what went back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import ngettext

from titip.casework.models import Approval, Case, CaseAssignment, Step
from titip.casework.reads.cases import cases_for
from titip.casework.reads.due import DueStep, shown_due
from titip.casework.rules.states import State
from titip.intake import reads as intake
from titip.protect.reads import team
from titip.protect.rules.access import Actor
from titip.register import reads as register

#: Lines of each list on the page.
MOST = 20


@dataclass(frozen=True)
class Carrying:
    """A colleague and what she carries within the supervisor's reach."""

    member: team.Member
    cases: int
    helping: int
    people: int
    overdue: int
    soon: int
    drafts: int

    @property
    def nothing(self) -> bool:
        """Whether she carries nothing that could be handed over."""
        return not (self.cases or self.people)


def carrying(actor: Actor, today: date) -> list[Carrying]:
    """Each colleague of the actor's teams, and who has left and carries something still. Ten queries, however many colleagues, cases and people."""
    members = [*team.members(actor.teams), *team.leavers(actor.teams)]
    ids = [one.id for one in members]
    open_cases = cases_for(actor, "casework.team").exclude(state=State.CLOSED).order_by()
    cases = _counts(open_cases.filter(owner__in=ids), "owner")
    helping = _counts(CaseAssignment.objects.filter(staff__in=ids, until=None, case__in=open_cases.values("pk")), "staff")
    people = _counts(register.people_for(actor, "register.assign").filter(owner__in=ids), "owner")
    waiting = Step.objects.filter(done_at=None, case__in=open_cases.values("pk"), case__owner__in=ids)
    overdue = _counts(waiting.filter(due_on__lt=today), "case__owner")
    soon = _counts(waiting.filter(due_on__gte=today, due_on__lte=today + timedelta(days=7)), "case__owner")
    drafts = intake.drafts_by_colleague(ids)
    rows = [
        Carrying(
            one, cases.get(one.id, 0), helping.get(one.id, 0), people.get(one.id, 0), overdue.get(one.id, 0), soon.get(one.id, 0), drafts.get(one.id, 0),
        )
        for one in members
    ]
    return [row for row in rows if not (row.member.left and row.nothing)]


def carried(staff_id: int) -> list[str]:
    """What a colleague who is to leave still carries in open cases, in words."""
    open_cases = Case.objects.exclude(state=State.CLOSED)
    owns, helps = open_cases.filter(owner=staff_id).count(), CaseAssignment.objects.filter(staff=staff_id, until=None, case__in=open_cases.values("pk")).count()
    said = [ngettext("%(n)d open case of hers", "%(n)d open cases of hers", owns) % {"n": owns}] if owns else []
    return said + ([ngettext("she helps on %(n)d case", "she helps on %(n)d cases", helps) % {"n": helps}] if helps else [])


def _counts(rows: QuerySet[Any], by: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(by).annotate(n=Count("pk")))


def overdue_of(actor: Actor, today: date) -> list[DueStep]:
    """The steps of the team that are most overdue."""
    reach = cases_for(actor, "casework.team").order_by().values("pk")
    rows = Step.objects.filter(done_at=None, due_on__lt=today, case__in=reach).select_related("case__owner").order_by("due_on", "id")[:MOST]
    return [DueStep(step, shown_due(step.due_on, today)) for step in rows]


def to_decide(actor: Actor) -> list[Approval]:
    """Closings of the team that wait for a decision by somebody else than who asked, oldest first."""
    reach = cases_for(actor, "casework.approve").order_by().values("pk")
    rows = Approval.objects.filter(outcome="", case__in=reach).exclude(asked_by=actor.id)
    return list(rows.select_related("case", "asked_by").order_by("asked_at")[:MOST])


def returned_to(staff_ids: Iterable[int], actor: Actor) -> list[Approval]:
    """Closings that these colleagues asked for, that were not approved, and were not asked for again since; newest first."""
    reach = cases_for(actor).exclude(state__in=[State.CLOSED, State.CLOSURE]).order_by().values("pk")
    rows = Approval.objects.filter(outcome="rejected", asked_by__in=list(staff_ids), case__in=reach)
    newest: dict[Any, Approval] = {}
    for row in rows.select_related("case", "asked_by", "decided_by").order_by("-decided_at")[: MOST * 2]:
        newest.setdefault(row.case_id, row)
    return list(newest.values())[:MOST]


def hand_over_list(actor: Actor, staff_id: int) -> tuple[list[Case], list[Any]]:
    """The open cases and the people that a colleague carries within the supervisor's reach, by code."""
    cases = list(cases_for(actor, "casework.team").filter(owner=staff_id).exclude(state=State.CLOSED).order_by("code"))
    return cases, list(register.people_for(actor, "register.assign").filter(owner=staff_id).order_by("code"))
