"""What goes with the picture (R35): the table, the text alternative and the CSV, made from the same rows that are drawn."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from titip.analyse.rules.sentences import number
from titip.present.charts.kinds import NAMES, TWO_WAY, Kind, Measure
from titip.present.charts.rows import WITHHELD, Row
from titip.present.charts.specification import ChartSpec
from titip.share.rules import STAR
from titip.share.rules.writing import harmless

#: A text alternative is listened to: it names this many values, and sends the listener to the table for the rest.
_SPOKEN: Final = 8
NOBODY: Final = "No case was observed: there is nothing to draw. That is an answer, not an error."


@dataclass(frozen=True)
class HtmlTable:
    """For a template: a caption, the headers, and rows of as many texts; the first ``names`` of each are its names, the rest numbers.

    ``has_shares``: whether the last column of a plain chart (name, count, share) says anything.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    has_shares: bool
    missing: str
    signposts: tuple[tuple[str, str], ...]
    names: int = 1


@dataclass(frozen=True)
class _Column:
    """A column of the table: its heading, its heading for machines, and how a row is written in it, as read and as data."""

    heading: str
    code: str
    read: Callable[[Row], str]
    data: Callable[[Row], object]


def html_table(spec: ChartSpec) -> HtmlTable:
    """The whole table beside the chart, every value, also those gathered into one bar."""
    columns = _columns(spec)
    names = 2 if _two_names(spec) else 1
    return HtmlTable(
        caption=spec.full_title,
        header=tuple(column.heading for column in columns),
        rows=tuple(tuple(column.read(row) for column in columns) for row in spec.rows),
        has_shares=names == 2 or len(columns) != 3 or any(row.share is not None for row in spec.rows),
        missing=spec.missing,
        signposts=spec.signposts,
        names=names,
    )


def alternative(spec: ChartSpec) -> str:
    """The chart in words, for those who do not see it: title, whose cases, each value with its count, what is missing."""
    notice = f"{spec.notice} " if spec.notice else ""
    begun = f"{notice}{NAMES[spec.kind]}: {spec.full_title}. {spec.subtitle}."
    if spec.empty:
        return f"{begun} {NOBODY}"
    named = [_spoken(spec, row) for row in spec.rows[:_SPOKEN]]
    more = f" {len(spec.rows) - _SPOKEN} more values are in the table." if len(spec.rows) > _SPOKEN else ""
    what = f" {_measured(spec)}." if spec.measure is not Measure.COUNT else ""
    return f"{begun}{what} {'; '.join(named)}.{more} Missing: {spec.missing}."


def _measured(spec: ChartSpec) -> str:
    """What the numbers are, in words, with what they are of."""
    if spec.measure is Measure.SHARE:
        return f"Share of {spec.denominator}" if spec.denominator else "Share of those known"
    unit = f" ({spec.value_unit})" if spec.value_unit else ""
    return f"{spec.value_label}{unit}" + (f", {spec.interval_label}" if any(row.low is not None for row in spec.rows) else "")


def _spoken(spec: ChartSpec, row: Row) -> str:
    joint = " to " if spec.kind is Kind.FLOW else ", "
    name = f"{row.name}{joint}{row.series}" if row.series else row.name
    if row.n is None:
        return f"{name}: {WITHHELD}"
    if row.box is not None:
        return f"{name}: median {number(row.box.median)}, middle half {number(row.box.q1)} to {number(row.box.q3)} (n = {row.count_text})"
    if spec.measure is Measure.VALUE:
        between = f", {row.interval_text}" if row.interval_text else ""
        return f"{name}: {row.text(Measure.VALUE)}{between} (n = {row.count_text})"
    return f"{name}: {row.text(Measure.COUNT)}"


def csv_text(spec: ChartSpec) -> str:
    """The table as CSV, the title and signposts above it as lines that begin with ``#``."""
    out = io.StringIO(newline="")
    write = csv.writer(out, lineterminator="\r\n")
    for line in (*([spec.notice] if spec.notice else []), spec.full_title, spec.subtitle, *(f"{label}: {text}" for label, text in spec.signposts)):
        write.writerow([f"# {' '.join(line.split())}"])
    columns = _columns(spec)
    write.writerow([harmless(column.code) for column in columns])
    for row in spec.rows:
        write.writerow([column.data(row) for column in columns])
    return out.getvalue()


def _two_names(spec: ChartSpec) -> bool:
    return spec.kind in TWO_WAY or any(row.series for row in spec.rows)


def _columns(spec: ChartSpec) -> list[_Column]:
    """The columns that this chart's rows fill: names, count, share, then what else was measured."""
    name = _Column(spec.column, spec.column, lambda row: row.name, lambda row: harmless(row.name))
    series = _Column(spec.series_label or "series", spec.series_label or "series", lambda row: row.series, lambda row: harmless(row.series))
    count = _Column(spec.unit.capitalize(), "n", lambda row: row.count_text, lambda row: STAR if row.n is None else row.n)
    of = f"Share: {spec.value_label}" if spec.denominator and spec.value_label else "Share of known"
    share = _Column(of, "share", lambda row: row.share_text, lambda row: "" if row.share is None else f"{row.share:.4f}")
    columns = [name, *([series] if _two_names(spec) else []), count]
    measured = spec.measure is Measure.VALUE
    if any(row.share is not None for row in spec.rows) or not (measured or _two_names(spec)):
        columns.append(share)
    if any(row.at is not None for row in spec.rows) and spec.kind in (Kind.SCATTER, Kind.STRIP):
        columns.append(_plain(spec.column, "at", lambda row: row.at))
    if measured and spec.kind is not Kind.BOX:
        columns.append(_plain(f"{spec.value_label}{f' ({spec.value_unit})' if spec.value_unit else ''}", "value", lambda row: row.value))
    if any(row.low is not None for row in spec.rows):
        columns += [_plain(f"{spec.interval_label}, from", "low", lambda row: row.low), _plain("to", "high", lambda row: row.high)]
    if spec.kind is Kind.BOX:
        columns += _five()
    if any(row.note for row in spec.rows):
        columns.append(_Column("Note", "note", lambda row: row.note, lambda row: harmless(row.note)))
    return columns


def _plain(heading: str, code: str, value: Callable[[Row], float | None]) -> _Column:
    def read(row: Row) -> str:
        told = value(row)
        return STAR if row.n is None else "" if told is None else number(told)

    def data(row: Row) -> object:
        told = value(row)
        return STAR if row.n is None else "" if told is None else told

    return _Column(heading, code, read, data)


def _five() -> list[_Column]:
    headings = (("Lowest", "low"), ("Quarter below", "q1"), ("Median", "median"), ("Quarter above", "q3"), ("Highest", "high"))
    return [_plain(heading, code, lambda row, code=code: None if row.box is None else getattr(row.box, code)) for heading, code in headings]  # type: ignore[misc]
