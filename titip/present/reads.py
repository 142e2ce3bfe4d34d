"""Present sees: the chart of a reading, specified from its released table alone."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from titip.analyse import reads as analyse
from titip.present.charts import ChartSpec, specify
from titip.present.report import Report
from titip.protect.actions import audit
from titip.protect.reads import staff as colleagues
from titip.protect.rules.access import Actor


@dataclass(frozen=True)
class Shown:
    """A reading's result and its chart."""

    result: analyse.Result
    spec: ChartSpec


def chart_of(result: analyse.Result, title: str = "") -> Shown:
    """The chart of a result. Without a title of its own it is named for what is counted."""
    heading = result.description.heading
    notice = _("PRACTICE: these people are made up.") if colleagues.is_practice() else ""
    return Shown(result, specify(result.description, title=title or _("%(column)s of the people we met") % {"column": heading.shown}, notice=notice))


def chart_for(actor: Actor, reading_id: UUID, title: str = "") -> Shown | None:
    """The chart of a reading, or None where there is no such reading. Raises share.reads.NotReleased where its release has ended."""
    reading = analyse.reading_for(reading_id)
    if reading is None:
        return None
    return chart_of(analyse.result(actor, reading), title)


def report_for(actor: Actor, shown: Shown, *, practice: bool) -> Report:
    """The one page: question, expectation, answer, chart, table, signposts. One event."""
    inquiry = shown.result.reading.inquiry
    organisation = colleagues.organisation()
    audit.record(kind="present.report", actor_code=actor.code, subjects=[("reading", str(shown.result.reading.pk))])
    return Report(
        chart=shown.spec,
        answer=[sentence.say(_) for sentence in shown.result.description.sentences()],
        question=inquiry.text,
        expectation=inquiry.expectation,
        organisation=organisation.name if organisation else "",
        practice=practice,
        words=None if (get_language() or "en").startswith("en") else {label: _(label) for label, _text in shown.spec.signposts},
    )
