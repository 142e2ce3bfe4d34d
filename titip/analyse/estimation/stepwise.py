"""Stepwise choice of a pairwise model: add the pair of lists whose overlap is the least expected, while it is unlikely enough.

Chan, Silverman and Vincent (2021), JASA 116. All tables of a batch take their steps together, so that the bootstrap can repeat the
whole selection a thousand times.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from titip.analyse.estimation.design import Bools, Design, Floats, Ints
from titip.analyse.estimation.fitting import Fits, fit

#: p values closer than this are the same, and the first of the pairs is taken: rounding must not choose.
TIED = 1e-9


@dataclass(frozen=True, eq=False)
class Steps:
    """What was chosen: ``fits`` of a batch, and for each table the columns added, in order, each with its p when it was added."""

    fits: Fits
    added: list[list[tuple[int, float]]]


def stepwise(design: Design, counts: Floats, threshold: float) -> Steps:
    """From main effects, add the pair with the smallest p, while p < ``threshold``; pairs whose model cannot be fitted are passed over.

    ``counts`` (batch, cells). p = min(P(X <= n_ij), P(X >= n_ij)) with X Poisson of the overlap that the model so far expects.
    """
    fits = fit(design, counts, np.repeat(design.main[None], len(counts), axis=0))
    added: list[list[tuple[int, float]]] = [[] for _ in counts]
    going = np.flatnonzero(fits.possible)
    while len(going):
        going, chosen, p = _step(design, counts, fits, going, threshold)
        for row, pair, value in zip(going.tolist(), chosen.tolist(), p.tolist(), strict=True):
            added[row].append((pair, value))
    return Steps(fits, added)


def _step(design: Design, counts: Floats, fits: Fits, going: Ints, threshold: float) -> tuple[Ints, Ints, Floats]:
    """One pair for each table that still has one; which tables had, which column and with what p. ``fits`` is updated in place."""
    p = surprise(design, counts[going], fits.take(going))
    chosen = np.full(len(going), -1)
    at = np.full(len(going), np.nan)
    trying = np.arange(len(going))
    while len(trying):
        left = p[trying]
        best = (left <= left.min(axis=1, keepdims=True) * (1 + TIED)).argmax(axis=1)
        low = p[trying, best] < threshold
        trying, best = trying[low], best[low]
        if not len(trying):
            break
        rows, pairs = going[trying], design.pairs[best]
        columns, start = _with(design, counts[rows], fits.take(rows), pairs)
        tried = fit(design, counts[rows], columns, start=start)
        fine = tried.possible
        fits.put(rows[fine], tried.take(fine))
        chosen[trying[fine]], at[trying[fine]] = pairs[fine], p[trying[fine], best[fine]]
        p[trying, best] = 1.0
        trying = trying[~fine]
    moved = chosen >= 0
    return going[moved], chosen[moved], at[moved]


def surprise(design: Design, counts: Floats, fits: Fits) -> Floats:
    """How unlikely each overlap is under the model so far, shape (batch, pairs); 1 for pairs in the model."""
    from scipy.special import pdtr, pdtrc  # 0.2 s: not at start-up

    columns = design.matrix[:, design.pairs]
    observed, expected = np.rint(counts @ columns), fits.expected @ columns
    at_least = np.where(observed > 0, pdtrc(observed - 1, expected), 1.0)
    p = np.minimum(pdtr(observed, expected), at_least)
    return np.where(fits.columns[:, design.pairs], 1.0, p)


def _with(design: Design, counts: Floats, fits: Fits, pairs: Ints) -> tuple[Bools, Floats]:
    """The models with one more pair each, and where to start: the new coefficient makes the overlap right at once."""
    rows = np.arange(len(pairs))
    columns = fits.columns.copy()
    columns[rows, pairs] = True
    overlap = design.matrix[:, pairs].T
    observed, expected = (counts * overlap).sum(axis=1), (fits.expected * overlap).sum(axis=1)
    start = fits.coefficients.copy()
    start[rows, pairs] = np.log(np.maximum(observed, 0.5) / np.maximum(expected, 1e-12))
    return columns, start
