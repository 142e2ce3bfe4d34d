"""Cases by code: which a colleague may list, find and open."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from titip.casework.models import Case, CaseAssignment, Participation, Step
from titip.casework.rules.states import State
from titip.kit import clock
from titip.kit.codes import BadCode, read_code
from titip.protect.rules.access import Actor, Facts, Scope, can, reaches
from titip.protect.rules.glass import Found
from titip.protect.rules.looking import Asked

_LIVE = Prefetch("assignments", queryset=CaseAssignment.objects.filter(until=None).select_related("staff"), to_attr="live_assignments")


def facts(case: Case) -> Facts:
    """What the access decision must know of a case."""
    live = getattr(case, "live_assignments", None)
    if live is None:
        live = list(case.assignments.filter(until=None))
    return Facts(owner=case.owner_id, team=case.team_id, assigned=frozenset(row.staff_id for row in live), id=str(case.pk))


def cases_for(actor: Actor, action: str = "casework.list") -> QuerySet[Case]:
    """The cases within ``actor``'s reach for ``action``, newest first; none where no grant reaches."""
    reach = Q(pk__in=[])
    for scope in reaches(actor, action):
        reach |= _reach(actor, scope)
    return Case.objects.filter(reach).select_related("owner").prefetch_related(_LIVE)


def _reach(actor: Actor, scope: Scope) -> Q:
    own = Q(owner=actor.id)
    assigned = own | Q(pk__in=CaseAssignment.objects.filter(staff=actor.id, until=None).values("case_id"))
    match scope:
        case Scope.ORGANISATION:
            return ~Q(pk__in=[])
        case Scope.TEAM:
            return assigned | Q(team__in=actor.teams)
        case Scope.ASSIGNED:
            return assigned
        case Scope.OWN:
            return own
        case _:
            return Q(pk__in=[])


def listed(actor: Actor, *, mine: bool = False, closed: bool = False, text: str = "") -> QuerySet[Case]:
    """Cases for the list, each with ``next_kind`` and ``next_due`` of its first open step and ``people`` (how many take part); those due first come first."""
    due = Step.objects.filter(case=OuterRef("pk"), done_at=None).order_by("due_on", "id")
    taking_part = Participation.objects.filter(case=OuterRef("pk")).order_by().values("case").annotate(n=Count("person", distinct=True))
    rows = cases_for(actor).annotate(
        next_kind=Subquery(due.values("kind")[:1]), next_due=Subquery(due.values("due_on")[:1]),
        people=Coalesce(Subquery(taking_part.values("n")), 0),
    )
    if mine:
        rows = rows.filter(_reach(actor, Scope.ASSIGNED))
    if text := " ".join(text.split()):
        rows = rows.filter(_named(text))
    elif not closed:
        rows = rows.exclude(state=State.CLOSED)
    return rows.order_by("next_due", "-opened_at", "id")


def look_for(actor: Actor, asked: Asked) -> QuerySet[Case]:
    """Cases within reach by their code, the code of somebody in them, or the day they were opened, closed ones too; words find none."""
    rows = cases_for(actor)
    if asked.code:
        in_it = Participation.objects.filter(person__code=asked.code).values("case_id")
        return rows.filter(Q(code=asked.code) | Q(pk__in=in_it))
    if asked.span is not None:
        return rows.filter(opened_at__gte=asked.span[0], opened_at__lt=asked.span[1])
    return rows.none()


def _named(text: str) -> Q:
    """A case by its own code or by the code of somebody in it."""
    try:
        code = read_code(text)
    except BadCode:
        return Q(code__icontains=text.upper())
    return Q(code=code) | Q(pk__in=Participation.objects.filter(person__code=code).values("case"))


def case_for(case_id: UUID | str) -> Case | None:
    """The case with this id, or None. Who may see it is the gate's to decide."""
    return Case.objects.select_related("owner", "team").prefetch_related(_LIVE).filter(pk=case_id).first()


def of_person(actor: Actor, person_id: UUID) -> QuerySet[Case]:
    """The cases within reach in which this person takes part."""
    return cases_for(actor).filter(participants__person=person_id).distinct()


def open_cases_of(person_id: UUID) -> QuerySet[Case]:
    """Every case in which this person takes part and which is not closed, whoever works on it: for actions and ends, not for pages."""
    return Case.objects.filter(participants__person=person_id, participants__until=None).exclude(state=State.CLOSED).distinct()


def ids_by_code(code: str) -> list[UUID]:
    """The id of the case of this code, for the log's filter."""
    return list(Case.objects.filter(code=code).values_list("pk", flat=True))


def by_glass(actor: Actor, code: str) -> Found | None:
    """The case of this code, for whoever breaks the glass: if her role may open cases at all."""
    now = clock.now()
    case = Case.objects.prefetch_related(_LIVE).filter(code=code).first()
    if case is None or not can(actor, "casework.open", now=now).allowed:
        return None
    within = can(actor, "casework.open", facts(case), now=now).allowed
    return Found("case", case.pk, case.code, case.team_id, case.owner_id, reverse("casework:case", args=[case.pk]), within)


def ids_about(person: UUID) -> list[UUID]:
    """The ids of the cases in which this person takes or took part, for whoever asks the log about her."""
    return list(Participation.objects.filter(person=person).values_list("case_id", flat=True))


def codes_by_id(ids: Iterable[str]) -> dict[str, str]:
    """Codes of those ids that are cases. One query."""
    found = []
    for one in ids:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return {str(pk): code for pk, code in Case.objects.filter(pk__in=found).values_list("pk", "code")}
