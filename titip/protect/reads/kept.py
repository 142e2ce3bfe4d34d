"""Which sealed values the kept forms stand on."""

from collections.abc import Iterable
from uuid import UUID

from titip.protect.models.kept import KeptInput


def sealed_references(vault_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these vault rows are forms kept for a colleague: for the sweep."""
    return set(KeptInput.objects.filter(vault_id__in=list(vault_ids)).values_list("vault_id", flat=True))
