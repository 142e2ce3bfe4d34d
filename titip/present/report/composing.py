"""A report made into a PDF by Typst: the template is ours and fixed, everything else reaches it as data, never as code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from titip.analyse.rules.sentences import Sentence
from titip.present.charts import ChartSpec, alternative, check, html_table, render
from titip.present.charts.fonts import FAMILIES, FOLDER, leading

_TEMPLATE: Final = Path(__file__).with_name("one_page.typ")
#: (height of the chart in mm, rows of the table): the first that leaves everything on one page is taken. Rows left out are in the CSV.
_FITS: Final = ((95, 24), (80, 18), (70, 12), (60, 8))
#: Bars that keep letters readable at the size that leaves room for the table.
_MOST_BARS: Final = 12
_PAPER: Final = "#ffffff"
PRACTICE: Final = "PRACTICE: the people in this report are made up."


@dataclass(frozen=True)
class Report:
    """One page. ``question`` and ``expectation`` were written before the answer (R1); ``answer`` are the result's own sentences.

    ``practice``: the page says that the people in it are made up. ``words``: the page's own words in another language, by their English.
    """

    chart: ChartSpec
    answer: Sequence[Sentence | str]
    question: str = ""
    expectation: str = ""
    organisation: str = ""
    practice: bool = False
    words: dict[str, str] | None = None


def compose(report: Report) -> bytes:
    """The report as a tagged PDF (PDF/UA-1), the same bytes for the same report. Raises ChartRefused where the chart breaks a rule.

    Long texts and tall scripts get a smaller chart and a shorter table; what still does not fit goes on to a second page.
    """
    import typst

    check(report.chart)
    chart = replace(report.chart, most_bars=_MOST_BARS, ground_colour=_PAPER)
    drawing = render(chart, "svg", medium="print", bare=True).decode("utf-8")
    inputs = {"chart": drawing}
    for height, rows in _FITS:
        inputs["data"] = json.dumps(_data(report, height, rows), ensure_ascii=False)
        if _pages(inputs) == 1:
            break
    return typst.compile(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        font_paths=[FOLDER],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards="ua-1",
        timestamp=datetime.fromisoformat(report.chart.made_on).replace(tzinfo=UTC),
    )


def _pages(inputs: dict[str, str]) -> int:
    """How many pages the report would take."""
    import typst

    counted = typst.query(
        _TEMPLATE, "<pages>", field="value", one=True, root=_TEMPLATE.parent, font_paths=[FOLDER], ignore_system_fonts=True, sys_inputs=inputs
    )
    return int(json.loads(counted))


def _data(report: Report, chart_height: int = _FITS[0][0], most_rows: int = _FITS[0][1]) -> dict[str, Any]:
    """All that the template shows, as plain text."""
    spec, table = report.chart, html_table(report.chart)
    words = report.words or {}
    shown = list(table.rows[:most_rows])
    told = {
        "title": spec.full_title,
        "subtitle": spec.subtitle,
        "language": spec.language,
        "fonts": list(FAMILIES[:-1]),
        "organisation": report.organisation,
        "practice": words.get(PRACTICE, PRACTICE) if report.practice else "",
        "asked": [[words.get(label, label), text] for label, text in (("Question", report.question), ("Expected", report.expectation)) if text],
        "answer": [sentence if isinstance(sentence, str) else sentence.say() for sentence in report.answer],
        "answer_label": words.get("Answer", "Answer"),
        "alternative": alternative(spec),
        "chart_height": chart_height,
        "header": [words.get(label, label) for label in (table.header if table.has_shares else table.header[:2])],
        "rows": [row if table.has_shares else row[:2] for row in shown],
        "names": table.names,
        "left_out": f"{len(table.rows) - len(shown)} more values are in the CSV." if len(table.rows) > len(shown) else "",
        "signposts": [[words.get(label, label), text] for label, text in spec.signposts],
        "signposts_label": words.get("About these numbers", "About these numbers"),
    }
    return told | {"leading": leading(json.dumps(told, ensure_ascii=False)) - 0.9}
