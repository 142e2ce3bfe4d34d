"""Generalisation hierarchies: what a value becomes at each step, read from a file in ARX's form or made from a code list's parents."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np

from titip.dictionary.rules.types import ElementType
from titip.share.disclosure.steps import Steps
from titip.share.rules.columns import STAR, SUPPRESSED, Codes, Column, Heading, Value
from titip.share.rules.problems import TableProblem

#: What the first and the last step of every column are called.
OWN: Final = "own"
WITHHELD: Final = "withheld"
_NUMBER: Final = re.compile(r"\d+")


@dataclass(frozen=True)
class Hierarchy:
    """``paths``: for each value as text, its labels from the finest to the coarsest, all of equal number; the last need not be ``*``.

    ``name`` is for errors. ``levels``: what each level is called (month, quarter, year), where that is known. ``shown``: how a coarser label is
    shown, where not as it is spelt. Two values with the same label on one level have the same labels on all above it (else TableProblem).
    """

    paths: Mapping[str, tuple[str, ...]]
    name: str = "the hierarchy"
    levels: tuple[str, ...] = ()
    shown: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.paths:
            raise TableProblem(f"{self.name} is empty.", "Give one line a value: value;coarser;coarsest.")
        if len({len(path) for path in self.paths.values()}) != 1:
            raise TableProblem(
                f"{self.name} has lines of different length.", "Give every value the same number of levels; repeat a label where one is lacking."
            )
        above: dict[tuple[int, str], tuple[str, ...]] = {}
        for value, path in self.paths.items():
            for level, label in enumerate(path):
                rest = path[level + 1 :]
                if above.setdefault((level, label), rest) != rest:
                    raise TableProblem(
                        f"{self.name}: “{label}” of “{value}” lies under “{rest[0]}”, elsewhere under “{above[level, label][0]}”.",
                        "Give two groups two names, or mend the line.",
                    )

    @classmethod
    def from_file(cls, path: Path) -> Hierarchy:
        """ARX's form: one line a value, ``value;level1;level2;…``, UTF-8, no header. Raises TableProblem."""
        if not path.is_file():
            raise TableProblem(f"There is no hierarchy file {path}.", "Check the name; it is looked for beside the specification.")
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise TableProblem(f"{path.name} is not UTF-8.", "Save it as “CSV UTF-8”.") from None
        return cls.from_lines(text.splitlines(), path.name)

    @classmethod
    def from_lines(cls, lines: Iterable[str], name: str = "the hierarchy") -> Hierarchy:
        """The same from lines of text."""
        paths: dict[str, tuple[str, ...]] = {}
        for number, row in enumerate(csv.reader(lines, delimiter=";"), start=1):
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if paths.setdefault(cells[0], tuple(cells[1:])) != tuple(cells[1:]):
                raise TableProblem(f"{name}, line {number}: “{cells[0]}” stands there twice, with different groups.", "Keep one of the two lines.")
        if paths and all(not path and ("," in value or "\t" in value) for value, path in paths.items()):
            raise TableProblem(f"{name} has no “;” in any line.", "Divide the levels by semicolons: value;coarser;coarsest.")
        return cls(paths, name)

    @classmethod
    def from_parents(cls, parents: Mapping[str, str | None], name: str = "the code list") -> Hierarchy:
        """From a code list: each code's parent (None: it has none). Codes nearer to the root stay themselves until their own level is reached."""
        chains = {code: _chain(code, parents, name) for code in parents}
        deepest = max((len(chain) for chain in chains.values()), default=1)
        return cls({code: tuple(chain[max(len(chain) - depth, 0)] for depth in range(deepest - 1, 0, -1)) for code, chain in chains.items()}, name)

    @classmethod
    def bands(cls, numbers: Iterable[int], widths: Sequence[int], name: str = "bands") -> Hierarchy:
        """Whole numbers in bands of increasing width, each width a multiple of the one before: 0-4, 0-9, 0-19."""
        if any(wide % narrow for narrow, wide in zip(widths, widths[1:], strict=False)) or not all(width > 1 for width in widths):
            raise TableProblem("Each width of a band must be a multiple of the one before, from 2 on.", "Say for instance 5, 10, 20.")
        return cls({str(x): tuple(f"{x // width * width}-{x // width * width + width - 1}" for width in widths) for x in numbers}, name, _widths(widths))

    @classmethod
    def dates(cls, days: Iterable[date], name: str = "dates") -> Hierarchy:
        """Days to month, quarter, year."""
        return cls({d.isoformat(): (f"{d:%Y-%m}", f"{d.year}-Q{(d.month + 2) // 3}", str(d.year)) for d in days}, name, ("month", "quarter", "year"))


def _widths(widths: Sequence[int]) -> tuple[str, ...]:
    return tuple(f"band:{width}" for width in widths)


def _chain(code: str, parents: Mapping[str, str | None], name: str) -> list[str]:
    """The code, its parent, and so on to the root."""
    chain = [code]
    while parent := parents.get(chain[-1]):
        if parent in chain:
            raise TableProblem(f"{name}: “{parent}” is its own ancestor.", "Mend the parents of the code list.")
        chain.append(parent)
    return chain


