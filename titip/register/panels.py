"""What the register puts on shared pages: the people that a search found."""

from typing import Any

from titip.protect.actions import audit
from titip.protect.gate import StaffRequest
from titip.protect.rules.looking import Asked
from titip.register import reads

#: People shown of a search.
MOST = 25


def nobody_yet(request: StaffRequest, **_things: Any) -> dict[str, Any] | None:
    """To whoever may register people and has nobody yet: where to begin."""
    return None if reads.people_for(request.actor).exists() else {}


def found(request: StaffRequest, asked: Asked, **_things: Any) -> dict[str, Any] | None:
    """People within reach by code, chosen name, place, or the day they were registered; nothing where there is nobody. Looking is one event."""
    people = list(reads.once(request.actor, reads.look_for(request.actor, asked))[: MOST + 1])
    if not people:
        return None
    shown = people[:MOST]
    also = reads.others_of(request.actor, shown)
    for one in shown:
        one.also = also.get(one.pk, [])  # type: ignore[attr-defined]
    audit.record(
        kind="register.list", actor_code=request.actor.code, subjects=[("person", str(one.pk)) for one in shown], detail={"searched": True, "by": asked.kind},
    )
    return {"people": shown, "more": len(people) > MOST, "asked": asked}
