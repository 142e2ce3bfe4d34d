"""Rare values put into one group before a table is counted or protected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from titip.share.rules.columns import STAR, Column
from titip.share.rules.problems import TableProblem
from titip.share.rules.released import Table

#: What the group is called unless said otherwise.
OTHER: Final = "(other)"
_EXAMPLE: Final = "Write for instance: rare: {citizenship: 20}, or rare: {citizenship: {least: 20, word: elsewhere}}"


@dataclass(frozen=True)
class Rare:
    """Values of fewer rows than ``least`` become ``word``."""

    least: int
    word: str = OTHER

    @classmethod
    def read(cls, code: str, declared: Any) -> Rare:
        """From what a specification holds for a column: a number, or ``{least: 20, word: elsewhere}``. Raises TableProblem."""
        given = declared if isinstance(declared, Mapping) else {"least": declared}
        least, word = given.get("least"), given.get("word", OTHER)
        if set(given) - {"least", "word"} or isinstance(least, bool) or not isinstance(least, int) or least < 2 or not isinstance(word, str):
            raise TableProblem(f"“rare” of “{code}” is no number of rows of 2 or more.", _EXAMPLE)
        return cls(least, word.strip())


@dataclass(frozen=True)
class Grouped:
    """How many ``values`` of a column became ``word``, in how many ``rows`` (None: not told). Which values they were is not said."""

    column: str
    word: str
    least: int
    values: int
    rows: int | None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def group_rare(table: Table, asked: Mapping[str, Rare]) -> tuple[Table, tuple[Grouped, ...]]:
    """The same rows in the same order, where the values of fewer than ``least`` rows of each column asked for are one value, last in order.

    Where the group itself would have fewer rows than that, the next rarest values join it (of equally rare ones the first in the column's order),
    so that each value that is left has ``least`` rows or more, if the column has as many. One value alone is no group and stays. What is missing or
    withheld stays so. Raises UnknownColumn, and TableProblem where the group's word is a value already, or a column holds several values a row.
    """
    done: list[Grouped] = []
    made: dict[str, Column] = {}
    for code, rare in asked.items():
        made[code], told = _grouped(table.column(code), rare)
        if told.values:
            done.append(told)
    return Table(tuple(made.get(column.heading.code, column) for column in table.columns)), tuple(done)


def _grouped(column: Column, rare: Rare) -> tuple[Column, Grouped]:
    code, counts = column.heading.code, column.counts()
    _refuse(column, rare)
    order = sorted(np.flatnonzero(counts > 0).tolist(), key=lambda i: (int(counts[i]), i))
    group: list[int] = []
    for i in order:
        gathered = int(counts[group].sum())
        if counts[i] >= rare.least and (not group or gathered >= rare.least):
            break
        group.append(i)
    if len(group) < 2:
        return column, Grouped(code, rare.word, rare.least, 0, 0)
    kept = [i for i in range(len(column.values)) if counts[i] > 0 and i not in set(group)]
    new = np.zeros(len(column.values), dtype=np.int64)
    new[kept], new[group] = np.arange(len(kept)), len(kept)
    coarse = column.recoded((*(column.values[i] for i in kept), rare.word), new)
    return coarse, Grouped(code, rare.word, rare.least, len(group), int(counts[group].sum()))


def _refuse(column: Column, rare: Rare) -> None:
    code = column.heading.code
    if any(isinstance(value, tuple) for value in column.values):
        raise TableProblem(f"{code} may hold several values a row: rare ones cannot be grouped.", "Leave it out of “rare”.")
    taken = {text.casefold() for value in column.values for text in (str(value), column.name(value))}
    if not rare.word or rare.word == STAR or rare.word.casefold() in taken:
        raise TableProblem(f"The group of rare values of {code} cannot be called “{rare.word}”: that is a value already, or nothing.", "Give another word.")


def told(grouped: Sequence[Grouped]) -> list[str]:
    """In words, for a report."""
    return [
        f"{one.values} rare values of {one.column} are together as “{one.word}”"
        + (f" ({one.rows:,} rows)" if one.rows is not None else " (in how many rows is withheld)")
        + f": each had fewer than {one.least} rows, or joined so that the group has as many."
        for one in grouped
    ]
