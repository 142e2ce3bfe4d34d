"""Local suppression and recoding by a ladder: each row is released at the lowest step where at least k rows look alike.

Each quasi-identifier has steps, from its own values (loss 0) over coarser ones to withheld (loss 1). Combinations of steps are visited in
order of increasing average loss; at each, rows not yet released whose class reaches k (and shows what else is demanded) are released there.
What is left is withheld altogether, and is itself a class that must pass. Greedy: not the least loss there is, and the release says so.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from titip.share.disclosure import borrowing
from titip.share.disclosure.demands import Demand, Tally, passing
from titip.share.disclosure.guided import guided
from titip.share.disclosure.leftover import settle
from titip.share.disclosure.steps import Grouping, Levels, Numbers, Steps, Tuples, refuse
from titip.share.rules.classes import class_ids

#: Up to this many combinations each is visited; above, the search is guided, and loses more.
MOST_COMBINATIONS: Final = 16_384

#: With conditions, those who wait are gathered anew when the released among them exceed the rest of this share.
KEPT: Final = 0.9

Combination = tuple[int, ...]
Places = npt.NDArray[np.intp]
Watch = Callable[[Sequence[Combination]], Iterable[Combination]]


def climb(ladders: Sequence[Steps], k: int, demands: Sequence[Demand] = (), watch: Watch = iter) -> Levels:
    """The step of each row on each ladder (rows × ladders), such that every class, the withheld one too, has ``k`` rows and meets ``demands``.

    ``watch`` hands on the combinations one by one, and may show how far it is. Raises ReleaseRefused where there are fewer than ``k`` rows, no
    ladder, or a demand that the whole table does not meet.
    """
    refuse(ladders, k)
    if not len(ladders[0].base):
        return np.zeros((0, len(ladders)), dtype=np.int8)
    tuples = Tuples.of(ladders)
    tallies = [Tally.of(demand, tuples.of_row) for demand in demands]
    many = float(np.prod([len(ladder.groups) for ladder in ladders], dtype=float))
    order = [] if many > MOST_COMBINATIONS else in_order(tuples)
    levels = _visit(tuples, watch(order) if order else guided(tuples, k), tallies, k)
    if order and not demands and many <= borrowing.MOST_COMBINATIONS:
        tuples, levels = borrowing.borrow(tuples, levels, order, k)
    return settle(tuples, levels, tallies, k)


def _visit(tuples: Tuples, visits: Iterable[Combination], tallies: Sequence[Tally], k: int) -> Levels:
    """The step of each distinct tuple on each ladder; the top step where nothing lower passes."""
    levels = np.tile(tuples.tops, (len(tuples.weights), 1))
    waiting = np.arange(len(tuples.weights))
    left = Grouping.of(tuples)
    tallies = [replace(tally, weight=tally.weight.copy()) for tally in tallies]
    rows = int(tuples.weights.sum())
    for combination in visits:
        if rows < k:
            break  # too few wait for any class
        passes = _passing(left, combination, tallies, k)
        if not len(passes):
            continue
        levels[waiting[passes]] = combination
        rows -= int(left.weights[passes].sum())
        left.weights[passes] = 0
        for tally in tallies:
            tally.release(passes, len(waiting))
        if any(tally.too_few() for tally in tallies):
            break
        rest = np.flatnonzero(left.weights)
        if not tallies or len(rest) < len(waiting) * KEPT:  # to close up the gaps costs more than to carry some along for a while
            tallies = [tally.within(rest, len(waiting)) for tally in tallies]
            if any(tally.too_far() for tally in tallies):
                break
            waiting, left = waiting[rest], left.take(rest)
    return levels


def _passing(left: Grouping, combination: Combination, tallies: Sequence[Tally], k: int) -> Places:
    """Which of the tuples left are released at this combination."""
    tally = next((tally for tally in tallies if tally.needs_unusual), None)
    if tally is not None and len(tally.unusual[0]) < len(left.weights) // 4:
        chosen = left.near(combination, tally.unusual[0], tally.commonest)  # any other class has one value only
        if len(chosen) < len(left.weights) // 2:
            if not len(chosen):
                return chosen
            found = chosen[passing(left.classes(combination, chosen), left.weights[chosen], tallies, k, chosen)]
            return found[left.weights[found] > 0]
    found = passing(left.classes(combination), left.weights, tallies, k)
    return found[left.weights[found] > 0] if len(found) else found


def in_order(tuples: Tuples) -> list[Combination]:
    """All combinations of steps by average loss, the lowest first; withheld altogether is left out.

    Of combinations with the same loss, the one that gives up most information (entropy) goes first: it gathers rows that nothing else would,
    and leaves the easy ones to those that follow. On CTDC-like tables this withholds 5 % less than taking the most productive first.
    """
    losses = tuples.mean_losses()
    information = [[_entropy(ladder, step, tuples.weights) for step in range(ladder.top + 1)] for ladder in tuples.steps]

    def key(combination: Combination) -> tuple[float, float, Combination]:
        loss = sum(losses[place][step] for place, step in enumerate(combination)) / len(losses)
        kept = sum(information[place][step] for place, step in enumerate(combination))
        return (round(loss, 9), round(kept, 9), combination)

    return sorted(itertools.product(*(range(ladder.top + 1) for ladder in tuples.steps)), key=key)[:-1]


def _entropy(ladder: Steps, step: int, weights: Numbers) -> float:
    ids, sizes = class_ids([ladder.codes(step)], len(weights))
    share = np.bincount(ids, weights=weights, minlength=len(sizes)) / weights.sum()
    return float(-(share * np.log(share)).sum())
