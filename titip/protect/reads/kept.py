"""Which sealed values the kept forms and the drafts of pages stand on."""

from collections.abc import Iterable
from uuid import UUID

from titip.protect.models import KeptInput, PageDraft


def sealed_references(vault_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these vault rows are forms kept for a colleague, or typed by one: for the sweep."""
    ids = list(vault_ids)
    kept = KeptInput.objects.filter(vault_id__in=ids).values_list("vault_id", flat=True)
    return {*kept, *PageDraft.objects.filter(vault_id__in=ids).values_list("vault_id", flat=True)}
