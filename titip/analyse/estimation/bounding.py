"""The best model by AIC or BIC among all models, without fitting all of them: branch and bound over the terms, exact.

A branch has decided some terms. No model in it can have a larger likelihood than the one with everything undecided, nor fewer
parameters than the one with none of it: where even that would be worse than the best model known, the branch is left. (Furnival
and Wilson 1974, "Regressions by leaps and bounds", Technometrics 16, for regressions.) All tables of a batch are searched together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from titip.analyse.estimation.design import Bools, Design, Floats, Ints
from titip.analyse.estimation.fitting import Fits, fit, highest
from titip.analyse.estimation.stepwise import stepwise

#: Scores closer than this are the same.
SLIP = 1e-9
#: Fits at once: what stays in the processor's cache.
BATCH = 1024
#: More open branches than this for one table: the search would not end while somebody waits.
MOST_BRANCHES = 50_000


class TooManyModels(ValueError):
    """The best model cannot be found for certain in reasonable time."""


@dataclass(frozen=True, eq=False)
class _Branches:
    """Open branches: whose table, the terms included, the terms that may still be, and the least the criterion can be."""

    table: Ints
    included: Bools
    allowed: Bools
    loglik: Floats
    bound: Floats

    def take(self, rows: Bools) -> _Branches:
        return _Branches(self.table[rows], self.included[rows], self.allowed[rows], self.loglik[rows], self.bound[rows])


def search(design: Design, counts: Floats, price: Floats) -> Fits:
    """The fit of the best model of each table: ``counts`` (batch, cells), ``price`` of a parameter (2 for AIC, ln n for BIC), (batch,).

    Models are hierarchical: with a term come all terms it contains. Only models that can be fitted are chosen.
    """
    best = stepwise(design, counts, 0.02).fits
    score = criterion(best, price)
    known = np.isfinite(score)  # where not even independent lists can be fitted, there is nothing to compare with
    order = _order(design, counts)
    table = np.arange(len(counts))
    loglik = _likelihood(design, counts, np.ones((len(counts), len(design.terms)), dtype=np.bool_))
    included = np.repeat(design.main[None], len(counts), axis=0)
    bound = -2 * loglik + price * included.sum(axis=1)
    open_ = _Branches(table, included, np.ones_like(included), loglik, bound)
    open_ = open_.take(known[open_.table])
    for place in range(order.shape[1]):
        open_ = _decide(design, counts, price, open_, order[open_.table, place])
        open_ = open_.take(open_.bound <= score[open_.table] + SLIP)
        if len(open_.table) > MOST_BRANCHES * len(counts):
            raise TooManyModels(f"more than {MOST_BRANCHES} branches")
    _judge(design, counts, price, open_, best, score)
    return best


def criterion(fits: Fits, price: Floats) -> Floats:
    """-2 log likelihood + price of the parameters, dropped terms among them; infinite where the model cannot be fitted."""
    return np.where(fits.possible, -2 * fits.loglik + price * fits.columns.sum(axis=1), np.inf)


def _order(design: Design, counts: Floats) -> Ints:
    """The terms that are to be decided, smaller ones first, among equals those first whose loss costs the most likelihood; (batch, terms)."""
    free = np.flatnonzero(design.degrees > 1)
    models = np.ones((len(free), len(design.terms)), dtype=np.bool_)
    for row, column in enumerate(free.tolist()):
        models[row, _above(design, column)] = False
    each = [_likelihood(design, np.repeat(counts[i : i + 1], len(free), axis=0), models) for i in range(len(counts))]
    loglik = np.array(each).reshape(len(counts), len(free))
    return free[np.lexsort((loglik, np.broadcast_to(design.degrees[free], loglik.shape)), axis=1)]


def _above(design: Design, column: int) -> Bools:
    """The term and all that contain it: without it, none of them may stand."""
    term = design.terms[column]
    return np.asarray((design.terms & term) == term)


def _decide(design: Design, counts: Floats, price: Floats, open_: _Branches, columns: Ints) -> _Branches:
    """Each branch becomes two: with its next term, at one more parameter, and without it, at less likelihood."""
    rows = np.arange(len(columns))
    free = open_.allowed[rows, columns]
    included = open_.included.copy()
    included[rows, columns] |= free
    term = design.terms[columns]
    without = open_.take(free)
    allowed = without.allowed & ((design.terms[None] & term[free][:, None]) != term[free][:, None])
    loglik = _likelihood(design, counts[without.table], allowed)
    bound = -2 * loglik + price[without.table] * without.included.sum(axis=1)
    return _Branches(
        np.concatenate([open_.table, without.table]),
        np.concatenate([included, without.included]),
        np.concatenate([open_.allowed, allowed]),
        np.concatenate([open_.loglik, loglik]),
        np.concatenate([-2 * open_.loglik + price[open_.table] * included.sum(axis=1), bound]),
    )


def _likelihood(design: Design, counts: Floats, columns: Bools) -> Floats:
    parts = [highest(design, counts[i : i + BATCH], columns[i : i + BATCH]) for i in range(0, len(counts), BATCH)]
    return np.concatenate(parts) if parts else np.empty(0)


def _judge(design: Design, counts: Floats, price: Floats, leaves: _Branches, best: Fits, score: Floats) -> None:
    """Fit what is left, the most promising first, until nothing left can be better. ``best`` and ``score`` are updated in place."""
    while len(leaves.table):
        first = np.lexsort((leaves.bound, leaves.table))
        first = first[np.unique(leaves.table[first], return_index=True)[1]]
        table = leaves.table[first]
        fits = fit(design, counts[table], leaves.included[first])
        reached = criterion(fits, price[table])
        better = reached < score[table]
        best.put(table[better], fits.take(better))
        score[table[better]] = reached[better]
        left = leaves.bound <= score[leaves.table] + SLIP
        left[first] = False
        leaves = leaves.take(left)
