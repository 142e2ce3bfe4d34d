"""Every model there is, fitted to one table: which is the best, and how far apart those lie that are nearly as good."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from titip.analyse.estimation.bounding import criterion
from titip.analyse.estimation.design import Bools, Design, Floats
from titip.analyse.estimation.fitting import Fits, fit
from titip.analyse.estimation.watching import Watch, spread, unwatched

#: Models this near to the best are nearly as good (Kass and Raftery 1995 for BIC; Burnham and Anderson 2002 for AIC).
NEAR = 10.0
#: More models than this are searched with bounds, not all fitted.
MOST = 40_000
_BATCH = 1024


@dataclass(frozen=True, eq=False)
class Survey:
    """The fits of all models to a table of ``n`` people."""

    n: int
    fits: Fits

    def best(self, price: float) -> int | None:
        """The row of the model with the least criterion at that price of a parameter, None where none can be fitted."""
        scores = criterion(self.fits, np.full(len(self.fits.columns), price))
        row = int(scores.argmin())
        return row if np.isfinite(scores[row]) else None

    def near(self, price: float) -> Floats:
        """The estimates of N of the models within 10 of the best, in ascending order."""
        scores = criterion(self.fits, np.full(len(self.fits.columns), price))
        return np.sort(self.n + self.fits.unseen[scores <= scores.min() + NEAR])


def can_survey(design: Design) -> bool:
    """Whether all models can be fitted: six lists by pairs, five with higher interactions."""
    return len(design.pairs) <= 15 if design.order == 2 else design.size <= 5


def every_model(design: Design) -> Bools:
    """All hierarchical models with the main effects: (models, terms), the smallest first. A term comes only with all terms it contains."""
    models = design.main[None]
    for column in np.flatnonzero(design.degrees > 1).tolist():
        term = int(design.terms[column])
        parts = [place for place, other in enumerate(design.terms.tolist()) if other & term == other and place != column]
        with_it = models[models[:, parts].all(axis=1)].copy()
        with_it[:, column] = True
        models = np.concatenate([models, with_it])
    return models[np.argsort(models.sum(axis=1), kind="stable")]


def survey(design: Design, counts: Floats, *, cores: int = 0, watch: Watch = unwatched) -> Survey:
    """Fit every model to one table, (cells,)."""
    models = every_model(design)
    parts = [(design.size, design.order, counts, models[i : i + _BATCH]) for i in range(0, len(models), _BATCH)]
    answers = spread(_fit_some, parts, label="all models", cores=cores, watch=watch)
    names = Fits.__dataclass_fields__
    return Survey(round(float(counts.sum())), Fits(*(np.concatenate([getattr(one, name) for one in answers]) for name in names)))


def _fit_some(part: tuple[int, int, Floats, Bools]) -> Fits:
    size, order, counts, models = part
    return fit(Design(size, order), np.broadcast_to(counts, (len(models), len(counts))), models)
