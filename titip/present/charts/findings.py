"""A finding drawn: which kind fits its intent (R32), from its own table and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from titip.analyse.rules.sentences import number
from titip.analyse.statistics import Finding, Head, Intent, Shown
from titip.analyse.statistics import Kind as CellKind
from titip.present.charts.kinds import Intent as Seen
from titip.present.charts.kinds import Kind, Measure
from titip.present.charts.rows import Row
from titip.present.charts.specification import ChartSpec
from titip.present.charts.specifying import specify, specify_rows

#: More rows or columns than a heat table holds on a phone.
_MOST_CELLS: Final = 12
#: More groups of bars than this are a heat table.
_MOST_SERIES: Final = 4


def picture(finding: Finding, *, title: str, **said: Any) -> ChartSpec | None:
    """The specification of a finding's chart, None where nothing can be drawn. ``said``: notice, language, period and the like (``specify_rows``)."""
    maker = _MAKERS.get((finding.intent, str(finding.details.get("kind", ""))), _MAKERS.get((finding.intent, "")))
    return maker(finding, title, said) if maker and finding.tables else None


def _spec(finding: Finding, rows: list[Row], title: str, said: Mapping[str, Any], *, kind: Kind, column: str, **more: Any) -> ChartSpec:
    return specify_rows(
        rows,
        kind=kind,
        about=finding.about,
        n=finding.n,
        known=finding.used,
        column=column,
        title=title,
        missing="; ".join(f"{one.why.say()} {'*' if one.n is None else f'{one.n:,}'}" for one in finding.excluded if one.n != 0),
        method=" ".join(sentence.say() for sentence in finding.methods()),
        definition=finding.about.definitions.get(str(finding.details.get("by", "")), ""),
        limits=[sentence.say() for sentence in finding.cautions],
        protect=finding.protect,
        **{**more, **said},
    )


def _cells(shown: Shown) -> list[dict[str, Any]]:
    return [{head.key: cell for head, cell in zip(shown.heads, row, strict=True)} for row in shown.rows]


def _label(shown: Shown, key: str) -> str:
    return next((head.label for head in shown.heads if head.key == key), "")


def _medians(finding: Finding, title: str, said: Mapping[str, Any]) -> ChartSpec:
    """Dots with intervals: the median of each group."""
    (shown,) = finding.tables
    rows = [Row(str(one["group"]), one["n"], value=one["median"], low=one["low"], high=one["high"]) for one in _cells(shown)]
    label, unit = _measured(finding)
    words = {"measure": Measure.VALUE, "value_label": label, "value_unit": unit, "estimated": True}
    return _spec(finding, rows, title, said, kind=Kind.INTERVAL, column=_label(shown, "group"), **words)


def _measured(finding: Finding) -> tuple[str, str]:
    """What the numbers are, and their unit."""
    code = str(finding.details.get("of") or finding.details.get("duration", ""))
    heading = ((finding.pictured.labels or {}) if finding.pictured else {}).get(code)
    return (heading.shown, heading.unit) if heading else (code, "")


def _shares(finding: Finding, title: str, said: Mapping[str, Any]) -> ChartSpec:
    """Dots with intervals: the share in each group."""
    (shown,) = finding.tables
    rows = [Row(str(one["group"]), one["count"], one["share"], low=one["low"], high=one["high"]) for one in _cells(shown)]
    words = {"measure": Measure.SHARE, "estimated": True, "many": True, "denominator": _label(shown, "group")}
    return _spec(finding, rows, title, said, kind=Kind.INTERVAL, column=_label(shown, "group"), **words)


def _counts(finding: Finding, title: str, said: Mapping[str, Any]) -> ChartSpec | None:
    """Bars: the counts themselves."""
    return specify(finding.pictured, title=title, **said) if finding.pictured else None


def _rates(finding: Finding, title: str, said: Mapping[str, Any]) -> ChartSpec:
    (shown,) = finding.tables
    rows = [Row(str(one["group"]), one["count"], value=one["rate"], low=one["rate_low"], high=one["rate_high"]) for one in _cells(shown)]
    return _spec(finding, rows, title, said, kind=Kind.INTERVAL, column=_label(shown, "group"), **_rate_words(finding, shown))


