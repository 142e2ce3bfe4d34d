"""Analyse shows: questions, one question, and what a released table says to it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from titip.analyse import actions, reads
from titip.analyse.forms import AskForm, NoteForm, ReadForm
from titip.analyse.rules.intents import CHOICES, Intent, lacking
from titip.analyse.statistics import Kind
from titip.protect.actions.background import ask as ask_for
from titip.protect.actions.background import cancel
from titip.protect.gate import NotHere, allow, done, keep_typed, may, page, typing, unjudged
from titip.protect.reads import work as background
from titip.share import reads as share
from titip.share.rules import TableProblem

#: Seconds after which the page of an answer that is being counted loads itself again.
AGAIN = 3


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
    """Choose what to see in one release: first by intent, then which columns."""
    found = _inquiry(request, inquiry_id)
    release = share.live_releases().filter(pk=release_id).first()
    if release is None:
        raise NotHere
    allow(request, "share.read", share.FACTS)
    intent = _intent(request)
    choices = [(one, _(name), _(what)) for one, (name, what) in CHOICES.items()]
    if intent is None:
        return render(request, "analyse/intents.html", {"inquiry": found, "release": release, "choices": choices})
    form = ReadForm(request.POST or None, released=share.open_release(request.actor, release), intent=intent)
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data.get(name) or "" for name in ("by", "number", "other", "value")}
        reading = actions.read(actor=request.actor, inquiry=found, release=release, intent=intent, counted=form.counted, **data)
        if form.takes_long and not reads.is_counted(reading):
            return _begin(request, reading)
        return redirect("analyse:reading", reading_id=reading.pk)
    return render(request, "analyse/read.html", {"form": form, "inquiry": found, "release": release, "intent": intent, "named": _(CHOICES[intent][0])})


def _intent(request):
    """What is wanted; a form that was sent without saying describes."""
    try:
        return Intent(request.GET.get("intent") or ("describe" if request.method == "POST" else ""))
    except ValueError:
        return None


@page("analyse.list")
def reading(request, reading_id):
    """What the table says, in words and numbers, with what it cannot say."""
    found = _reading(request, reading_id)
    try:
        result = reads.result(request.actor, found)
    except reads.NotCounted:
        return redirect("analyse:counting", reading_id=found.pk)
    except share.NotReleased:
        return render(request, "analyse/ended.html", {"reading": found}, status=410)
    except TableProblem as problem:
        return render(request, "analyse/ended.html", {"reading": found, "problem": problem}, status=410)
    return render(request, "analyse/reading.html", {**_shown(result), "may_note": may(request, "analyse.ask")})


@page("analyse.list", quiet=True, keeps=False)
def counting(request, reading_id):
    """How far the counting of an answer is; it turns into the answer. Loads itself again, without a script too."""
    found = _reading(request, reading_id)
    if found.release.state != "live" or found.intent != Intent.GAPS or reads.is_counted(found):
        return redirect("analyse:reading", reading_id=found.pk)
    asked = background.latest(reads.COUNT, {"reading": found.pk})
    still = "still" in request.GET
    response = TemplateResponse(request, "analyse/counting.html", {
        "reading": found, "line": background.line(asked) if asked else None, "still": still, "again": AGAIN, "may_count": may(request, "analyse.ask"),
        "mine": asked is not None and asked.asked_by_id == request.user.pk,
    })
    if asked and asked.ended_at is None and not still:
        response["Refresh"] = str(AGAIN)
    return response


@page("analyse.ask")
def count(request, reading_id):
    """Have an answer counted in the background, or stop what one asked for."""
    found = _reading(request, reading_id)
    if request.method == "POST" and "stop" in request.POST:
        asked = background.latest(reads.COUNT, {"reading": found.pk})
        if asked and asked.asked_by_id == request.user.pk:
            cancel(work=asked, actor_code=request.actor.code)
    elif request.method == "POST":
        return _begin(request, found)
    return redirect("analyse:counting", reading_id=found.pk)


def _begin(request, found):
    ask_for(job=reads.COUNT, ids={"reading": found.pk}, actor_code=request.actor.code, staff_id=request.user.pk)
    return redirect("analyse:counting", reading_id=found.pk)


@page("analyse.ask")
def note(request, reading_id):
    """Write what a reader must know beside an answer (R12, R17, R21)."""
    found = _reading(request, reading_id)
    written = {name: getattr(found, name) for name in ("context", "explanations", "not_collected")}
    if kept := keep_typed(request, title=_("What a reader must know")):
        return kept
    form = NoteForm(typing(request), initial=written)
    if request.method == "POST" and form.is_valid():
        actions.note(actor=request.actor, reading=found, **form.cleaned_data)
        done(request)
        messages.success(request, _("Written beside the answer."))
        return redirect("analyse:reading", reading_id=found.pk)
    wanted = [_(cure) for _rule, cure in lacking(Intent(found.intent), written)]
    return render(request, "analyse/note.html", {"form": unjudged(request, form), "reading": found, "wanted": wanted})


def _shown(result):
    """What the page of an answer is made of."""
    found, description, finding = result.reading, result.description, result.finding
    by_group = (description.numbers_by_group or {}).get(found.number, {})
    written = {name: getattr(found, name) for name in ("context", "explanations", "not_collected")}
    return {
        "reading": found,
        "result": result,
        "description": description,
        "finding": finding,
        "tables": [_table(shown) for shown in finding.tables] if finding else [],
        "methods": [sentence.say(_) for sentence in finding.methods()] if finding else [],
        "sentences": [sentence.say(_) for sentence in result.sentences()],
        "missing": description.missing_text(),
        "number": (description.labels or {}).get(found.number),
        "by_group": list(by_group.items()),
        "lacking": [(rule, _(cure)) for rule, cure in lacking(Intent(found.intent), written)],
    }


def _table(shown):
    """A table of a finding for a template: heads with whether they hold numbers, rows of text."""
    heads = [{"label": _(head.label), "numeric": head.kind not in (Kind.NAME, Kind.WORDS)} for head in shown.heads]
    return {"caption": shown.caption.say(_), "heads": heads, "rows": [list(zip(row, heads, strict=True)) for row in shown.texts(_)]}


def _reading(request, reading_id):
    found = reads.reading_for(reading_id)
    if found is None:
        raise NotHere
    allow(request, "share.read", share.FACTS)
    return found


def _inquiry(request, inquiry_id):
    found = reads.inquiry_for(inquiry_id)
    if found is None:
        raise NotHere
    allow(request, "analyse.list", share.FACTS)
    return found
