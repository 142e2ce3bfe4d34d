"""What goes with the picture (R35): the table, the text alternative and the CSV, made from the same rows that are drawn."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Final

from titip.present.charts.specification import ChartSpec, Row
from titip.share.rules.writing import harmless

#: A text alternative is listened to: it names this many values, and sends the listener to the table for the rest.
_SPOKEN: Final = 8


@dataclass(frozen=True)
class HtmlTable:
    """For a template: a caption, the headers, and rows of (name, count, share) as text. ``has_shares``: whether the last column is shown."""

    caption: str
    header: tuple[str, str, str]
    rows: tuple[tuple[str, str, str], ...]
    has_shares: bool
    missing: str
    signposts: tuple[tuple[str, str], ...]


def html_table(spec: ChartSpec) -> HtmlTable:
    """The whole table beside the chart, every value, also those gathered into one bar."""
    return HtmlTable(
        caption=spec.full_title,
        header=(spec.column, spec.unit.capitalize(), "Share of known"),
        rows=tuple((row.name, row.count_text, row.share_text) for row in spec.rows),
        has_shares=any(row.share is not None for row in spec.rows),
        missing=spec.missing,
        signposts=spec.signposts,
    )


def alternative(spec: ChartSpec) -> str:
    """The chart in words, for those who do not see it: title, whose cases, each value with its count, what is missing."""
    named = [_spoken(row) for row in spec.rows[:_SPOKEN]]
    more = f" {len(spec.rows) - _SPOKEN} more values are in the table." if len(spec.rows) > _SPOKEN else ""
    notice = f"{spec.notice} " if spec.notice else ""
    return f"{notice}Bar chart: {spec.full_title}. {spec.subtitle}. {'; '.join(named)}.{more} Missing: {spec.missing}."


def _spoken(row: Row) -> str:
    if row.n is None:
        return f"{row.name}: withheld"
    return f"{row.name}: {row.count_text} ({row.share_text})" if row.share_text else f"{row.name}: {row.count_text}"


def csv_text(spec: ChartSpec) -> str:
    """The table as CSV, the title and signposts above it as lines that begin with ``#``."""
    out = io.StringIO(newline="")
    write = csv.writer(out, lineterminator="\r\n")
    for line in (*([spec.notice] if spec.notice else []), spec.full_title, spec.subtitle, *(f"{label}: {text}" for label, text in spec.signposts)):
        write.writerow([f"# {' '.join(line.split())}"])
    write.writerow([harmless(spec.column), "n", "share"])
    for row in spec.rows:
        write.writerow([harmless(row.name), "*" if row.n is None else row.n, "" if row.share is None else f"{row.share:.4f}"])
    return out.getvalue()
