"""What casework puts on shared pages: the parts of a case, what is due today, a person's cases."""

from typing import Any

from titip.casework import reads
from titip.casework.models import Case
from titip.casework.rules.actions import NOTE
from titip.casework.rules.cards import CARD
from titip.casework.rules.identifying import ASSESSMENT, Relation
from titip.casework.rules.states import STATES, State, may_offer_services
from titip.casework.rules.words import Accepted, service_is_open
from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.gate import StaffRequest, may
from titip.protect.rules.access import Facts
from titip.protect.rules.looking import Asked
from titip.register import reads as register
from titip.register.reads import Person

#: Cases shown of a search.
MOST_FOUND = 25


def people(request: StaffRequest, case: Case, **_things: Any) -> dict[str, Any]:
    """Who takes part, by role; who works on the case."""
    facts = reads.facts(case)
    return {
        "case": case, "groups": reads.people_in(request.actor, case), "may_change": may(request, "casework.people", facts),
        "colleagues": case.live_assignments, "may_assign": may(request, "casework.assign", facts),  # type: ignore[attr-defined]
    }


def steps(request: StaffRequest, case: Case, **_things: Any) -> dict[str, Any]:
    """What is due, and the five steps done last."""
    today = clock.today()
    waiting = [(step, reads.shown_due(step.due_on, today)) for step in case.steps.filter(done_at=None)]
    done = list(case.steps.exclude(done_at=None).select_related("done_by").order_by("-done_at")[:5])
    closed = case.state == State.CLOSED
    return {"case": case, "waiting": waiting, "done": done, "may_change": not closed and may(request, "casework.step", reads.facts(case))}


def notes(request: StaffRequest, case: Case, **_things: Any) -> dict[str, Any] | None:
    """How many notes there are, and the way to read and write them. Texts are opened on a page of their own."""
    if not may(request, "casework.note", reads.facts(case), NOTE, purpose="care"):
        return None
    newest = list(reads.notes_in(case)[:3])
    return {"case": case, "newest": newest, "count": reads.notes_in(case).count()}


def identification(request: StaffRequest, case: Case, **_things: Any) -> dict[str, Any] | None:
    """What was decided by whom, and the way to a formal assessment."""
    if not may(request, "casework.identify", reads.facts(case), ASSESSMENT, purpose="care"):
        return None
    rows = list(reads.determinations_in(case, request.actor)[:5])
    mine = {row.earlier_id for row in rows if row.decided_at is None and row.relation == Relation.SECOND}
    return {"case": case, "rows": [(row, row.pk in mine) for row in rows]}


def services(request: StaffRequest, case: Case, **_things: Any) -> dict[str, Any]:
    """What was offered, and what was said."""
    kinds = reads.service_kinds()
    rows = [
        (row, kinds.get(row.kind, row.kind), service_is_open(Accepted(row.accepted), ended=row.ended_at is not None)) for row in reads.services_in(case)
    ]
    may_change = may(request, "casework.service", reads.facts(case))
    return {"case": case, "rows": rows, "may_change": may_change, "may_offer": may_change and may_offer_services(State(case.state))}


def history(request: StaffRequest, case: Case, **_things: Any) -> dict[str, Any]:
    """Every move, with who and why."""
    return {"case": case, "moves": list(case.transitions.select_related("actor").order_by("-at", "-id"))}


def due(request: StaffRequest, **_things: Any) -> dict[str, Any]:
    """What is due for my roles on my cases, overdue first."""
    rows, total = reads.due_for(request.actor, clock.today())
    return {"rows": rows, "more": total - len(rows), "total": total, "may_list": True}


def found(request: StaffRequest, asked: Asked, **_things: Any) -> dict[str, Any] | None:
    """Cases that a search found; nothing where there is none. Looking is one event."""
    cases = list(reads.look_for(request.actor, asked)[: MOST_FOUND + 1])
    if not cases:
        return None
    shown = cases[:MOST_FOUND]
    audit.record(
        kind="casework.list", actor_code=request.actor.code, subjects=[("case", str(one.pk)) for one in shown], detail={"searched": True, "by": asked.kind},
    )
    return {"cases": shown, "more": len(cases) > MOST_FOUND}


def returned(request: StaffRequest, **_things: Any) -> dict[str, Any] | None:
    """What waits for my decision, and what I asked for and got back; nothing where there is neither."""
    decide = reads.to_decide(request.actor) if may(request, "casework.approve") else []
    back = reads.returned_to([request.actor.id], request.actor)
    return {"decide": decide, "back": back} if decide or back else None


def of_person(request: StaffRequest, person: Person, **_things: Any) -> dict[str, Any]:
    """The cases of a person within reach."""
    rows = [(case, STATES[State(case.state)]) for case in reads.of_person(request.actor, person.pk)]
    return {"person": person, "rows": rows, "may_add": may(request, "casework.add")}


def card_on_duty(request: StaffRequest, **_things: Any) -> dict[str, Any] | None:
    """A code and a tap: the way to anybody's emergency card."""
    return {} if may(request, "casework.card", Facts(), CARD, purpose="care") else None


def card_found(request: StaffRequest, asked: Asked, **_things: Any) -> dict[str, Any] | None:
    """The way to an emergency card under every code that was typed, whether or not anything has it."""
    return {"code": asked.code} if asked.code and may(request, "casework.card", Facts(), CARD, purpose="care") else None


def card(request: StaffRequest, person: Person, **_things: Any) -> dict[str, Any] | None:
    """Whether she has a card, the way to it, and the writing of it."""
    if not may(request, "casework.card_keep", register.facts(person), CARD, purpose="care"):
        return None
    return {"person": person, "card": reads.card_of(person.pk)}
