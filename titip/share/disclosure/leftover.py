"""The rows that are withheld altogether: a class like others, which must reach k and show what is demanded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from titip.share.disclosure.demands import Tally
from titip.share.disclosure.steps import Levels, Tuples
from titip.share.rules.classes import class_ids


def settle(tuples: Tuples, levels: Levels, tallies: Sequence[Tally], k: int) -> Levels:
    """From steps of tuples to steps of rows, with rows of other classes withheld too where the withheld would be too few or too alike."""
    gone = (levels == tuples.tops).all(axis=1)
    withheld = int(tuples.weights[gone].sum())
    if not withheld or (withheld >= k and _fine(gone, tallies)):
        return levels[tuples.of_row]
    ids, cost, sizes = _classes(tuples, levels, gone)
    if not tallies:
        return _some_rows(tuples, levels, ids, cost, sizes, k, k - withheld)
    gone |= np.isin(ids, _joining(gone, ids, cost, sizes, tallies, k - withheld))
    levels = levels.copy()
    levels[gone] = tuples.tops
    return levels[tuples.of_row]


def _fine(gone: npt.NDArray[np.bool_], tallies: Sequence[Tally]) -> bool:
    return all(bool(tally.holds(np.where(gone, 0, 1), 1)[0]) for tally in tallies)


def _joining(
    gone: npt.NDArray[np.bool_],
    ids: npt.NDArray[np.intp],
    cost: npt.NDArray[np.float64],
    sizes: npt.NDArray[np.float64],
    tallies: Sequence[Tally],
    lacking: int,
) -> npt.NDArray[np.intp]:
    """Which whole classes join the withheld, so that these meet every demand: what is left of the others stays as it was found fit.

    First those that bring most of what the withheld lack, for what it costs. If all join, the whole table is one class, which is known to pass.
    """
    helps = np.zeros(len(cost))
    counted = []
    for tally in tallies:
        m, of_entry = len(tally.overall), ids[tally.tuple_of]
        inside = of_entry >= 0
        classes = np.bincount(of_entry[inside] * m + tally.value[inside], weights=tally.weight[inside], minlength=len(cost) * m).reshape(-1, m)
        ours = gone[tally.tuple_of]
        start = np.bincount(tally.value[ours], weights=tally.weight[ours], minlength=m).astype(np.float64)
        helps += classes @ np.log(tally.overall / np.maximum(start / start.sum(), 1e-3))
        counted.append((tally, start, classes))
    order = np.argsort(-helps / np.maximum(cost, 1e-9), kind="stable")
    enough = np.cumsum(sizes[order]) >= lacking
    for tally, start, classes in counted:
        enough &= tally.met((start + np.cumsum(classes[order], axis=0)).T)
    return order[: int(np.argmax(enough)) + 1]


def _classes(tuples: Tuples, levels: Levels, gone: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """For each tuple its class (-1: withheld); for each class what withholding it would cost, and its rows."""
    kept = np.flatnonzero(~gone)
    codes = [ladder.take(kept).released(levels[kept, place]) for place, ladder in enumerate(tuples.steps)]
    found, counted = class_ids(codes, len(kept))
    ids = np.full(len(gone), -1, dtype=np.intp)
    ids[kept] = found
    keeps = sum((1 - ladder.take(kept).loss(levels[kept, place]) for place, ladder in enumerate(tuples.steps)), np.zeros(len(kept)))
    weights = tuples.weights[kept]
    cost, sizes = (np.bincount(found, weights=by, minlength=len(counted)).astype(np.float64) for by in (keeps * weights, weights))
    return ids, cost, sizes


def _some_rows(
    tuples: Tuples,
    levels: Levels,
    ids: npt.NDArray[np.intp],
    cost: npt.NDArray[np.float64],
    sizes: npt.NDArray[np.float64],
    k: int,
    lacking: int,
) -> Levels:
    """Withhold so many more rows of one class that can spare them, where they cost least; else the cheapest class as a whole."""
    spare = sizes - lacking >= k
    if spare.any():
        chosen = int(np.argmin(np.where(spare, cost / np.maximum(sizes, 1), np.inf)))
    else:
        chosen, lacking = int(np.argmin(cost)), int(sizes[np.argmin(cost)])
    by_row = levels[tuples.of_row]
    joining = np.flatnonzero(ids[tuples.of_row] == chosen)[:lacking]
    by_row[joining] = tuples.tops
    return by_row
