"""Maximum likelihood of Poisson log-linear models, many models or many tables at once.

n_h ~ Poisson(mu_h), log mu_h = sum of the coefficients of the model's terms contained in history h. The number not seen is the
expected count of the history of no list, exp(intercept). A term whose margin is zero has the coefficient minus infinity: the cells
that contain it are dropped, and it still counts as a parameter (Chan, Silverman and Vincent 2021).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from titip.analyse.estimation.design import Bools, Design, Floats, Ints
from titip.analyse.estimation.existence import exists, identifiable

#: Newton stops when no expected count would change by more than this share; the last step is taken, so the error is its square.
CLOSE = 1e-8
#: A fit that has not arrived after this many steps runs away, or is asked of the linear program.
STEPS, MORE_STEPS = 30, 400
#: For a bound it is enough to be this near the largest likelihood, by Newton's decrement.
NEAR_ENOUGH = 1e-3
#: Keeps a system of equations solvable while a coefficient runs away. The point it converges to is not touched by it.
RIDGE = 1e-11


@dataclass(frozen=True, eq=False)
class Fits:
    """A batch of fits. ``possible``: the estimate exists and is the only one; the other figures mean something only there.

    ``columns`` (batch, terms) are the models, ``fitted`` those of their terms with a finite coefficient, ``kept`` (batch, cells) the cells.
    ``coefficients`` (batch, terms): 0 for terms outside the model, minus infinity for dropped ones. ``expected`` (batch, cells).
    ``loglik`` leaves out what does not depend on the model. ``finite`` and ``unique`` are the two checks.
    """

    columns: Bools
    fitted: Bools
    kept: Bools
    coefficients: Floats
    expected: Floats
    loglik: Floats
    finite: Bools
    unique: Bools

    @property
    def possible(self) -> Bools:
        """Both checks passed."""
        return self.finite & self.unique

    @property
    def unseen(self) -> Floats:
        """The expected number on no list; infinite where there is no estimate."""
        return np.asarray(np.where(self.possible, np.exp(np.minimum(self.coefficients[:, 0], 700)), np.inf))

    def take(self, rows: Ints | Bools) -> Fits:
        """Some of the batch."""
        return Fits(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))

    def put(self, rows: Ints, other: Fits) -> None:
        """Write another batch over some of this one, in place."""
        for name in self.__dataclass_fields__:
            getattr(self, name)[rows] = getattr(other, name)


def fit(design: Design, counts: Floats, columns: Bools, *, start: Floats | None = None) -> Fits:
    """Fit each model to its table: ``counts`` (batch, cells), ``columns`` (batch, terms), ``start`` coefficients (batch, terms).

    """
    margins = counts @ design.matrix
    empty = columns & (margins == 0)
    kept = (empty.astype(np.float64) @ design.matrix.T) == 0
    fitted = columns & ~empty
    unique = identifiable(design, fitted, kept)
    work = _Newton(design, margins, fitted, kept)
    beta = work.beginning(counts.sum(axis=1)) if start is None else np.where(fitted & np.isfinite(start), start, 0.0)
    arrived = work.run(beta, np.flatnonzero(unique), STEPS)
    for row in np.flatnonzero(unique & ~arrived).tolist():
        if exists(design, counts[row], fitted[row], kept[row]):
            arrived |= work.run(beta, np.array([row]), MORE_STEPS)
    expected = np.exp(np.minimum(beta @ design.matrix.T, 700)) * kept
    loglik = np.einsum("bp,bp->b", margins * fitted, beta) - expected.sum(axis=1)
    coefficients = np.where(empty, -np.inf, np.where(fitted, beta, 0.0))
    return Fits(columns, fitted, kept, coefficients, expected, loglik, arrived, unique)


def highest(design: Design, counts: Floats, columns: Bools) -> Floats:
    """An upper bound of the log likelihood of each model, close to it, also where no single estimate reaches it; shape (batch,)."""
    margins = counts @ design.matrix
    empty = columns & (margins == 0)
    kept = (empty.astype(np.float64) @ design.matrix.T) == 0
    work = _Newton(design, margins, columns & ~empty, kept)
    beta = work.beginning(counts.sum(axis=1))
    missing = np.zeros(len(beta))
    work.run(beta, np.arange(len(beta)), STEPS, missing)
    expected = np.exp(np.minimum(beta @ design.matrix.T, 700)) * kept
    return np.asarray((margins * beta).sum(axis=1) - expected.sum(axis=1) + 2 * missing)


def spread_of_intercept(design: Design, fits: Fits) -> Floats:
    """The standard error of the intercept, which is the logarithm of the number not seen: from the expected information, shape (batch,)."""
    work = _Newton(design, np.zeros_like(fits.coefficients), fits.fitted, fits.kept)
    rows = np.arange(len(fits.columns))
    unit = np.zeros((len(rows), len(design.terms), 1))
    unit[:, 0] = 1.0
    with np.errstate(invalid="ignore"):
        return np.asarray(np.sqrt(np.linalg.solve(work.information(fits.expected, rows), unit)[:, 0, 0]))


def independent_total(n: Floats, listed: Floats) -> Floats:
    """N such that N - n = N prod(1 - n_i / N): the estimate for independent lists (Darroch 1958, Biometrika 45), to three digits.

    ``n`` (batch,) people on ``listed`` (batch, lists). Where no two lists overlap it has no end; a million times ``n`` is given.
    """
    low, high = np.log(np.full(len(n), 1e-9)), np.log(np.full(len(n), 1e6))
    for _ in range(20):
        middle = (low + high) / 2
        total = n * (1 + np.exp(middle))
        above = total - n > total * np.prod(1 - np.minimum(listed / total[:, None], 1), axis=1)
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return np.asarray(n * (1 + np.exp((low + high) / 2)))


class _Newton:
    """Newton's method with a step of log(1 + d) / d, d being the largest change of a log expected count.

    The exponential is generalised self-concordant, so that such steps never overshoot (Sun and Tran-Dinh 2019, Mathematical
    Programming 178), and near the end they are as good as whole ones.
    """

    def __init__(self, design: Design, margins: Floats, fitted: Bools, kept: Bools) -> None:
        self.design, self.margins, self.fitted, self.kept = design, margins, fitted, kept
        self.unions, self.place = design.unions

    def beginning(self, n: Floats) -> Floats:
        """Where to start: independent lists, whose estimate is known, and each interaction as if it were the only one; ``n`` (batch,)."""
        singles = self.margins[:, self.design.degrees == 1]
        total = independent_total(n, singles)[:, None]
        listed = np.clip(singles / total, 1e-9, 1 - 1e-9)
        odds = np.column_stack([np.log(total[:, 0]) + np.log1p(-listed).sum(axis=1), np.log(listed) - np.log1p(-listed)])
        members = (self.design.terms[:, None] >> np.arange(self.design.size)) & 1
        ratio = np.log((self.margins + 0.5) / (total * np.exp(np.log(listed) @ members.T) + 0.5))
        beta = (ratio * (self.design.degrees > 1)) @ self.design.alternating
        beta[:, : odds.shape[1]] = odds
        return np.asarray(beta * self.fitted)

    def information(self, weights: Floats, rows: Ints) -> Floats:
        """X' diag(weights) X over the fitted terms; the others get a one on the diagonal. Shape (rows, terms, terms)."""
        fitted = self.fitted[rows]
        made = (weights @ self.unions)[:, self.place] * (fitted[:, :, None] & fitted[:, None, :])
        diagonal = np.einsum("bpp->bp", made)  # a view: written in place
        diagonal += np.where(fitted, diagonal * RIDGE + 1e-300, 1.0)
        return np.asarray(made)

    def run(self, beta: Floats, rows: Ints, steps: int, missing: Floats | None = None) -> Bools:
        """Improve the rows of ``beta`` in place; which of all rows have arrived. With ``missing``: stop near, and say there how near."""
        arrived = np.zeros(len(beta), dtype=np.bool_)
        for _ in range(steps):
            if not len(rows):
                break
            now = beta[rows]
            expected = np.exp(np.minimum(now @ self.design.matrix.T, 700)) * self.kept[rows]
            ahead = (self.margins[rows] - expected @ self.design.matrix) * self.fitted[rows]
            step = np.linalg.solve(self.information(expected, rows), ahead[..., None])[..., 0]
            change = np.abs((step @ self.design.matrix.T) * self.kept[rows]).max(axis=1)
            near = change < CLOSE
            if missing is not None:
                missing[rows] = (step * ahead).sum(axis=1)
                near |= missing[rows] < NEAR_ENOUGH
            length = np.where(near, 1.0, np.log1p(change) / np.maximum(change, CLOSE))
            beta[rows] = now + step * length[:, None]
            arrived[rows[near]] = True
            rows = rows[~near]
        return arrived
