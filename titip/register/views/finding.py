"""From an address to the person it names, through the gate."""

from uuid import UUID

from titip.protect.gate import NotHere, StaffRequest, allow
from titip.register import reads


def person_or_refuse(request: StaffRequest, person_id: UUID, action: str) -> reads.Person:
    """The person, if whoever asks may do ``action`` with her. Raises NotHere."""
    person = reads.person_for(person_id)
    if person is None:
        raise NotHere
    allow(request, action, reads.facts(person))
    return person
