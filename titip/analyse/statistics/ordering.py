"""Two ordered scales associated: Spearman's rank correlation with its interval."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from titip.analyse.rules.guardrails import Refused
from titip.analyse.rules.intents import Intent
from titip.analyse.rules.sentences import Sentence
from titip.analyse.statistics import wording
from titip.analyse.statistics.cells import MOST, Floats, Statistic, bca
from titip.analyse.statistics.describing import describe
from titip.analyse.statistics.effects import Effect, Scale
from titip.analyse.statistics.finding import Finding, Shown
from titip.analyse.statistics.intervals import Interval, z
from titip.analyse.statistics.ranking import mid_ranks
from titip.analyse.statistics.tabulating import crosstab, known, set_aside, shown_crosstab
from titip.share.rules import Column, Released

Counts = npt.NDArray[np.int64]


def associate_ranks(released: Released, a: Column, b: Column, k: int, seed: int) -> Finding:
    both = known((a, b))
    pairs, weights = np.unique(a.codes[both].astype(np.int64) * len(b.values) + b.codes[both], return_counts=True)
    n = int(weights.sum())
    effects: list[Effect] = []
    refused: list[Refused] = []
    said = {"first": a.heading.shown, "second": b.heading.shown}
    try:
        size, interval, p = spearman(*np.divmod(pairs, len(b.values)), weights, seed=seed) if n > 3 else (0.0, (-1.0, 1.0), 1.0)
        measure = Sentence(wording.MEASURE_SPEARMAN, said)
        effects.append(Effect("spearman", measure, size, interval, (n,), wording.SPEARMAN, (wording.INDEPENDENT, wording.MONOTONE), Scale.INDEX, 0.0, p))
    except Refused as why:
        refused.append(why)
    tables: tuple[Shown, ...] = ()
    if max(len(a.values), len(b.values)) <= 12:
        table = crosstab(released, a.heading.code, b.heading.code, k=k)
        tables = (shown_crosstab(table, Sentence(wording.ASSOCIATE_TITLE, said)),)
    return Finding(
        intent=Intent.ASSOCIATE,
        title=Sentence(wording.ASSOCIATE_TITLE, said),
        about=released.about,
        n=released.n,
        used=n,
        answer=(),
        tables=tables,
        method=(),
        excluded=set_aside((a, b), k),
        effects=tuple(effects),
        refused=tuple(refused),
        cautions=(Sentence(wording.OTHER_SAMPLES),),
        asks=(Sentence(wording.EXPLANATIONS),),
        pictured=describe(released, by=a.heading.code, protect=k),
        protect=k,
        seed=seed,
        details={"first": a.heading.code, "second": b.heading.code, "kind": "ranks"},
    )


def spearman(i: Counts, j: Counts, weights: Counts, *, seed: int) -> tuple[float, Interval, float]:
    """Spearman's rho of pairs (the i-th value of one, the j-th of the other) that occur ``weights`` times, its interval and p (t distribution)."""
    from scipy.special import stdtr

    n = int(weights.sum())
    i, j = np.unique(i, return_inverse=True)[1], np.unique(j, return_inverse=True)[1]
    size = _rho(i, j, weights)
    if np.isnan(size):
        return 0.0, (-1.0, 1.0), 1.0
    t = size * np.sqrt((n - 2) / max(1 - size * size, 1e-300))
    interval = bca(weights, _rhos(i, j), seed=seed) if len(i) <= MOST else None
    if interval is None:
        at, half = np.arctanh(np.clip(size, -1 + 1e-12, 1 - 1e-12)), z() * np.sqrt((1 + size * size / 2) / (n - 3))
        interval = float(np.tanh(at - half)), float(np.tanh(at + half))
    return size, interval, float(2 * stdtr(n - 2, -abs(t)))


def _rho(i: npt.NDArray[np.intp], j: npt.NDArray[np.intp], weights: Counts) -> float:
    """The correlation of the mid-ranks."""
    n = float(weights.sum())
    x, y = (mid_ranks(np.bincount(places, weights))[places] - (n + 1) / 2 for places in (i, j))
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(np.sum(weights * x * y) / np.sqrt(np.sum(weights * x * x) * np.sum(weights * y * y)))


def _rhos(i: npt.NDArray[np.intp], j: npt.NDArray[np.intp]) -> Statistic:
    """The same for several tables at once, whose cells are the pairs."""
    in_row, in_col = (_membership(places) for places in (i, j))

    def statistic(tables: Floats) -> Floats:
        x, y = mid_ranks((in_row @ tables.T).T)[:, i], mid_ranks((in_col @ tables.T).T)[:, j]
        middle = (tables.sum(axis=1, keepdims=True) + 1) / 2
        x, y = x - middle, y - middle
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray((tables * x * y).sum(axis=1) / np.sqrt((tables * x * x).sum(axis=1) * (tables * y * y).sum(axis=1)))

    return statistic


def _membership(places: npt.NDArray[np.intp]) -> Any:
    """Which cells have which value, (values, cells)."""
    from scipy.sparse import csr_array

    return csr_array((np.ones(len(places)), (places, np.arange(len(places)))))