def _rate_words(finding: Finding, shown: Shown) -> dict[str, Any]:
    unit = _label(shown, "exposure")
    per = f"per {number(finding.details.get('per', 1))} {unit}"
    return {"measure": Measure.VALUE, "value_label": _label(shown, "rate"), "value_unit": per, "estimated": True, "denominator": unit}


def _together(finding: Finding, title: str, said: Mapping[str, Any]) -> ChartSpec | None:
    """The first cross-tab: groups of bars, or a heat table where there are many."""
    shown = finding.tables[0]
    heads: list[Head] = [head for head in shown.heads if head.kind is CellKind.COUNT and head.key != "n"]
    if max(len(heads), len(shown.rows)) > _MOST_CELLS:
        return None
    rows = [Row(str(one["group"]), one[head.key], series=head.label) for one in _cells(shown) for head in heads]
    kind = Kind.GROUPED if len(heads) <= _MOST_SERIES else Kind.HEAT
    return _spec(finding, rows, title, said, kind=kind, column=_label(shown, "group"), intent=Seen.ASSOCIATION, series_label=_second(finding))


def _second(finding: Finding) -> str:
    pairs = finding.details.get("pairs")
    return str(finding.details.get("second") or (pairs[0]["second"] if pairs else ""))


def _line(finding: Finding, title: str, said: Mapping[str, Any]) -> ChartSpec:
    (shown,) = finding.tables
    rated = any(head.key == "rate" for head in shown.heads)
    rows = []
    for i, one in enumerate(_cells(shown)):
        value = {"value": one["rate"], "low": one["rate_low"], "high": one["rate_high"]} if rated else {}
        rows.append(Row(str(one["period"]), one["count"], at=float(i), **value))
    words = _rate_words(finding, shown) if rated else {}
    return _spec(finding, rows, title, said, kind=Kind.LINE, column=_label(shown, "period"), intent=Seen.TIME, ordered=True, **words)


def _gaps(finding: Finding, title: str, said: Mapping[str, Any]) -> ChartSpec | None:
    """A heat table of the share that is missing: place by field, or place by period for the field with most missing."""
    shown = finding.tables[1]
    cells = _cells(shown)
    timed = any("time" in one for one in cells)
    if timed:
        lacking: dict[str, int] = {}
        for one in cells:
            lacking[str(one["field"])] = lacking.get(str(one["field"]), 0) + (one["lacking"] or 0)
        field = max(lacking, key=lambda name: lacking[name])
        cells = [one for one in cells if one["field"] == field]
    series = "time" if timed else "field"
    names = {str(one["place"]) for one in cells}, {str(one[series]) for one in cells}
    if not cells or max(map(len, names)) > _MOST_CELLS:
        return None
    rows = [Row(str(one["place"]), one["lacking"], one["share"], series=str(one[series])) for one in cells]
    words = {"measure": Measure.SHARE, "many": True, "series_label": _label(shown, series), "denominator": _label(shown, "cases")}
    return _spec(finding, rows, title, said, kind=Kind.HEAT, column=_label(shown, "place"), intent=Seen.COMPARE, **words)


def _box(finding: Finding, title: str, said: Mapping[str, Any]) -> ChartSpec | None:
    """A box plot of the numbers that were looked through; bars for groups."""
    if finding.pictured is None:
        return None
    return specify(finding.pictured, title=title, kind=Kind.BOX if finding.pictured.numbers else Kind.BAR, **said)


_MAKERS: Final[Mapping[tuple[Intent, str], Callable[[Finding, str, Mapping[str, Any]], ChartSpec | None]]] = {
    (Intent.COMPARE, "numbers"): _medians,
    (Intent.COMPARE, "durations"): _medians,
    (Intent.DESCRIBE, "durations"): _medians,
    (Intent.COMPARE, "shares"): _shares,
    (Intent.COMPARE, "counts"): _counts,
    (Intent.COMPARE, "rates"): _rates,
    (Intent.ASSOCIATE, ""): _together,
    (Intent.TREND, ""): _line,
    (Intent.GAPS, ""): _gaps,
    (Intent.OUTLIERS, ""): _box,
}
