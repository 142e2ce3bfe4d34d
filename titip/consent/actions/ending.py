"""Running what later rooms registered for the end of a person's word, inside the caller's transaction."""

from uuid import UUID

from titip.consent.rules.ends import ON_END


def run_ends(person_id: UUID, purposes: frozenset[str], actor_code: str) -> list[str]:
    """Carry out every registered end; return what each says it did."""
    return [sentence for end in ON_END.all() for sentence in end.apply(person_id, purposes, actor_code)]


def preview_ends(person_id: UUID, purposes: frozenset[str]) -> list[str]:
    """What every registered end would do, in words."""
    return [sentence for end in ON_END.all() for sentence in end.preview(person_id, purposes)]
