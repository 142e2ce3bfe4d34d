"""What quality puts on a person's page: the open findings about her records."""

from typing import Any

from titip.protect.gate import StaffRequest, may
from titip.quality import reads
from titip.register import reads as register
from titip.register.reads import Person


def of_person(request: StaffRequest, person: Person, **_things: Any) -> dict[str, Any] | None:
    """The open findings; nothing where there are none."""
    lines = reads.of_person(request.actor, person.pk)
    if not lines:
        return None
    return {"person": person, "lines": lines, "may_explain": may(request, "quality.explain", register.facts(person))}
