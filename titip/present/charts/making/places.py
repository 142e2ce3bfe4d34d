"""Places on maps; shares and rates by place or group."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt
from typing import Any, Final

from titip.analyse.statistics import describe
from titip.present.charts.kinds import USUAL, Intent, Kind, Measure
from titip.present.charts.making.columns import crossed_for, specified
from titip.present.charts.making.wish import Wish
from titip.present.charts.maps.outlines import OUTLINES, find
from titip.present.charts.rows import Row
from titip.present.charts.specification import ChartSpec
from titip.present.charts.specifying import specify
from titip.share.rules import Released, TableProblem

#: Rates are told for so many inhabitants.
PER: Final = 100_000
_Z: Final = 1.959963984540054


def choropleth(released: Released, wish: Wish, title: str, protect: int | None, said: dict[str, Any]) -> ChartSpec:
    """A map of rates or shares; one of counts is specified too, for the checks to refuse with their cure."""
    if wish.population:
        return _rates(released, wish, title, protect, said)
    if not wish.across:
        counted = specify(describe(released, by=wish.by, protect=protect), title=title, **said)
        return replace(counted, kind=Kind.CHOROPLETH, intent=Intent.PLACE, outlines=map_for(released, wish))
    return replace(shares(released, wish, title, protect, said), outlines=map_for(released, wish))


def shares(released: Released, wish: Wish, title: str, protect: int | None, said: dict[str, Any]) -> ChartSpec:
    """Of each first value, the share that has one value of the second column; with Wilson intervals for dots (Wilson 1927)."""
    crossed = crossed_for(released, wish, protect)
    first, second = released.column(wish.by).heading, released.column(wish.across)
    names = {str(value): second.name(value) for value in second.values}
    wanted = next((code for code, name in names.items() if wish.value in (code, name)), "")
    if not wanted:
        known = ", ".join(list(names.values())[:8])
        raise TableProblem(f"“{second.heading.shown}” has no value “{wish.value}”.", f"Choose whose share to show, one of: {known}.")
    rows = tuple(replace(row, series="", series_code="") for row in crossed.rows if row.series_code == wanted)
    if wish.kind is Kind.INTERVAL:
        rows = tuple(_with_interval(row, crossed.wholes.get(row.code)) for row in rows)
    of = f"{released.about.unit_of_count} in each {first.shown} whose {second.heading.shown} is known"
    made = specified(released, wish, replace(crossed, rows=rows), title, said, measure=Measure.SHARE, many=True)
    return replace(made, denominator=of, value_label=names[wanted], series_label="", intent=USUAL[wish.kind])


def _with_interval(row: Row, whole: int | None) -> Row:
    if row.n is None or not whole:
        return replace(row, n=None, share=None)
    p, z2 = row.n / whole, _Z * _Z
    middle = (p + z2 / (2 * whole)) / (1 + z2 / whole)
    half = _Z * sqrt(p * (1 - p) / whole + z2 / (4 * whole * whole)) / (1 + z2 / whole)
    return replace(row, low=min(max(middle - half, 0.0), p), high=max(min(middle + half, 1.0), p))


def _rates(released: Released, wish: Wish, title: str, protect: int | None, said: dict[str, Any]) -> ChartSpec:
    """Cases for each 100,000 inhabitants, with exact Poisson intervals in the table (Garwood 1936)."""
    description = describe(released, by=wish.by, protect=protect)
    inhabitants = {str(place).casefold(): number for place, number in (wish.population or {}).items()}
    rows, absent = [], []
    for group in description.groups:
        people = inhabitants.get(str(group.value).casefold()) or inhabitants.get(group.name.casefold())
        if people:
            rows.append(_rate(Row(group.name, group.n, code=str(group.value)), PER / people))
        else:
            absent.append(group.name)
    if not rows:
        raise TableProblem("None of the places is in the table of inhabitants.", "Give a table with the same codes or names of places.")
    spec = specify(description, title=title, limits=[f"No inhabitants are known for {', '.join(absent)}."] if absent else [], **said)
    return replace(
        spec,
        rows=tuple(rows),
        kind=Kind.CHOROPLETH,
        intent=Intent.PLACE,
        measure=Measure.VALUE,
        value_label=f"Observed {released.about.unit_of_count} for each {PER:,} inhabitants",
        denominator="the inhabitants of each place",
        outlines=map_for(released, wish),
    )


def _rate(row: Row, per: float) -> Row:
    from scipy.stats import chi2

    if row.n is None:
        return row
    low = float(chi2.ppf(0.025, 2 * row.n) / 2) if row.n else 0.0
    return replace(row, value=row.n * per, low=low * per, high=float(chi2.ppf(0.975, 2 * row.n + 2) / 2) * per)


def flow(released: Released, wish: Wish, title: str, protect: int | None, said: dict[str, Any]) -> ChartSpec:
    """From the first column's place to the second's, the largest first, the withheld last; nobody moved: no row."""
    crossed = crossed_for(released, wish, protect)
    rows = tuple(sorted((replace(row, share=None) for row in crossed.rows if row.n != 0), key=lambda row: (row.n is None, -(row.n or 0), row.name)))
    return specified(released, wish, replace(crossed, rows=rows), title, said, outlines=map_for(released, wish))


def map_for(released: Released, wish: Wish) -> str:
    """The outlines wished for, else those that know most of the places."""
    if wish.outlines:
        return wish.outlines
    columns = [released.column(code) for code in ([wish.by, wish.across] if wish.kind is Kind.FLOW else [wish.by]) if code]
    names = [(str(value), column.name(value)) for column in columns for value in column.values][:200]
    return max(OUTLINES, key=lambda code: sum(1 for value, name in names if find(code, value) or find(code, name)))
