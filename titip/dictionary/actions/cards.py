"""Puts a recording of a card into the draft, or takes one out: it waits for the same agreement and publishing as the words that it speaks.

What no version and no open draft names any more is destroyed once a day.
"""

from dataclasses import replace

from django.db import transaction

from titip.dictionary.actions.drafting import put
from titip.dictionary.models import CardSound
from titip.dictionary.reads.cards import unnamed_sounds
from titip.dictionary.reads.drafts import draft_book
from titip.dictionary.rules.cards import speech
from titip.dictionary.rules.codebook import PurposeEntry
from titip.dictionary.rules.sounds import read_sound
from titip.kit import clock
from titip.protect.actions import audit


@transaction.atomic
def record_card(*, purpose: str, language: str, data: bytes, actor_code: str) -> CardSound:
    """Keep a recording of the card's words as they stand in the draft. Raises BadSound, KeyError.

    The same recording is kept once. An earlier one stays with the versions of the dictionary that name it.
    """
    entry = _found(purpose)
    sound = read_sound(data)
    kept, _made = CardSound.objects.get_or_create(
        sha256=sound.sha256,
        defaults={"kind": sound.kind, "content": sound.content, "size": len(sound.content), "seconds": sound.seconds, "made_by": actor_code},
    )
    spoken = {"file": kept.sha256, "of": speech(entry, language), "by": actor_code, "at": clock.now().isoformat(timespec="minutes")}
    _put(replace(entry, sounds={**entry.sounds, language: spoken}), actor_code)
    return kept


@transaction.atomic
def unrecord_card(*, purpose: str, language: str, actor_code: str) -> None:
    """Take a recording out, in the draft; taken back like every step of it. Raises KeyError."""
    entry = _found(purpose)
    _put(replace(entry, sounds={one: held for one, held in entry.sounds.items() if one != language}), actor_code)


@transaction.atomic
def forget_sounds(*, actor_code: str) -> int:
    """Destroy the recordings that nothing names: of drafts that were given up, of steps that were taken back. Returns how many."""
    gone = unnamed_sounds()
    if gone:
        CardSound.objects.filter(pk__in=gone).delete()
        audit.record(kind="dictionary.edit", actor_code=actor_code, detail={"what": "sounds", "destroyed": len(gone)})
    return len(gone)


def _found(purpose: str) -> PurposeEntry:
    entry = next((one for one in draft_book().purposes if one.code == purpose), None)
    if entry is None:
        raise KeyError(purpose)
    return entry


def _put(entry: PurposeEntry, actor_code: str) -> None:
    put(entries=[("purposes", entry.code, entry)], what="sound", thing=entry.name, actor_code=actor_code)
