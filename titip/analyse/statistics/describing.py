"""Describe one column of a released table (R4): n, missing by kind, counts, shares, and centre and spread of what is numeric."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from titip.analyse.statistics.description import Description, Group
from titip.analyse.statistics.numbers import Numbers, summarise
from titip.dictionary.rules.types import ElementType
from titip.kit.missing import Missing
from titip.share.disclosure import withheld
from titip.share.rules import Column, Released, TableProblem, Value


def describe(released: Released, *, by: str, columns: Sequence[str] = (), protect: int | None = None) -> Description:
    """Count ``by``, and summarise the numeric ``columns`` overall and within each group. Raises UnknownColumn or TableProblem.

    ``protect``: counts below this are withheld, with partners, so that subtraction gives none away; None takes the k of the release.
    """
    column = released.column(by)
    k = released.protect if protect is None else max(protect, released.protect)
    numeric = [_numeric(released.column(code)) for code in columns]
    counted = parts_counted(column)
    groups, missing, starred = told_alone(column, counted, k)
    known = None if None in (starred, *missing.values()) else len(column) - (starred or 0) - sum(n or 0 for n in missing.values())
    shown = tuple(_in_order(column, [Group(value, column.name(value), n, _share(n, known)) for value, n in groups.items()]))
    summarised = {c.heading.code: c for c in ([column] if column.heading.numeric and not _flag(column) else []) + numeric}
    return Description(
        heading=column.heading,
        n=released.n,
        known=known,
        missing=missing,
        starred=starred,
        groups=shown,
        about=released.about,
        protect=k,
        many=column.heading.type is ElementType.SELECT_MANY,
        numbers={code: summarise(c, protect=k) for code, c in summarised.items()},
        numbers_by_group={c.heading.code: _by_group(c, column, shown, k) for c in numeric},
        labels={code: c.heading for code, c in summarised.items()},
    )


def _numeric(column: Column) -> Column:
    if not column.heading.numeric:
        raise TableProblem(f"“{column.heading.code}” does not hold numbers.", "Use it with --by to count its values.")
    return column


def _flag(column: Column) -> bool:
    """Whether the numbers are only 0 and 1: a flag, whose mean says less than its counts."""
    return set(column.values) <= {0, 1}


def _parts(value: Value) -> tuple[Value, ...]:
    """What a value counts for: itself, or each of several at once. None of several is a value of its own."""
    return value if isinstance(value, tuple) and value else (value,)


def parts_counted(column: Column) -> dict[Value, int]:
    """How many rows have each value, or each of several at once."""
    counted: Counter[Value] = Counter()
    for value, n in zip(column.values, column.counts().tolist(), strict=True):
        for part in _parts(value):
            counted[part] += n
    return dict(counted)


def told_alone(column: Column, counted: Mapping[Value, int], k: int) -> tuple[dict[Value, int | None], dict[Missing, int | None], int | None]:
    """The counts with the small ones withheld. Groups, kinds of missing and ``*`` are cells of one table, whose total is n."""
    missing, starred = column.missing(), column.withheld()
    cells = [*counted.values(), *missing.values(), starred]
    hidden = iter(withheld(cells, k))
    shown: list[int | None] = [None if next(hidden) else n for n in cells]
    return (
        dict(zip(counted, shown, strict=False)),
        dict(zip(missing, shown[len(counted) :], strict=False)),
        shown[-1],
    )


def _share(n: int | None, known: int | None) -> float | None:
    return None if n is None or not known else n / known


def _in_order(column: Column, groups: list[Group]) -> list[Group]:
    """An ordered scale keeps its order; else the largest first, the withheld last, and equals by name."""
    if column.heading.ordered or column.heading.numeric or column.heading.type is ElementType.DATE:
        return groups
    return sorted(groups, key=lambda g: (g.n is None, -(g.n or 0), g.name))


def _by_group(numbers: Column, column: Column, groups: Sequence[Group], k: int) -> dict[str, Numbers]:
    """Centre and spread within each group whose count may be told."""
    order = np.argsort(column.codes, kind="stable")
    starts = np.searchsorted(column.codes[order], np.arange(len(column.values) + 1))
    having: dict[Value, list[int]] = {}
    for i, value in enumerate(column.values):
        for part in _parts(value):
            having.setdefault(part, []).append(i)
    rows = {part: np.concatenate([order[starts[i] : starts[i + 1]] for i in places]) for part, places in having.items()}
    return {group.name: summarise(numbers.take(rows[group.value]), protect=k) for group in groups if group.n is not None}
