"""Analyse changes: a question written down, a reading of a released table added to it."""

from django.db import transaction

from titip.analyse.models import Inquiry, Reading
from titip.kit.text import clean, clean_line
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.share.reads import Release


@transaction.atomic
def ask(*, actor: Actor, text: str, expectation: str = "", question_code: str = "") -> Inquiry:
    """Write a question down, with what is expected, before anything is run (R1). The expectation cannot be changed afterwards."""
    inquiry = Inquiry.objects.create(text=clean_line(text)[:255], expectation=clean(expectation), question_code=question_code, made_by_id=actor.id)
    audit.record(kind="analyse.ask", actor_code=actor.code, subjects=[("inquiry", str(inquiry.pk))])
    return inquiry


@transaction.atomic
def read(*, actor: Actor, inquiry: Inquiry, release: Release, by: str, number: str = "") -> Reading:
    """Answer a question from a live release. The same reading twice is one reading."""
    reading, made = Reading.objects.get_or_create(inquiry=inquiry, release=release, by=by, number=number, defaults={"made_by_id": actor.id})
    if made:
        audit.record(
            kind="analyse.ask", actor_code=actor.code, subjects=[("inquiry", str(inquiry.pk)), ("release", str(release.pk))],
            detail={"elements": [code for code in (by, number) if code]},
        )
    return reading
