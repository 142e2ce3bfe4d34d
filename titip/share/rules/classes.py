"""Equivalence classes: which rows look alike on a set of columns."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_ROOM = 2**62


def class_ids(keys: Sequence[npt.NDArray[np.integer]], n: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int64]]:
    """For each row the number of its class, and for each class its size.

    ``keys`` hold one integer a row each; rows are alike when all keys are equal. Codes of absence and ``*`` are values like others (strict).
    With no keys at all, all rows are one class.
    """
    combined = np.zeros(n, dtype=np.int64)
    width = 1
    for key in keys:
        lowest = int(key.min()) if n else 0
        span = int(key.max()) - lowest + 1 if n else 1
        if width * span > _ROOM:
            combined = np.unique(combined, return_inverse=True)[1].astype(np.int64)
            width = int(combined.max()) + 1
        combined = combined * span + (key.astype(np.int64) - lowest)
        width *= span
    return _number(combined, width)


def dense_numbers(combined: npt.NDArray[np.int64], width: int) -> npt.NDArray[np.intp]:
    """The same numbers without gaps, from numbers 0 to ``width`` - 1; their order may be any where gaps are few."""
    if width <= len(combined):
        return combined.astype(np.intp)
    return _number(combined, width)[0]


def _number(combined: npt.NDArray[np.int64], width: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int64]]:
    """Dense numbers and sizes. A narrow range is counted directly, which is many times quicker than sorting."""
    if width > max(4 * len(combined), 4096):
        _, inverse, sizes = np.unique(combined, return_inverse=True, return_counts=True)
        return inverse.astype(np.intp), sizes.astype(np.int64)
    tally = np.bincount(combined, minlength=width)
    number = np.cumsum(tally > 0) - 1
    return number[combined].astype(np.intp), tally[tally > 0].astype(np.int64)
