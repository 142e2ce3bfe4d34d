"""One column or two, counted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from titip.analyse.statistics import describe
from titip.present.charts.crossing import Crossed, cross
from titip.present.charts.kinds import Kind, Measure
from titip.present.charts.making.wish import Wish
from titip.present.charts.specification import NOT_STATED, ChartSpec
from titip.present.charts.specifying import specify, specify_rows
from titip.share.rules import Column, Heading, Released, TableProblem

#: More different second values than this are no series.
_MOST_VALUES: Final = 30


def one_column(released: Released, wish: Wish, title: str, protect: int | None, said: dict[str, Any]) -> ChartSpec:
    if wish.kind is Kind.LINE and wish.across:
        return two_columns(released, wish, title, protect, said)
    if wish.kind is Kind.BOX and not wish.number:
        column = released.column(wish.by)
        if not column.heading.numeric:
            raise TableProblem("A box plot shows the spread of numbers.", "Choose a column of numbers to describe in each group.")
    description = describe(released, by=wish.by, columns=[wish.number] if wish.number else [], protect=protect)
    return specify(description, title=title, kind=wish.kind, **said)


def two_columns(released: Released, wish: Wish, title: str, protect: int | None, said: dict[str, Any]) -> ChartSpec:
    crossed = crossed_for(released, wish, protect)
    more: dict[str, Any] = {}
    if wish.kind is Kind.STACKED and not wish.counted:
        more["measure"] = Measure.SHARE
    if wish.kind is Kind.LINE:
        years = {row.code: float(row.code) for row in crossed.rows if row.code.isdecimal()}
        crossed = replace(crossed, rows=tuple(replace(row, at=years.get(row.code)) for row in crossed.rows))
    return specified(released, wish, crossed, title, said, **more)


def crossed_for(released: Released, wish: Wish, protect: int | None) -> Crossed:
    if not wish.across:
        raise TableProblem("This kind of chart needs two columns.", "Choose a second column.")
    for code in (wish.by, wish.across):
        if len(released.column(code).values) > 4 * _MOST_VALUES or (code == wish.across and wish.kind is not Kind.FLOW and _many(released.column(code))):
            raise TableProblem(f"“{released.column(code).heading.shown}” has too many different values.", "Choose one with fewer, or band it first.")
    return wish.crossed or cross(released, wish.by, wish.across, protect=protect)


def _many(column: Column) -> bool:
    return len(column.values) > _MOST_VALUES


def specified(released: Released, wish: Wish, crossed: Crossed, title: str, said: dict[str, Any], **more: Any) -> ChartSpec:
    first, second = released.column(wish.by).heading, released.column(wish.across).heading
    return specify_rows(
        crossed.rows,
        kind=wish.kind,
        about=released.about,
        n=crossed.n,
        known=crossed.known,
        column=first.shown,
        title=title,
        missing=crossed.missing,
        definition=definitions(released, first, second),
        protect=crossed.protect,
        **{"ordered": first.ordered or first.numeric, "series_label": second.shown, **more, **said},
    )


def definitions(released: Released, *headings: Heading) -> str:
    meaning = released.about.definitions
    return "; ".join(f"{heading.shown}: {meaning.get(heading.code) or NOT_STATED}" for heading in headings)
