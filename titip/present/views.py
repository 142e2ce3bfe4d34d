"""Present shows: a chart as a file, its table as CSV, a one-page report."""

from django.http import HttpResponse
from django.shortcuts import render

from titip.present import reads
from titip.present.charts import FORMATS, ChartRefused, csv_text
from titip.present.charts import render as draw
from titip.present.forms import ChartForm
from titip.present.report import compose
from titip.protect.gate import NotHere, allow, page
from titip.protect.reads.staff import is_practice
from titip.share import reads as share
from titip.share.rules import TableProblem

TYPES = {"png": "image/png", "pdf": "application/pdf", "svg": "image/svg+xml"}


@page("present.chart")
def chart(request, reading_id, kind):
    """The chart as PNG, PDF or SVG; drawn for a phone where asked."""
    if kind not in FORMATS:
        raise NotHere
    shown = _shown(request, reading_id)
    medium = request.GET.get("for", "screen")
    try:
        drawn = draw(shown.spec, kind, medium=medium if medium in ("screen", "phone", "print") else "screen")
    except ChartRefused as refused:
        return render(request, "present/refused.html", {"faults": refused.faults, "reading": shown.result.reading}, status=422)
    return _file(drawn, TYPES[kind], f"chart-{shown.result.reading.release.code}.{kind}", inline="for" in request.GET)


@page("present.chart")
def table(request, reading_id):
    """The chart's table as CSV, signposts inside."""
    shown = _shown(request, reading_id)
    return _file(("\ufeff" + csv_text(shown.spec)).encode(), "text/csv; charset=utf-8", f"chart-{shown.result.reading.release.code}.csv")


@page("present.report")
def report(request, reading_id):
    """One page with everything, as PDF."""
    shown = _shown(request, reading_id)
    try:
        document = compose(reads.report_for(request.actor, shown, practice=is_practice()))
    except ChartRefused as refused:
        return render(request, "present/refused.html", {"faults": refused.faults, "reading": shown.result.reading}, status=422)
    return _file(document, "application/pdf", f"report-{shown.result.reading.release.code}.pdf")


def _shown(request, reading_id):
    allow(request, "present.chart", share.FACTS)
    try:
        result = reads.result_for(request.actor, reading_id)
        if result is None:
            raise NotHere
        return reads.chart_of(result, *ChartForm(request.GET, result=result).asked())
    except (share.NotReleased, TableProblem):
        raise NotHere from None


def _file(content, content_type, name, *, inline=False):
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    # A picture that is opened by itself may load nothing and run nothing.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
