"""The design of log-linear models for capture histories: which cells there are, which terms, and the margins they fit.

A set of lists is a whole number whose bit ``i`` stands for list ``i``; both a capture history and a term of a model are such sets.
The column of a term is 1 for the histories that contain it. So the product of two columns is the column of their union, and all
that Newton's method needs are margins: sums of expected counts over the histories that contain a set.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Design:
    """``size`` lists, ``order`` the largest interaction. Cells are the histories 1 to 2**size - 1, in that order; column 0 is the intercept."""

    size: int
    order: int = 2

    @cached_property
    def cells(self) -> Ints:
        """Every history that could be observed, shape (cells,)."""
        return np.arange(1, 2**self.size, dtype=np.int64)

    @cached_property
    def terms(self) -> Ints:
        """The set of each column: none (the intercept), each list, each pair, and so on; shape (terms,)."""
        sets = [sum(1 << i for i in chosen) for k in range(self.order + 1) for chosen in combinations(range(self.size), k)]
        return np.array(sets, dtype=np.int64)

    @cached_property
    def degrees(self) -> Ints:
        """How many lists each term is of, shape (terms,)."""
        return np.array([int(term).bit_count() for term in self.terms], dtype=np.int64)

    @cached_property
    def matrix(self) -> Floats:
        """The columns of all terms, shape (cells, terms)."""
        return _contains(self.cells, self.terms)

    @cached_property
    def main(self) -> Bools:
        """The model in which the lists are independent: intercept and one term a list, shape (terms,)."""
        return np.asarray(self.degrees <= 1)

    @cached_property
    def pairs(self) -> Ints:
        """The columns of the pairs, shape (pairs,)."""
        return np.flatnonzero(self.degrees == 2)

    @cached_property
    def unions(self) -> tuple[Floats, Ints]:
        """The columns of every union of two terms, shape (cells, unions), and which of them each pair of terms has, shape (terms, terms)."""
        distinct, place = np.unique(self.terms[:, None] | self.terms[None, :], return_inverse=True)
        return _contains(self.cells, distinct), place.reshape(len(self.terms), len(self.terms))

    @cached_property
    def alternating(self) -> Floats:
        """Signs that turn the logarithms of margins into interactions (Möbius inversion), shape (terms, terms): row part, column whole."""
        signs = (-1.0) ** (self.degrees[None, :] - self.degrees[:, None])
        return np.asarray(signs * _contains(self.terms, self.terms).T)

    def columns_of(self, terms: list[tuple[int, ...]]) -> Bools:
        """The model with the main effects and these terms, each a tuple of lists."""
        chosen = self.main.copy()
        for term in terms:
            chosen[np.flatnonzero(self.terms == sum(1 << i for i in term))] = True
        return chosen


def _contains(cells: Ints, sets: Ints) -> Floats:
    return np.asarray((cells[:, None] & sets[None, :]) == sets[None, :], dtype=np.float64)
