"""The recordings of cards."""

import json
from collections.abc import Iterable

from titip.dictionary.models import CardSound, DictionaryVersion, DraftStep, Purpose
from titip.dictionary.reads.drafts import open_draft


def card_sound(sha256: str) -> CardSound | None:
    """A recording with its content, or None."""
    return CardSound.objects.filter(pk=sha256).first()


def card_sounds(sha256s: Iterable[str]) -> dict[str, CardSound]:
    """These recordings without their content. One query."""
    return {sound.pk: sound for sound in CardSound.objects.defer("content").filter(pk__in=list(sha256s))}


def unnamed_sounds() -> list[str]:
    """The recordings that no version, nothing in force, and neither the open draft nor a step of it that can be taken back names."""
    kept = list(CardSound.objects.values_list("pk", flat=True))
    if not kept:
        return []
    draft = open_draft()
    steps = DraftStep.objects.filter(draft=draft).values_list("before", flat=True) if draft else []
    versions = DictionaryVersion.objects.values_list("content__purposes", flat=True).iterator()
    told = json.dumps([list(Purpose.objects.values_list("sounds", flat=True)), draft.changes if draft else {}, *steps, *versions])
    return [sha256 for sha256 in kept if sha256 not in told]
