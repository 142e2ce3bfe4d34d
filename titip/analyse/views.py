"""Analyse shows: questions, one question, and what a released table says to it."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from titip.analyse import actions, reads
from titip.analyse.forms import AskForm, ReadForm
from titip.protect.gate import NotHere, allow, done, keep_typed, may, page, typing, unjudged
from titip.share import reads as share
from titip.share.rules import TableProblem


@page("analyse.list")
def inquiries(request):
    """All questions."""
    return render(request, "analyse/inquiries.html", {"inquiries": reads.inquiries()[:200], "may_ask": may(request, "analyse.ask")})


@page("analyse.ask")
def ask(request):
    """Write a question down before anything is run."""
    if kept := keep_typed(request, title=_("Ask a question")):
        return kept
    form = AskForm(typing(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        inquiry = actions.ask(actor=request.actor, text=data["text"], expectation=data["expectation"], question_code=data["question"])
        done(request)
        return redirect("analyse:inquiry", inquiry_id=inquiry.pk)
    return render(request, "analyse/ask.html", {"form": unjudged(request, form)})


@page("analyse.list")
def inquiry(request, inquiry_id):
    """One question: its readings, and the releases it may be answered from."""
    found = _inquiry(request, inquiry_id)
    return render(request, "analyse/inquiry.html", {
        "inquiry": found, "standing": reads.standing_question(found), "releases": share.live_releases(), "may_ask": may(request, "analyse.ask"),
    })


@page("analyse.ask")
def read(request, inquiry_id, release_id):
    """Choose what to read from one release."""
    found = _inquiry(request, inquiry_id)
    release = share.live_releases().filter(pk=release_id).first()
    if release is None:
        raise NotHere
    allow(request, "share.read", share.FACTS)
    form = ReadForm(request.POST or None, released=share.open_release(request.actor, release))
    if request.method == "POST" and form.is_valid():
        reading = actions.read(actor=request.actor, inquiry=found, release=release, by=form.cleaned_data["by"], number=form.cleaned_data["number"])
        return redirect("analyse:reading", reading_id=reading.pk)
    return render(request, "analyse/read.html", {"form": form, "inquiry": found, "release": release})


@page("analyse.list")
def reading(request, reading_id):
    """What the table says, in words and numbers, with what it cannot say."""
    found = reads.reading_for(reading_id)
    if found is None:
        raise NotHere
    allow(request, "share.read", share.FACTS)
    try:
        result = reads.result(request.actor, found)
    except share.NotReleased:
        return render(request, "analyse/ended.html", {"reading": found}, status=410)
    except TableProblem as problem:
        return render(request, "analyse/ended.html", {"reading": found, "problem": problem}, status=410)
    description = result.description
    by_group = (description.numbers_by_group or {}).get(found.number, {})
    return render(request, "analyse/reading.html", {
        "reading": found,
        "result": result,
        "description": description,
        "sentences": [sentence.say(_) for sentence in description.sentences()],
        "missing": description.missing_text(),
        "number": (description.labels or {}).get(found.number),
        "by_group": [(name, numbers) for name, numbers in by_group.items()],
    })


def _inquiry(request, inquiry_id):
    found = reads.inquiry_for(inquiry_id)
    if found is None:
        raise NotHere
    allow(request, "analyse.list", share.FACTS)
    return found
