"""The draft of the next dictionary: what it changes, taking back, comparing, agreeing, publishing."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from titip.dictionary import actions, reads
from titip.dictionary.forms import PublishNote
from titip.dictionary.rules.cards import heard, name_of, own, words_in
from titip.dictionary.rules.codebook import Codebook
from titip.dictionary.rules.comparing import AUDIENCES, Change, Differs, compare, effects
from titip.dictionary.rules.findings import Level
from titip.dictionary.rules.forms import form_spec
from titip.dictionary.rules.kinds import is_own
from titip.dictionary.rules.lint import lint
from titip.dictionary.rules.plain_rules import in_words
from titip.dictionary.rules.weighing import CannotEdit
from titip.dictionary.views import words
from titip.dictionary.views.previewing import previewed
from titip.protect.gate import StaffRequest, done, keep_typed, may, page, typing, unjudged


@page("dictionary.approve")
def draft(request: StaffRequest) -> HttpResponse:
    """What is being changed, and what stands in the way."""
    here = _standing()
    found = reads.obstacles(here)
    errors = [f for f in lint(here.after) if f.level is Level.ERROR]
    context = {
        "here": here, "changes": _shown(here.before, here.after), "obstacles": found, "reasons": _said(found.reasons), "forms": here.after.forms,
        "may_edit": may(request, "dictionary.edit"), "may_agree": bool(found.reasons) and not found.approved and reads.may_agree(here, request.actor),
        "last_what": words.STEPS.get(here.last.what, here.last.what) if here.last else "", "errors": errors, "sha256": here.sha256,
        "unreviewed": [here.after.form(code) for code in found.unreviewed], "conflicts": found.conflicts, "recordings": list(_recordings(here)),
        "own_kinds": [kind for kind in here.after.record_types if is_own(kind.code)],
    }  # fmt: skip
    return render(request, "dictionary/draft.html", context)


def _recordings(here: reads.Standing) -> Iterator[dict[str, Any]]:
    """What the draft would have played to people, to be listened to beside the words that it must say."""
    before = {entry.code: entry for entry in here.before.purposes}
    for entry in here.after.purposes:
        for language, held in entry.sounds.items():
            if entry.code not in before or heard(entry, language) != heard(before[entry.code], language):
                name = name_of(language, here.after.card_languages)
                yield {"entry": entry, "file": held["file"], "language": language, "name": name, "words": words_in(entry, language) or own(entry)}


def _standing() -> reads.Standing:
    if reads.current() is None:
        raise Http404
    return reads.standing()


def _said(found: Any) -> list[str]:
    return [_(one.template) % {name: words.RISKS.get(value, value) for name, value in one.params.items()} for one in found]


def _shown(before: Codebook, after: Codebook) -> list[dict[str, Any]]:
    """Changes for a page: what kind of thing, what happened, each property before and after."""
    return [
        {
            "change": change, "kind": words.KINDS[change.kind], "how": words.HOW[change.how], "colour": words.HOW_COLOURS[change.how],
            "differs": [_differs(one, before, after) for one in change.differs],
        }
        for change in compare(before, after)
    ]  # fmt: skip


def _differs(one: Differs, before: Codebook, after: Codebook) -> dict[str, str]:
    name, _sep, rest = one.name.partition(":")
    if name in ("relevant", "constraint"):
        language = get_language() or "en"
        shown = [in_words(text, book, _, language) for text, book in ((one.before, before), (one.after, after))]
    elif name == "placed":
        entry = after.element(rest) or before.element(rest)
        label = entry.label if entry else rest
        return {"name": f"{words.PROPERTIES['placed']}: {label}", "before": one.before, "after": one.after}
    elif name == "texts":
        word, _sep, language = rest.partition(":")
        return {"name": f"{words.PROPERTIES.get(word, word)} ({language})", "before": one.before, "after": one.after}
    else:
        shown = [one.before, one.after]
    label = str(words.PROPERTIES.get(name, name.replace("_", " ")))
    return {"name": f"{label}: {rest}" if rest else label, "before": str(words.value(name, shown[0])), "after": str(words.value(name, shown[1]))}


@page("dictionary.edit")
@require_POST
def draft_step(request: StaffRequest) -> HttpResponse:
    """Take the last step back, give the draft up, or ask a colleague to agree."""
    wanted = request.POST.get("go")
    if wanted == "undo":
        thing = actions.take_back(actor_code=request.actor.code)
        messages.success(request, _("Taken back: %(what)s") % {"what": thing} if thing else _("There is nothing to take back."))
    elif wanted == "drop":
        actions.drop(actor_code=request.actor.code)
        messages.success(request, _("The draft is given up. The dictionary in force stays as it is."))
    elif wanted == "ask":
        actions.ask_agreement(actor_code=request.actor.code)
        messages.success(request, _("Noted. The draft waits for a colleague who changed nothing in it."))
    return redirect("dictionary:draft")


@page("dictionary.approve")
@require_POST
def agree(request: StaffRequest) -> HttpResponse:
    """Agree to the draft as it was read."""
    try:
        actions.agree(sha256=request.POST.get("sha256", ""), actor_code=request.actor.code)
    except CannotEdit as refused:
        messages.error(request, _(refused.template) % refused.params)
    else:
        messages.success(request, _("You agreed to this draft as it stands. A later change needs to be agreed to anew."))
    return redirect("dictionary:draft")


@page("dictionary.publish")
def publish(request: StaffRequest) -> HttpResponse:
    """What will change for whom, once more, and the button."""
    here = _standing()
    if here.draft is None:
        return redirect("dictionary:draft")
    if kept := keep_typed(request, title=_("Publish the dictionary")):
        return kept
    form = PublishNote(typing(request) or None, initial={"sha256": here.sha256, "note": _note(here)})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.publish(note=form.cleaned_data["note"], sha256=form.cleaned_data["sha256"], actor_code=request.actor.code)
        except CannotEdit as refused:
            form.add_error(None, _(refused.template) % refused.params)
        else:
            done(request)
            said = _("Version %(number)s is in force. Records written from now on stand under it; older ones keep theirs.")
            messages.success(request, said % {"number": made.number})
            return redirect("dictionary:versions")
    if not form.is_bound or request.method != "POST":
        form.initial["sha256"] = here.sha256
    found = reads.obstacles(here)
    context = {"form": unjudged(request, form), "here": here, "effects": _effects(here.before, here.after), "obstacles": found, "sha256": here.sha256}
    return render(request, "dictionary/publish.html", context)


def _note(here: reads.Standing) -> str:
    """A line proposed for what begins anew; empty where nothing does."""
    names = [form.name for code in reads.began(here) if (form := here.after.form(code)) is not None]
    return _("New: %(what)s") % {"what": ", ".join(names)} if names else ""


def _effects(before: Codebook, after: Codebook, changes: list[Change] | None = None) -> list[tuple[str, list[str]]]:
    """Sentences by whom they reach."""
    found = effects(before, after, compare(before, after) if changes is None else changes)
    return [(_(title), said) for name, title in AUDIENCES.items() if (said := [_(e.template) % dict(e.params) for e in found if e.audience == name])]


@page("dictionary.read")
def compared(request: StaffRequest) -> HttpResponse:
    """Two versions side by side; the later one may be the draft."""
    numbers = [version.number for version in reads.versions()]
    with_draft = may(request, "dictionary.approve") and reads.open_draft() is not None
    chosen = [request.GET.get("from") or str(numbers[1] if len(numbers) > 1 and not with_draft else (numbers or [0])[0]), request.GET.get("to")]
    chosen[1] = chosen[1] or ("draft" if with_draft else str((numbers or [0])[0]))
    before, after = (_book_of(str(one), with_draft) for one in chosen)
    context = {
        "numbers": numbers, "from": chosen[0], "to": chosen[1], "with_draft": with_draft, "changes": _shown(before, after), "effects": _effects(before, after),
    }  # fmt: skip
    return render(request, "dictionary/compare.html", context)


def _book_of(number: str, with_draft: bool) -> Codebook:
    if number == "draft" and with_draft:
        return reads.draft_book()
    found = reads.version(int(number)) if number.isascii() and number.isdecimal() and len(number) < 9 else None
    if found is None:
        raise Http404
    return reads.frozen_book(found)


@page("dictionary.approve")
def draft_preview(request: StaffRequest, code: str) -> HttpResponse:
    """A form as it will look once the draft is published. What is typed here goes nowhere."""
    book = _standing().after
    try:
        spec = form_spec(book, code, get_language() or "en")
    except KeyError:
        raise Http404 from None
    return previewed(request, spec, drafted=True)
