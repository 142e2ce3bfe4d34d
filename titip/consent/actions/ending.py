"""What follows from a changed word, inside the caller's transaction: use ends where it must, and search forgets or finds again."""

from uuid import UUID

from titip.consent.reads.live import grounds_for
from titip.consent.rules.ends import ON_END
from titip.register import actions as register
from titip.register.reads import Person


def follow(person: Person) -> None:
    """Let search find what a live basis covers, and no more."""
    grounds = grounds_for(person)
    register.reindex(person=person, purposes=grounds.purposes if grounds else frozenset())


def run_ends(person_id: UUID, purposes: frozenset[str], actor_code: str, *, at_age: bool = False) -> list[str]:
    """Carry out every registered end (``at_age``: those that a changed age brings); return what each says it did."""
    return [sentence for end in ON_END.all() if end.at_age or not at_age for sentence in end.apply(person_id, purposes, actor_code)]


def preview_ends(person_id: UUID, purposes: frozenset[str], *, at_age: bool = False) -> list[str]:
    """What every registered end would do, in words; see ``run_ends``."""
    return [sentence for end in ON_END.all() if end.at_age or not at_age for sentence in end.preview(person_id, purposes)]
