"""Whether a log-linear model can be fitted to a table at all: the estimate exists, and there is only one.

A sparse table may have a likelihood that grows without end as a coefficient runs away, or that is the same along a line. Both are
decided before a number is told: Fienberg and Rinaldo (2012), "Maximum likelihood estimation in log-linear models", Annals of
Statistics 40; Chan, Silverman and Vincent (2021), "Multiple systems estimation for sparse capture data", JASA 116.
"""

from __future__ import annotations

import numpy as np

from titip.analyse.estimation.design import Bools, Design, Floats

#: s* must be above this share of the observed for the estimate to be finite.
TOLERANCE = 1e-7


def slack(design: Design, counts: Floats, fitted: Bools, kept: Bools) -> float:
    """The largest s for which expected counts x over the kept cells with x >= s have the margins of the observed; 0 if none.

    ``counts`` (cells,), ``fitted`` (terms,), ``kept`` (cells,). The maximum likelihood estimate is finite if and only if s* > 0.
    """
    from scipy.optimize import linprog  # 0.5 s: not at start-up

    columns = design.matrix[kept][:, fitted]
    if not len(columns):
        return 0.0
    # With y = x - s: maximise s, X'y + s X'1 = X'n, y >= 0, s >= 0.
    margins = np.column_stack([columns.T, columns.sum(axis=0)])
    goal = np.zeros(margins.shape[1])
    goal[-1] = -1.0
    solved = linprog(goal, A_eq=margins, b_eq=columns.T @ counts[kept], bounds=(0, None), method="highs")
    return float(solved.x[-1]) if solved.status == 0 else 0.0


def exists(design: Design, counts: Floats, fitted: Bools, kept: Bools) -> bool:
    """Whether the estimate is finite, by the linear program. Raises nothing; an empty table has no estimate."""
    return slack(design, counts, fitted, kept) > TOLERANCE * float(counts.sum())


def identifiable(design: Design, fitted: Bools, kept: Bools) -> Bools:
    """Whether the columns over the kept cells are linearly independent, for each model of a batch: (batch, terms), (batch, cells) -> (batch,)."""
    answer = np.ones(len(fitted), dtype=np.bool_)
    # With every cell kept, only a model with all interactions of all lists is too rich for the 2**size - 1 cells.
    narrowed = np.flatnonzero(~kept.all(axis=1) | (fitted & (design.degrees == design.size)).any(axis=1))
    by_cells: dict[bytes, list[int]] = {}
    for row in narrowed.tolist():
        by_cells.setdefault(kept[row].tobytes(), []).append(row)
    for rows in by_cells.values():
        # Fewer columns of an independent set are independent: most groups are settled by their union.
        union: Bools = np.logical_or.reduce(fitted[rows], axis=0)
        if not _independent(design, union, kept[rows[0]]):
            answer[rows] = [_independent(design, fitted[row], kept[row]) for row in rows]
    return answer


def _independent(design: Design, fitted: Bools, kept: Bools) -> bool:
    columns = design.matrix[kept][:, fitted]
    return columns.shape[0] >= columns.shape[1] and bool(np.linalg.matrix_rank(columns) == columns.shape[1])
