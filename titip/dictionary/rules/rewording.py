"""Which purposes say something else than before: what people agreed to under the old words is asked again (S4). Later rooms register here."""

from collections.abc import Callable, Iterable

from titip.dictionary.rules.codebook import PurposeEntry

#: ``run(purposes, actor_code)`` inside the transaction that puts new words in force.
Reworded = Callable[[frozenset[str], str], object]
ON_REWORDED: dict[str, Reworded] = {}


def reworded(before: Iterable[PurposeEntry], after: Iterable[PurposeEntry]) -> frozenset[str]:
    """The codes of purposes whose sentence, readers or reach changed. A new name, order or length of time changes nobody's word."""
    held = {entry.code: entry for entry in before}
    return frozenset(
        entry.code for entry in after
        if (was := held.get(entry.code)) and (was.card, was.who_sees, was.external) != (entry.card, entry.who_sees, entry.external)
    )
