"""The columns that linkage compares: each distinct text once, and a number for each row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Index = npt.NDArray[np.integer]
Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Texts:
    """One column: ``values`` are its distinct texts, ``codes`` (one int32 a row) point into them; below zero is nothing there."""

    values: Sequence[str]
    codes: Ints

    @classmethod
    def of(cls, cells: Iterable[object]) -> Texts:
        """From any row of cells: None, NaN and blanks count as nothing there; everything else as its text."""
        seen: dict[str, int] = {}
        codes = [seen.setdefault(text, len(seen)) if (text := _text(cell)) else -1 for cell in cells]
        return cls(tuple(seen), np.array(codes, dtype=np.int32))

    def __len__(self) -> int:
        return len(self.codes)

    def cells(self) -> list[str]:
        """The texts row by row, blanks where nothing is there."""
        return [self.values[code] if code >= 0 else "" for code in self.codes]

    def else_from(self, other: Texts) -> Texts:
        """This column, and where it has nothing the other's text."""
        both = self.then(other)
        return Texts(both.values, np.where(self.codes >= 0, self.codes, both.codes[len(self) :]).astype(np.int32))

    def then(self, other: Texts) -> Texts:
        """This column with the rows of another below it."""
        seen = {value: place for place, value in enumerate(self.values)}
        new = np.array([seen.setdefault(value, len(seen)) for value in other.values] or [0], dtype=np.int32)
        codes = np.where(other.codes >= 0, new[np.maximum(other.codes, 0)], np.int32(-1)).astype(np.int32)
        return Texts(tuple(seen), np.concatenate([self.codes, codes]))


def _text(cell: object) -> str:
    if cell is None or cell != cell:  # NaN is the one thing that is not itself
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()
