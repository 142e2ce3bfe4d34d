"""Analyse changes: a question written down, a reading of a released table added to it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from titip.analyse import reads
from titip.analyse.models import Inquiry, Reading
from titip.analyse.rules.intents import Intent
from titip.analyse.statistics import GapCounts, gaps_counted
from titip.analyse.statistics.gap_counts import Tell
from titip.kit.text import clean, clean_line
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.share import actions as share
from titip.share import reads as share_reads
from titip.share.reads import Release


@transaction.atomic
def ask(*, actor: Actor, text: str, expectation: str = "", question_code: str = "") -> Inquiry:
    """Write a question down, with what is expected, before anything is run (R1). The expectation cannot be changed afterwards."""
    inquiry = Inquiry.objects.create(text=clean_line(text)[:255], expectation=clean(expectation), question_code=question_code, made_by_id=actor.id)
    audit.record(kind="analyse.ask", actor_code=actor.code, subjects=[("inquiry", str(inquiry.pk))])
    return inquiry


@transaction.atomic
def read(
    *, actor: Actor, inquiry: Inquiry, release: Release, by: str, number: str = "", intent: Intent = Intent.DESCRIBE, other: str = "", value: str = "",
    counted: GapCounts | None = None,
) -> Reading:
    """Answer a question from a live release. The same reading twice is one reading. ``counted``: what was counted on the way, which is kept."""
    asked = {"intent": intent.value, "by": by, "number": number, "other": other, "value": value}
    reading, made = Reading.objects.get_or_create(inquiry=inquiry, release=release, **asked, defaults={"made_by_id": actor.id})
    if made:
        audit.record(
            kind="analyse.ask", actor_code=actor.code, subjects=[("inquiry", str(inquiry.pk)), ("release", str(release.pk))],
            detail={"elements": [code for code in (by, number, other) if code]},
        )
    if counted is not None:
        share.keep_answer(release=release, of=reading.pk, content=reads.packed(counted))
    return reading


def count(*, actor: Actor, reading: Reading, tell: Tell) -> int:
    """Count what a reading asks for and keep it with its release; returns how many fields. ``tell`` hears how far it is, and may raise to stop.

    Raises share.reads.NotReleased where the release has ended, before or meanwhile; UnknownColumn or TableProblem.
    """
    released = share_reads.open_release(actor, reading.release)
    done = (0, 1)

    def told(now: int, of: int) -> None:
        nonlocal done
        done = now, of
        tell(now, of)

    def watched(things: Any, _label: str) -> Iterable[Any]:
        for thing in things:
            tell(*done)
            yield thing

    counted = gaps_counted(released, place=reading.by, time=reading.other, watch=watched, tell=told)
    with transaction.atomic():
        share.keep_answer(release=reading.release, of=reading.pk, content=reads.packed(counted))
        audit.record(
            kind="analyse.count", actor_code=actor.code, subjects=[("reading", str(reading.pk)), ("release", str(reading.release_id))],
            detail={"fields": len(counted.fields)},
        )
    return len(counted.fields)


@transaction.atomic
def note(*, actor: Actor, reading: Reading, context: str = "", explanations: str = "", not_collected: str = "") -> Reading:
    """Write what a reader must know beside an answer (R12, R17, R21). What was said before is replaced; who wrote it stands in the log."""
    reading.context, reading.explanations, reading.not_collected = clean(context), clean(explanations), clean(not_collected)
    reading.save(update_fields=["context", "explanations", "not_collected"])
    audit.record(kind="analyse.ask", actor_code=actor.code, subjects=[("reading", str(reading.pk)), ("inquiry", str(reading.inquiry_id))])
    return reading
