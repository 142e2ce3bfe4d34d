"""The kinds of log-linear model one may ask for, and the totals each gives for many tables: what the bootstrap repeats."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from titip.analyse.estimation.bounding import search
from titip.analyse.estimation.chao import chao_unseen
from titip.analyse.estimation.design import Design, Floats
from titip.analyse.estimation.fitting import Fits, fit
from titip.analyse.estimation.stepwise import stepwise


@dataclass(frozen=True)
class Method:
    """``name``: main, stepwise, bic, aic or chao. ``threshold`` of stepwise; ``order``: the largest interaction of bic and aic."""

    name: str
    threshold: float = 0.02
    order: int = 2

    def design(self, size: int) -> Design:
        """The terms that this method may use. An interaction of all lists cannot be told from the number unseen."""
        return Design(size, min(self.order, size - 1) if self.name in ("bic", "aic") else 2)

    @property
    def batch(self) -> int:
        """How many tables are taken at once: enough to be quick, few enough to show progress."""
        return 40 if self.name in ("bic", "aic") else 250


def price(name: str, counts: Floats) -> Floats:
    """What a parameter costs: ln of the number observed for BIC, 2 for AIC; (batch, cells) -> (batch,)."""
    return np.log(counts.sum(axis=1)) if name == "bic" else np.full(len(counts), 2.0)


def choose(method: Method, design: Design, counts: Floats) -> Fits:
    """The fit that the method chooses for each table, (batch, cells)."""
    if method.name == "stepwise":
        return stepwise(design, counts, method.threshold).fits
    if method.name in ("bic", "aic"):
        return search(design, counts, price(method.name, counts))
    return fit(design, counts, np.repeat(design.main[None], len(counts), axis=0))


def totals(part: tuple[Method, int, Floats]) -> Floats:
    """The estimated N of each table, infinite where there is none: (method, number of lists, counts (batch, cells)) -> (batch,)."""
    method, size, counts = part
    if method.name == "chao":
        unseen = chao_unseen(size, counts)
    else:
        unseen = choose(method, method.design(size), counts).unseen
    return np.asarray(counts.sum(axis=1) + unseen)
