"""The rules that one kind of picture adds (R6, R19, R22, R31 to R33): whether these rows can be drawn as that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from titip.present.charts import kinds
from titip.present.charts.faults import Fault
from titip.present.charts.kinds import Kind, Measure
from titip.present.charts.specification import ChartSpec

Faults = Iterator[Fault]


def own_rules(spec: ChartSpec) -> Faults:
    """What this kind asks of its rows, beyond what every chart must say."""
    yield from _two_names(spec)
    yield from _series(spec)
    yield from _measured(spec)
    if spec.kind in _OWN:
        yield from _OWN[spec.kind](spec)


def _two_names(spec: ChartSpec) -> Faults:
    if spec.kind in kinds.TWO_WAY and any(not row.series for row in spec.rows):
        yield Fault("R32", f"A {_called(spec)} needs two columns, and these rows have one.", "Choose a second column, or a bar chart.", "rows")
    if spec.kind not in kinds.TWO_WAY | {Kind.LINE, Kind.STRIP} and len(spec.series) > 1:
        yield Fault("R32", f"A {_called(spec)} shows one column, and these rows have two.", "Choose a grouped bar chart or a heat table.", "kind")
    places = [(row.name, row.series, row.at) for row in spec.rows]
    if len(set(places)) < len(places) and spec.kind not in (Kind.SCATTER, Kind.STRIP):
        yield Fault("R33", "A value stands twice in the table.", "Give each value one row.", "rows")


def _series(spec: ChartSpec) -> Faults:
    most = kinds.MOST_SERIES.get(spec.kind)
    if most is not None and len(spec.series) > most:
        cure = f"Group them into {most} or fewer, or use small multiples." if most < 12 else f"Group them into {most} or fewer."
        yield Fault("R36", f"{len(spec.series)} {spec.series_label or 'series'} cannot be held apart in a {_called(spec)}.", cure, "rows")
    if spec.kind in (Kind.GROUPED, Kind.MULTIPLES) and len(spec.rows) > 60:
        yield Fault("R36", f"{len(spec.rows)} bars cannot be read on a phone.", "Group the values into fewer, or use a heat table.", "rows")
    if spec.kind in (Kind.STACKED, Kind.HEAT, Kind.BOX, Kind.INTERVAL) and len(spec.names) > kinds.MOST_STEPS:
        yield Fault("R36", f"{len(spec.names)} lines cannot be read on a phone.", f"Group the values into {kinds.MOST_BARS} or fewer.", "rows")


def _measured(spec: ChartSpec) -> Faults:
    if spec.measure is Measure.VALUE and not spec.value_label.strip():
        yield Fault("R29", "It is not said what is measured.", "Give the name of the value and its unit.", "value_label")
    if spec.measure is Measure.SHARE and any(row.share is not None and row.n is None for row in spec.rows):
        yield Fault("R14", "A percentage stands without its count.", "Give the count of each row.", "rows")
    uncertain = spec.estimated or spec.kind is Kind.INTERVAL
    bare = [row.name for row in spec.rows if row.drawn(spec.measure) is not None and (row.low is None or row.high is None)]
    if uncertain and bare:
        yield Fault("R19", f"Estimates stand without their interval: {', '.join(bare[:5])}.", "Give low and high of each, or show counts.", "rows")
    if uncertain and spec.kind not in (Kind.INTERVAL, Kind.LINE):
        yield Fault("R19", f"A {_called(spec)} hides how uncertain an estimate is.", "Draw dots with intervals, or a line with its band.", "kind")
    for row in spec.rows:
        value = row.drawn(spec.measure)
        if value is not None and row.low is not None and row.high is not None and not row.low <= value <= row.high:
            yield Fault("R19", f"The interval of “{row.name}” does not hold its value.", "Give low and high in the unit of the value.", "rows")


def _pie(spec: ChartSpec) -> Faults:
    cure = "Use a bar chart, sorted by size."
    counts = [row.n for row in spec.rows]
    if spec.many:
        yield Fault("R33", "A case may have several values: they are no parts of one whole.", cure, "kind")
    if None in counts:
        yield Fault("R41", "Some parts are withheld, and their angles would tell them.", cure, "kind")
        return
    told = [n or 0 for n in counts]
    if len(told) > kinds.MOST_SLICES:
        yield Fault("R32", f"{len(told)} slices cannot be compared by eye.", f"Use a bar chart, or group them into {kinds.MOST_SLICES} or fewer.", "rows")
    if told != sorted(told, reverse=True):
        yield Fault("R32", "The slices are not sorted by size.", "Sort them, the largest first; for a scale with an order use a stacked bar.", "rows")
    if told and min(told) < kinds.THINNEST_SLICE * sum(told):
        yield Fault("R32", f"A slice under {100 * kinds.THINNEST_SLICE:.0f} % cannot be seen.", cure, "rows")


def _line(spec: ChartSpec) -> Faults:
    if len(spec.names) < kinds.FEWEST_PERIODS:
        yield Fault("R22", f"{len(spec.names)} points are no trend.", f"Show {kinds.FEWEST_PERIODS} periods or more, or use a bar chart.", "rows")
    if not spec.ordered:
        yield Fault("R32", "A line joins what follows on each other; these values have no order.", "Use a bar chart.", "kind")
    unknown = [cut.before for cut in spec.breaks if cut.before not in spec.names]
    if unknown:
        yield Fault("R7", f"There is no period {', '.join(unknown)} to break the line at.", "Name a period of the table.", "breaks")


def _histogram(spec: ChartSpec) -> Faults:
    edges = [(row.at, row.to) for row in spec.rows]
    if any(at is None or to is None or not at < to for at, to in edges):
        yield Fault("R32", "A histogram needs classes with two ends.", "Choose a column of numbers.", "rows")
        return
    if any(one[1] != other[0] for one, other in zip(edges, edges[1:], strict=False)):
        yield Fault("R32", "The classes leave gaps or overlap.", "Let each begin where the one before ends.", "rows")
    if spec.measure is Measure.COUNT and len({round((to or 0) - (at or 0), 9) for at, to in edges}) > 1:
        yield Fault("R32", "Classes of different width: the wide ones would look fuller than they are.", "Use classes of one width.", "rows")


def _box(spec: ChartSpec) -> Faults:
    for row in spec.rows:
        if row.n is None:
            continue
        if row.box is None or not _in_order(row.box.low, row.box.q1, row.box.median, row.box.q3, row.box.high):
            yield Fault("R32", f"“{row.name}” has no five numbers in their order.", "Give the quartiles, and the ends where they may be told.", "rows")
        if row.n < kinds.SMALLEST_BOX:
            yield Fault("R13", f"A box of {row.n} shows quartiles that hardly anything stands for.", "Use a strip chart, or larger groups.", "rows")


def _in_order(*numbers: float | None) -> bool:
    told = [one for one in numbers if one is not None]
    return told == sorted(told)


def _dots(spec: ChartSpec) -> Faults:
    lacking = [row for row in spec.rows if row.n is not None and (row.at is None or (spec.kind is Kind.SCATTER and row.value is None))]
    if lacking:
        yield Fault("R32", "Dots need a place on each axis.", "Choose columns of numbers.", "rows")


def _interval(spec: ChartSpec) -> Faults:
    if spec.log and any(low is not None and low <= 0 for low in (row.low for row in spec.rows)):
        yield Fault("R31", "Equal steps of ratios have no zero, and an interval reaches it.", "Use a plain axis.", "log")


def _choropleth(spec: ChartSpec) -> Faults:
    from titip.present.charts.maps.outlines import OUTLINES

    if spec.measure is Measure.COUNT:
        yield Fault(
            "R6",
            "Counts on a shaded map show where many people live, or where we work.",
            "Give what they are a share of (people met in each place, inhabitants), or use a bar chart.",
            "measure",
        )
    elif not spec.denominator.strip():
        yield Fault("R6", "It is not said what the rate is of.", "Give the denominator: people met in each place, inhabitants in a year.", "denominator")
    yield from _on_map(spec, OUTLINES, [(row.code or row.name,) for row in spec.rows])


def _flow(spec: ChartSpec) -> Faults:
    from titip.present.charts.maps.outlines import OUTLINES

    if spec.measure is not Measure.COUNT:
        yield Fault("R32", "The width of a flow is how many moved.", "Draw counts.", "measure")
    ends = [(row.code or row.name, row.series_code or row.series) for row in spec.rows]
    yield from _on_map(spec, OUTLINES, ends)


def _on_map(spec: ChartSpec, known: Mapping[str, str], rows: Sequence[tuple[str, ...]]) -> Faults:
    from titip.present.charts.maps.outlines import find

    if spec.outlines not in known:
        yield Fault("R32", f"There are no outlines “{spec.outlines}”.", f"Use one of {', '.join(known)}.", "outlines")
    elif rows and not any(all(find(spec.outlines, name) for name in names) for names in rows):
        yield Fault("R32", f"None of the places is on the map of {known[spec.outlines]}.", "Use codes or names of places on it, or other outlines.", "rows")


def _called(spec: ChartSpec) -> str:
    return kinds.NAMES[spec.kind].lower()


_OWN: Final[Mapping[Kind, Callable[[ChartSpec], Faults]]] = {
    Kind.PIE: _pie,
    Kind.LINE: _line,
    Kind.HISTOGRAM: _histogram,
    Kind.BOX: _box,
    Kind.STRIP: _dots,
    Kind.SCATTER: _dots,
    Kind.INTERVAL: _interval,
    Kind.CHOROPLETH: _choropleth,
    Kind.FLOW: _flow,
}
