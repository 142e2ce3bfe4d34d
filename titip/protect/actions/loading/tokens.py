"""Keyed tokens of many values at once, for a practice organisation."""

from collections.abc import Iterable

from titip.protect.actions.loading.stores import refuse_real
from titip.protect.vault.holder import HOLDER


def tokens(purpose: str, values: Iterable[str]) -> list[str]:
    """The token of each value, as ``vault.token`` makes it. Raises NotPractice, Locked."""
    refuse_real()
    return HOLDER.tokens(purpose, values)
