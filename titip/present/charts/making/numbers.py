"""Columns of numbers as classes and dots, so that what is drawn is never one person's value."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np

from titip.analyse.statistics import describe
from titip.present.charts.crossing import Crossed, cross_columns
from titip.present.charts.drawing.scales import round_step
from titip.present.charts.kinds import Kind, Measure
from titip.present.charts.making.columns import definitions
from titip.present.charts.making.wish import Wish
from titip.present.charts.rows import Row
from titip.present.charts.specification import ChartSpec
from titip.present.charts.specifying import specify_rows
from titip.share.disclosure import withheld
from titip.share.rules import Column, Heading, Released, ReleaseRefused, TableProblem

#: Classes of a histogram, and of each side of a scatter chart, at most; where small counts leave no way, so many are tried.
_MOST_CLASSES: Final = 12
_FEWER: Final = (12, 6, 3)


def histogram(released: Released, wish: Wish, title: str, protect: int | None, said: dict[str, Any]) -> ChartSpec:
    column = _numbers(released.column(wish.by))
    k = released.protect if protect is None else max(protect, released.protect)
    edges = _edges(column)
    values = np.asarray(column.values, dtype=np.float64)
    counts = np.histogram(np.repeat(values, column.counts()), bins=edges)[0].tolist()
    lacking = [*column.missing().values(), column.withheld()]
    hidden = withheld([*counts, *lacking], k)
    shares = not any(hidden)
    total = sum(counts) or 1
    rows = [
        Row(f"{low:g}–{high:g}", None if hide else n, n / total if shares else None, at=low, to=high)
        for low, high, n, hide in zip(edges, edges[1:], counts, hidden, strict=False)
    ]
    described = describe(released, by=wish.by, protect=protect)
    return specify_rows(
        rows,
        kind=Kind.HISTOGRAM,
        about=released.about,
        n=released.n,
        known=described.known,
        column=column.heading.shown,
        title=title,
        missing=described.missing_text(),
        definition=definitions(released, column.heading),
        method="Each class holds its lower end, the last one both.",
        protect=k,
        **{"ordered": True, "value_unit": column.heading.unit, **said},
    )


def _edges(column: Column, most: int = _MOST_CLASSES) -> list[float]:
    """Round ends of classes of one width over all values."""
    values = [float(value) for value in column.values if isinstance(value, int | float)]
    low, high = min(values), max(values)
    whole = all(value % 1 == 0 for value in values)
    step = round_step(max((high - low) / most, 1e-9))
    step = max(round(step + 0.49), 1) if whole else step
    first = np.floor(low / step) * step
    count = max(int(np.floor((high - first) / step)) + 1, 1)
    return [round(float(first + place * step), 10) for place in range(count + 1)]


def _numbers(column: Column) -> Column:
    if not column.heading.numeric or not column.values:
        raise TableProblem(f"“{column.heading.shown}” does not hold numbers.", "Choose a column of numbers, or a bar chart.")
    return column


def strip(released: Released, wish: Wish, title: str, protect: int | None, said: dict[str, Any]) -> ChartSpec:
    """Dots of one column of numbers, by group where a second is named; classes where there are many different numbers."""
    code = wish.number or wish.by
    column = _numbers(released.column(code))
    k = released.protect if protect is None else max(protect, released.protect)
    if wish.number and wish.by != wish.number:
        crossed, _places, at = _crossed(released.column(wish.by), column, released.n, k, (False, True))
        rows = [replace(row, name=row.series, series=row.name, share=None, at=at[row.series_code]) for row in crossed.rows if row.n != 0]
        return _dots(released, wish, rows, crossed, title, said, column.heading, released.column(wish.by).heading)
    banded, at = _banded(column)
    counts = banded.counts().tolist()
    hidden = withheld([*counts, *column.missing().values(), column.withheld()], k)
    rows = [Row(banded.name(value), None if hide else n, at=at[str(value)]) for value, n, hide in zip(banded.values, counts, hidden, strict=False)]
    described = describe(released, by=code, protect=protect)
    crossed = Crossed((), released.n, described.known, k)
    return _dots(released, wish, rows, crossed, title, said, column.heading, None)


def _dots(
    released: Released, wish: Wish, rows: list[Row], crossed: Crossed, title: str, said: dict[str, Any], measured: Heading, groups: Heading | None
) -> ChartSpec:
    return specify_rows(
        rows,
        kind=wish.kind,
        about=released.about,
        n=crossed.n,
        known=crossed.known,
        column=measured.shown,
        title=title,
        missing=crossed.missing,
        definition=definitions(released, measured, *([groups] if groups else [])),
        protect=crossed.protect,
        **{"value_label": measured.shown, "value_unit": measured.unit, "series_label": groups.shown if groups else "", "ordered": True, **said},
    )


def _crossed(first: Column, second: Column, n: int, k: int, in_classes: tuple[bool, bool]) -> tuple[Crossed, dict[str, float], dict[str, float]]:
    """Two columns against each other, in classes where said; wider ones where small counts at the ends leave no way to protect them.

    With it where the values of each stand. Raises ReleaseRefused where even the widest leave none.
    """
    for most in _FEWER:
        (one, x), (other, y) = (_banded(column, most) if band else (column, {}) for column, band in zip((first, second), in_classes, strict=True))
        try:
            return cross_columns(one, other, n, k), x, y
        except ReleaseRefused:
            if most == _FEWER[-1]:
                raise
    raise AssertionError("unreachable")


def _banded(column: Column, most: int = _MOST_CLASSES) -> tuple[Column, dict[str, float]]:
    """The column in classes where it has many different numbers, and the middle of each by its name as a value."""
    values = [float(value) for value in column.values if isinstance(value, int | float)]
    if len(values) <= 2 * most:
        return column, {str(value): float(value) for value in column.values if isinstance(value, int | float)}
    edges = _edges(column, most)
    places = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, len(edges) - 2)
    used = sorted(set(places.tolist()))
    index = {place: at for at, place in enumerate(used)}
    middles = [(edges[place] + edges[place + 1]) / 2 for place in used]
    names = {middle: f"{edges[place]:g}–{edges[place + 1]:g}" for middle, place in zip(middles, used, strict=True)}
    heading = replace(column.heading, names=names, ordered=True)
    made = replace(column, heading=heading).recoded(tuple(middles), np.array([index[place] for place in places.tolist()], dtype=np.int64))
    return made, {str(middle): middle for middle in middles}


def scatter(released: Released, wish: Wish, title: str, protect: int | None, said: dict[str, Any]) -> ChartSpec:
    other = wish.number or wish.across
    if not other:
        raise TableProblem("A scatter chart needs two columns of numbers.", "Choose a second column of numbers.")
    across, up = _numbers(released.column(wish.by)), _numbers(released.column(other))
    k = released.protect if protect is None else max(protect, released.protect)
    crossed, x, y = _crossed(across, up, released.n, k, (True, True))
    rows = [
        Row(f"{row.name}; {row.series}", row.n, at=x[row.code], value=y[row.series_code]) for row in crossed.rows if row.n != 0
    ]
    lowest = min((row.at for row in rows if row.at is not None), default=0.0)
    cut = lowest > 0 and lowest > 0.5 * max(row.at or 0.0 for row in rows)
    spec = _dots(released, wish, rows, crossed, title, said, across.heading, None)
    return replace(
        spec,
        measure=Measure.VALUE,
        value_label=up.heading.shown,
        value_unit=up.heading.unit,
        definitions=definitions(released, across.heading, up.heading),
        across_start=lowest * 0.99 if cut else 0.0,
        axis_break=cut,
    )
