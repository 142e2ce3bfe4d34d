"""Quality's tables for a practice house that is filled in bulk: what was checked and found, tokens, and the pairs that agree."""

from collections import defaultdict
from uuid import UUID

from titip.kit import clock
from titip.protect.actions.loading import Store
from titip.quality.actions.tokens import PURPOSE, holders
from titip.quality.models import DuplicatePair, DuplicateToken, Finding, FindingElement, RecordChecked
from titip.quality.rules.checks import VERSION
from titip.quality.rules.duplicates import pairs

__all__ = ["PURPOSE", "VERSION", "Tables", "load_pairs"]


class Tables:
    """Where findings, the mark that a record was checked, and tokens go."""

    def __init__(self, store: Store) -> None:
        self.finding = store.rows(Finding, "id", "record_id", "check_code", "element", "found_at", "version")
        self.element = store.rows(FindingElement, "finding_id", "code", "order")
        self.checked = store.rows(RecordChecked, "record_id", "version", "dictionary", "checks", "at")
        self.token = store.rows(DuplicateToken, "person_id", "kind", "token")


def load_pairs() -> int:
    """Write the pairs whose tokens agree, where there are none yet; how many."""
    agreeing: dict[tuple[UUID, UUID], set[str]] = defaultdict(set)
    for kind in ("name", "phone"):
        for pair in pairs(holders(kind)):
            agreeing[pair].add(kind)
    now = clock.now()
    rows = [
        DuplicatePair(first_id=one, second_id=other, by_name="name" in kinds, by_phone="phone" in kinds, found_at=now)
        for (one, other), kinds in agreeing.items()
    ]  # fmt: skip
    DuplicatePair.objects.bulk_create(rows, batch_size=2000)
    return len(rows)
