"""The recordings of cards."""

from collections.abc import Iterable

from titip.dictionary.models import CardSound


def card_sound(sha256: str) -> CardSound | None:
    """A recording with its content, or None."""
    return CardSound.objects.filter(pk=sha256).first()


def card_sounds(sha256s: Iterable[str]) -> dict[str, CardSound]:
    """These recordings without their content. One query."""
    return {sound.pk: sound for sound in CardSound.objects.defer("content").filter(pk__in=list(sha256s))}
