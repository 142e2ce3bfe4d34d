"""Present shows: a chart as a file, its table as CSV, a one-page report."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from titip.analyse.statistics import csv_text as finding_csv
from titip.present import reads
from titip.present.charts import FORMATS, ChartRefused, alternative, csv_text, html_table
from titip.present.charts import render as draw
from titip.present.forms import ChartForm
from titip.present.report import compose
from titip.present.rules.publishing import stopped
from titip.protect.gate import NotHere, allow, may, page
from titip.protect.reads.staff import is_practice
from titip.share import reads as share
from titip.share.rules import TableProblem
from titip.share.rules.signposts import signposts

TYPES = {"png": "image/png", "pdf": "application/pdf", "svg": "image/svg+xml"}


@page("present.chart")
def chart(request, reading_id, kind):
    """The chart as PNG, PDF or SVG; drawn for a phone where asked."""
    if kind not in FORMATS:
        raise NotHere
    shown = _shown(request, reading_id)
    if "for" not in request.GET and (refused := _stopped(request, shown.result)):
        return refused
    medium = request.GET.get("for", "screen")
    try:
        drawn = draw(shown.spec, kind, medium=medium if medium in ("screen", "phone", "print") else "screen")
    except ChartRefused as refused:
        return render(request, "present/refused.html", {"faults": refused.faults, "reading": shown.result.reading}, status=422)
    return _file(drawn, TYPES[kind], f"chart-{shown.result.reading.release.code}.{kind}", inline="for" in request.GET)


@page("present.chart")
def table(request, reading_id):
    """The chart's table as CSV, or the tables of what was found; signposts inside."""
    if request.GET.get("of") == "finding":
        result = _result(request, reading_id)
        if result.finding is None:
            raise NotHere
        if refused := _stopped(request, result):
            return refused
        text = finding_csv(result.finding, dict(signposts(result.released)))
        return _file(("\ufeff" + text).encode(), "text/csv; charset=utf-8", f"answer-{result.reading.release.code}.csv")
    shown = _shown(request, reading_id)
    if refused := _stopped(request, shown.result):
        return refused
    return _file(("\ufeff" + csv_text(shown.spec)).encode(), "text/csv; charset=utf-8", f"chart-{shown.result.reading.release.code}.csv")


@page("present.report")
def report(request, reading_id):
    """One page with everything, as PDF."""
    shown = _shown(request, reading_id)
    if refused := _stopped(request, shown.result):
        return refused
    try:
        document = compose(reads.report_for(request.actor, shown, practice=is_practice()))
    except ChartRefused as refused:
        return render(request, "present/refused.html", {"faults": refused.faults, "reading": shown.result.reading}, status=422)
    return _file(document, "application/pdf", f"report-{shown.result.reading.release.code}.pdf")


def _shown(request, reading_id):
    """The chart that the address asks for: of what was found, or of some columns."""
    result = _result(request, reading_id)
    if request.GET.get("of") == "finding":
        shown = reads.picture_of(result)
        if shown is None:
            raise NotHere
        return shown
    try:
        return reads.chart_of(result, *ChartForm(request.GET, result=result).asked())
    except TableProblem:
        raise NotHere from None


def _result(request, reading_id):
    allow(request, "present.chart", share.FACTS)
    try:
        result = reads.result_for(request.actor, reading_id)
    except (share.NotReleased, TableProblem):
        raise NotHere from None
    if result is None:
        raise NotHere
    return result


def _stopped(request, result):
    """The page that says what must be written before this is taken outside (R11, R12, R17, R21), or None."""
    wrong = stopped(result.released.audience, reads.remarks_for(result))
    return render(request, "present/refused.html", {"faults": wrong, "reading": result.reading, "unwritten": True}, status=422) if wrong else None


def _file(content, content_type, name, *, inline=False):
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    # A picture that is opened by itself may load nothing and run nothing.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@page("present.chart")
def dashboard(request, release_id=None):
    """Every column of a live release as a chart: the newest release, or the one that is chosen."""
    releases = list(share.live_releases().order_by("-asked_at")[:20])
    chosen = next((one for one in releases if release_id is None or one.pk == release_id), None)
    if release_id and chosen is None:
        raise NotHere
    allow(request, "share.read", share.FACTS)
    tiles = [
        {"tile": one, "alternative": alternative(one.spec) if one.spec else "", "table": html_table(one.spec) if one.spec else None}
        for one in _tiles(request, chosen)
    ]
    posts = next((one["tile"].spec.signposts for one in tiles if one["tile"].spec), ())
    return render(request, "present/dashboard.html", {
        "releases": releases, "chosen": chosen, "tiles": tiles, "may_ask": may(request, "analyse.ask"),
        "signposts": [(_(label), text) for label, text in posts if label in _SHARED],
    })


@page("present.chart")
def tile(request, release_id, code):
    """One chart of the dashboard, without the words that its page carries (R37)."""
    allow(request, "share.read", share.FACTS)
    release = share.live_releases().filter(pk=release_id).first()
    if release is None:
        raise NotHere
    try:
        shown = reads.tile(request.actor, release, code)
    except (share.NotReleased, TableProblem):
        raise NotHere from None
    if shown.spec is None:
        raise NotHere
    return _file(draw(shown.spec, "svg", medium="phone", bare=True), TYPES["svg"], f"chart-{release.code}.svg", inline=True)


#: Signposts that are the same for all charts of one release.
_SHARED = frozenset({"Source", "Coverage", "Method", "Bias", "Version", "Made on"})


def _tiles(request, release):
    try:
        return reads.board(request.actor, release) if release else []
    except share.NotReleased:
        raise NotHere from None
