"""Which combinations of steps to visit when there are too many to visit all: a beam from the rows' own values upward."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from titip.share.disclosure.steps import Tuples
from titip.share.rules.classes import class_ids

#: So many combinations of each depth are followed further: the ones at which most rows stand in a large enough class.
BEAM: Final = 6
#: The choice of a path is made on so many tuples at most, drawn evenly; what is visited is then counted on all.
SAMPLE: Final = 20_000


def guided(tuples: Tuples, k: int) -> Iterator[tuple[int, ...]]:
    """Combinations from low to high, the most promising of each depth. Which rows pass there is not decided here."""
    every = max(len(tuples.weights) // SAMPLE, 1)
    some = np.arange(0, len(tuples.weights), every)
    weights = tuples.weights[some]
    codes = [[group[ladder.base[some]] for group in ladder.groups] for ladder in tuples.steps]
    enough = max(k / every, 2)

    def gathered(combination: tuple[int, ...]) -> int:
        ids, _ = class_ids([codes[place][step] for place, step in enumerate(combination) if step < tuples.steps[place].top], len(some))
        sizes = np.bincount(ids, weights=weights)
        return int(sizes[sizes >= enough].sum())

    beam = {tuple(0 for _ in tuples.steps)}
    while beam:
        yield from sorted(beam)
        further = {_raised(one, place) for one in beam for place, ladder in enumerate(tuples.steps) if one[place] < ladder.top}
        further.discard(tuple(ladder.top for ladder in tuples.steps))
        beam = set(sorted(further, key=lambda one: (-gathered(one), one))[:BEAM])


def _raised(combination: tuple[int, ...], place: int) -> tuple[int, ...]:
    return (*combination[:place], combination[place] + 1, *combination[place + 1 :])
