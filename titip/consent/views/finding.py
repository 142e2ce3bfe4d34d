"""From an address to the person or basis it names, through the gate."""

from uuid import UUID

from titip.consent import reads
from titip.protect.gate import NotHere, StaffRequest, allow
from titip.register import reads as register


def person_or_refuse(request: StaffRequest, person_id: UUID, action: str) -> register.Person:
    """The person, if whoever asks may do ``action`` with her. Raises NotHere."""
    person = register.person_for(person_id)
    if person is None:
        raise NotHere
    allow(request, action, register.facts(person))
    return person


def basis_or_refuse(request: StaffRequest, basis_id: UUID, action: str) -> tuple[reads.Basis, register.Person]:
    """A basis with its person, if whoever asks may do ``action`` with her. Raises NotHere."""
    basis = reads.basis_for(basis_id)
    if basis is None:
        raise NotHere
    return basis, person_or_refuse(request, basis.person_id, action)
