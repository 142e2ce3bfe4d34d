"""Analyse sees: questions, their readings, and a reading's result made again from the released table."""

import json
import time
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from titip.analyse.models import Inquiry, Reading
from titip.analyse.rules.intents import Intent
from titip.analyse.rules.sentences import Sentence
from titip.analyse.statistics import Asked, Description, Finding, GapCounts, associate, compare, describe, funnel, gaps, gaps_counted, outliers, trend
from titip.dictionary import reads as dictionary
from titip.protect.rules.access import Actor
from titip.share import reads as share
from titip.share.rules import Released

#: The job that counts in the background, for the page that shows how far it is.
COUNT = "analyse.count"
#: What takes more processor seconds than this is counted in the background, not while a page waits.
AT_ONCE = 2.0


class NotCounted(share.NotReleased):
    """An answer that takes long was not counted yet: its page says how far it is."""


class TooLong(Exception):
    """It took longer than a page waits."""


@dataclass(frozen=True)
class Result:
    """A reading with the table it was read from and what it says."""

    reading: Reading
    released: Released
    description: Description
    finding: Finding | None = None

    def sentences(self) -> list[Sentence]:
        """What it says, in words."""
        return self.finding.sentences() if self.finding else self.description.sentences()


def inquiries() -> QuerySet[Inquiry]:
    """All questions, newest first, with how many readings each has."""
    return Inquiry.objects.select_related("made_by").annotate(answered=Count("readings"))


def inquiry_for(inquiry_id: UUID) -> Inquiry | None:
    """One question with its readings, or None."""
    return Inquiry.objects.select_related("made_by").prefetch_related("readings__release__elements").filter(pk=inquiry_id).first()


def standing_question(inquiry: Inquiry) -> str:
    """The words of the organisation's standing question it belongs to, or nothing."""
    return next((q.text for q in dictionary.questions() if q.code == inquiry.question_code), "")


def reading_for(reading_id: UUID) -> Reading | None:
    """One reading with its question and release, or None."""
    return Reading.objects.select_related("inquiry", "release", "made_by").filter(pk=reading_id).first()


def result(actor: Actor, reading: Reading) -> Result:
    """The numbers of a reading, made from its release now; what took long to count was kept, and goes with the release.

    Raises share.reads.NotReleased where the release has ended, NotCounted, UnknownColumn or TableProblem.
    """
    released = share.open_release(actor, reading.release)
    description = describe(released, by=reading.by, columns=[reading.number] if reading.number else [])
    counted = _counted(reading, released) if Intent(reading.intent) is Intent.GAPS else None
    return Result(reading, released, description, found(released, Intent(reading.intent), reading.by, reading.other, reading.value, counted))


def is_counted(reading: Reading) -> bool:
    """Whether what takes long is kept for it."""
    return share.has_answer(reading.release, reading.pk)


def _counted(reading: Reading, released: Released) -> GapCounts:
    kept = share.kept_answer(reading.release, reading.pk)
    if kept is not None:
        return GapCounts.from_dict(json.loads(zlib.decompress(kept)))
    try:
        return count_at_once(released, reading.by, reading.other)
    except TooLong:
        raise NotCounted from None


def packed(counted: GapCounts) -> bytes:
    """For the sealed file that it is kept in."""
    return zlib.compress(json.dumps(counted.as_dict()).encode(), 6)


def count_at_once(released: Released, by: str, other: str) -> GapCounts:
    """Gaps counted within ``AT_ONCE`` processor seconds. Raises TooLong, UnknownColumn or TableProblem."""
    begun = time.thread_time()

    def hurry(things: Any, _label: str) -> Iterable[Any]:
        for thing in things:
            look()
            yield thing

    def look(_done: int = 0, _of: int = 0) -> None:
        if time.thread_time() - begun > AT_ONCE:
            raise TooLong

    return gaps_counted(released, place=by, time=other, watch=hurry, tell=look)


def found(released: Released, intent: Intent, by: str, other: str, value: str, counted: GapCounts | None = None) -> Finding | None:
    """What a released table says to an intent, None for a plain description. Raises UnknownColumn or TableProblem, which say what to do."""
    match intent:
        case Intent.COMPARE:
            return compare(released, by=by, of=other, value=value or None)
        case Intent.ASSOCIATE:
            return associate(released, first=by, others=[other] if other else [])
        case Intent.TREND:
            return trend(released, Asked(by, other, value or None))
        case Intent.GAPS:
            return gaps(released, place=by, time=other, counted=counted)
        case Intent.OUTLIERS:
            if other or not released.column(by).heading.numeric:
                return funnel(released, by=by, of=other, value=value or None)
            return outliers(released, column=by)
    return None