@dataclass(frozen=True, eq=False)
class Recoding:
    """A column's steps, with what each released number is: an index into ``values``, or a negative code of absence.

    ``levels``: what each step is called, one name a step, from ``own`` to ``withheld``. ``shown``: how coarser labels are shown.
    """

    column: Column
    steps: Steps
    values: tuple[Value, ...]
    levels: tuple[str, ...] = (OWN, WITHHELD)
    shown: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, column: Column, hierarchy: Hierarchy | None = None, floor: Mapping[str, int] | None = None, between: bool = True) -> Recoding:
        """The steps of a column. Missing stays as it is until it is withheld. Raises TableProblem for a value that the hierarchy lacks.

        ``floor``: the step below which a value may not be shown (a small place). ``between``: whether rows may stop at the steps in between.
        """
        if hierarchy is None:
            return cls(column, Steps.flat(column.codes), column.values)
        present, base = np.unique(column.codes, return_inverse=True)
        paths = [_path(column, int(code), hierarchy) for code in present]
        numbers: dict[Value, int] = {value: i for i, value in enumerate(column.values)}
        same_text = {str(value): i for value, i in numbers.items()}
        groups = [present.astype(np.int32)]
        for level in range(max((len(path) for path in paths if path is not None), default=0)):
            found = [_number(path, level, code, numbers, same_text) for path, code in zip(paths, present.tolist(), strict=True)]
            group = np.array(found, dtype=np.int32)
            withheld = bool((group[present >= 0] == SUPPRESSED).all())  # then what is missing is withheld with the rest
            groups.append(np.full_like(group, SUPPRESSED) if withheld else group)
        groups.append(np.full(len(present), SUPPRESSED, dtype=np.int32))
        if floor:
            least = np.array([floor.get(text_of(column.values[code]), 0) if code >= 0 else 0 for code in present.tolist()])
            groups = [np.choose(np.maximum(least, step), groups).astype(np.int32) for step in range(len(groups))]
        kept = [i for i, group in enumerate(groups) if i == 0 or not np.array_equal(group, groups[i - 1])]
        kept = kept if between else [kept[0], kept[-1]]
        groups = [groups[i] for i in kept]
        names = [OWN, *(hierarchy.levels or [f"up:{i}" for i in range(1, len(groups))])]
        levels = (*(names[i] for i in kept[:-1]), WITHHELD)
        steps = Steps(base.astype(np.int32), tuple(groups), tuple(_loss(group, present) for group in groups))
        return cls(column, steps, tuple(numbers), levels, hierarchy.shown)

    def released(self, codes: Codes) -> Column:
        """The column with those codes; values that no row has any more are forgotten. Numbers of which some became bands are numbers no more."""
        column = Column(self.column.heading, self.values, codes).without_unused()
        coarser = [value for value in column.values if value not in set(self.column.values)]
        if coarser:
            column = replace(column, heading=_with_coarser(column, coarser, self.shown))
        return column.in_order()


def _with_coarser(column: Column, coarser: Sequence[Value], shown: Mapping[str, str]) -> Heading:
    """The heading with the names of coarser labels; of an ordered scale in the order of the numbers that values begin with."""
    heading = column.heading
    names: dict[Value, str] = {**heading.names, **{value: shown.get(str(value), str(value)) for value in coarser}}
    if heading.numeric:
        names = {value: names.get(value, str(value)) for value in column.values}
        heading = replace(heading, type=ElementType.SELECT_ONE, unit="")
    if heading.ordered and all(_NUMBER.match(str(value)) for value in names):
        names = dict(sorted(names.items(), key=lambda item: (float(_NUMBER.match(str(item[0]))[0]), str(item[0]) in shown)))  # type: ignore[index]
    return replace(heading, names=names)


def _path(column: Column, code: int, hierarchy: Hierarchy) -> tuple[str, ...] | None:
    """The labels above a value; None for what is missing, which no hierarchy need name."""
    text = "" if code < 0 else text_of(column.values[code])
    path = hierarchy.paths.get(text)
    if path is None and code >= 0:
        raise TableProblem(f"{hierarchy.name} does not say what “{text}” of {column.heading.code} belongs to.", f"Add the line “{text};…”.")
    return path


def text_of(value: Value) -> str:
    """A value as a hierarchy file spells it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ";".join(value) if isinstance(value, tuple) else str(value)


def _number(path: tuple[str, ...] | None, level: int, code: int, numbers: dict[Value, int], same_text: dict[str, int]) -> int:
    if path is None:
        return code
    label = path[level]
    if label == STAR:
        return SUPPRESSED
    if label in same_text:
        return same_text[label]
    return numbers.setdefault(label, len(numbers))


def _loss(group: Codes, present: Codes) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """How many of the other values present a released one may stand for; withheld is 1, missing that stays missing 0."""
    known = present >= 0
    _, dense = np.unique(group, return_inverse=True)
    covered = np.bincount(dense, weights=known)[dense]
    loss = np.where(known, (covered - 1) / max(int(known.sum()) - 1, 1), 0.0)
    return np.asarray(np.where(group == SUPPRESSED, 1.0, loss))
