"""What consent puts on shared pages: where a person's word stands, and whose is about to run out."""

from typing import Any

from titip.consent import reads
from titip.consent.actions.lapsing import LAPSED
from titip.dictionary import reads as dictionary
from titip.kit import clock
from titip.protect.gate import StaffRequest, may
from titip.protect.reads.notices import shown_things
from titip.register import reads as register


def of_person(request: StaffRequest, person: register.Person, **_things: Any) -> dict[str, Any]:
    """Each purpose and where it stands."""
    facts = register.facts(person)
    states = reads.state(person)
    return {
        "groups": _by_state(states), "any_live": any(line.live for line in states), "may_record": may(request, "consent.record", facts),
        "may_withdraw": may(request, "consent.withdraw", facts),
    }


def _by_state(states: list[reads.PurposeState]) -> list[tuple[reads.PurposeState, list[str]]]:
    """Purposes that stand alike, together: a few lines on a telephone. The first of each stands for them."""
    groups: dict[tuple[str, bool, bool], tuple[reads.PurposeState, list[str]]] = {}
    for line in states:
        name = f"{line.purpose.name} ({line.recipient})" if line.recipient else line.purpose.name
        groups.setdefault((line.state, line.live, line.review), (line, []))[1].append(name)
    return sorted(groups.values(), key=lambda group: not group[0].live)


def contact(_request: StaffRequest, **_things: Any) -> dict[str, Any] | None:
    """Whether the contact on the slip is still right; nothing where somebody looked of late."""
    here = reads.contact()
    return {"here": here} if here and here.late else None


def endings(request: StaffRequest, **_things: Any) -> dict[str, Any] | None:
    """Whose word runs out within thirty days, or has; nothing where there is nobody."""
    found = reads.ending_soon(register.people_for(request.actor, "consent.open").order_by().values_list("pk", flat=True))
    said = shown_things(request.user.pk, LAPSED) if found else set()  # they stand among her news just above: once is enough
    found = [ending for ending in found if str(ending.person.pk) not in said]
    if not found:
        return None
    names, now = {p.code: p.name for p in dictionary.purposes()}, clock.now()
    return {
        "endings": [
            {"person": e.person, "at": e.at, "late": e.at <= now, "names": ", ".join(names.get(code, code) for code in e.purposes)} for e in found
        ],
    }
