"""Present sees: the chart of a reading, specified from its released table alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from titip.analyse import reads as analyse
from titip.analyse.rules.intents import Intent, lacking
from titip.present.charts import ChartSpec, Fault, Fit, Wish, faults, fits, kinds_for, make, picture
from titip.present.report import Report
from titip.present.rules.publishing import Remark, remarks
from titip.protect.actions import audit
from titip.protect.reads import staff as colleagues
from titip.protect.rules.access import Actor
from titip.share import reads as share
from titip.share.rules import Released


@dataclass(frozen=True)
class Shown:
    """A reading's result and its chart."""

    result: analyse.Result
    spec: ChartSpec


def result_for(actor: Actor, reading_id: UUID) -> analyse.Result | None:
    """What a reading says, or None where there is no such reading. Raises share.reads.NotReleased where its release has ended."""
    reading = analyse.reading_for(reading_id)
    return analyse.result(actor, reading) if reading else None


def chart_of(result: analyse.Result, wish: Wish, title: str = "") -> Shown:
    """The chart of a result as wished. Without a title of its own it is named for what is counted. Raises TableProblem where the wish does not fit."""
    return Shown(result, make(result.released, wish, **_words(result, wish, title)))


def picture_of(result: analyse.Result) -> Shown | None:
    """The chart of what was found, None where it has no picture of its own."""
    if result.finding is None:
        return None
    spec = picture(result.finding, title=result.finding.title.say(_), notice=_notice())
    return Shown(result, spec) if spec else None


def remarks_for(result: analyse.Result, captions: Sequence[str] = (), *, beside: bool = True) -> list[Remark]:
    """What stands between an answer and its readers. ``beside``: what is written beside it, or not yet, too."""
    reading, about = result.reading, result.released.about
    written = {"context": reading.context, "explanations": reading.explanations, "not_collected": reading.not_collected}
    said = [*captions, *(text for text in written.values() if text and beside)]
    unwritten = lacking(Intent(reading.intent), written) if beside else []
    return remarks(audience=result.released.audience, bias=about.bias, captions=said, unwritten=unwritten)


def fits_for(result: analyse.Result, wish: Wish, title: str = "") -> list[Fit]:
    """Every kind of chart tried with the columns of a wish: which fit, and why others do not."""
    return fits(result.released, wish, **_words(result, wish, title))


def _words(result: analyse.Result, wish: Wish, title: str) -> dict[str, Any]:
    """Title, and the notice of a practice house."""
    named = {"column": result.description.heading.shown, "other": result.released.column(wish.across).heading.shown if wish.across else ""}
    usual = _("%(column)s and %(other)s of the people we met") if wish.across else _("%(column)s of the people we met")
    return {"title": title or usual % named, "notice": _notice()}


def report_for(actor: Actor, shown: Shown, *, practice: bool) -> Report:
    """The one page: question, expectation, answer, chart, table, signposts. One event."""
    inquiry = shown.result.reading.inquiry
    organisation = colleagues.organisation()
    audit.record(kind="present.report", actor_code=actor.code, subjects=[("reading", str(shown.result.reading.pk))])
    return Report(
        chart=shown.spec,
        answer=[sentence.say(_) for sentence in shown.result.sentences()],
        question=inquiry.text,
        expectation=inquiry.expectation,
        organisation=organisation.name if organisation else "",
        practice=practice,
        words=None if (get_language() or "en").startswith("en") else {label: _(label) for label, _text in shown.spec.signposts},
    )


@dataclass(frozen=True)
class Tile:
    """One column of a release on the dashboard: its chart, or the faults that keep it from being drawn."""

    code: str
    label: str
    spec: ChartSpec | None
    faults: list[Fault]


def board(actor: Actor, release: share.Release) -> list[Tile]:
    """A chart for each column of a live release, in its order (R42: the same protection as everywhere). One event. Raises share.reads.NotReleased."""
    released = share.open_release(actor, release)
    return [_tile(released, column.heading.code) for column in released.table.columns]


def tile(actor: Actor, release: share.Release, code: str) -> Tile:
    """The chart of one column. One event. Raises share.reads.NotReleased, UnknownColumn."""
    return _tile(share.open_release(actor, release), code)


def _tile(released: Released, code: str) -> Tile:
    """The first kind that fits what the column holds."""
    heading = released.column(code).heading
    title = _("%(column)s of the people we met") % {"column": heading.shown}
    tried = [make(released, Wish(kind, code), title=title, notice=_notice()) for kind in kinds_for(released.column(code))]
    wrong = [faults(spec) for spec in tried]
    drawn = next((spec for spec, found in zip(tried, wrong, strict=True) if not found), None)
    return Tile(code, heading.shown, drawn, [] if drawn else wrong[-1])


def _notice() -> str:
    return _("PRACTICE: these people are made up.") if colleagues.is_practice() else ""
