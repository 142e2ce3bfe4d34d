"""A rapid screening: can they be heard, what is there, what follows. Nobody's identity."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseNotAllowed, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.answers import Answer
from titip.intake import actions, reads
from titip.intake.forms import ScreeningForm
from titip.intake.reads.screenings import facts
from titip.intake.rules.screening import SIGNS, signs_among
from titip.kit import clock
from titip.kit.ids import new_id
from titip.kit.missing import Missing
from titip.protect.gate import NotHere, allow, done, keep_typed, may, offer_undo, page, typing, unjudged
from titip.register import reads as register
from titip.register.actions import NotAllowed

FIRST = "can_be_heard"
_HEARD = {"no": Answer(False), "yes": Answer(True), "unsure": Answer(missing=Missing.UNKNOWN)}
_LONGEST = 4 * 60 * 60


@page("intake.screen")
def screen_first(request):
    """Can anyone hear or watch them? First of all."""
    return render(request, "intake/screen_first.html", {"ready": bool(dictionary.forms("screening")), "counted": reads.counted(request.actor)})


@page("intake.screen")
def screen(request):
    """What is there, and the nine signs as tiles."""
    typed = typing(request)
    told = typed if typed is not None else QueryDict()
    heard = told.get("heard") or request.GET.get("heard", "")
    forms = dictionary.forms("screening")
    if heard not in _HEARD or not forms:
        return redirect("intake:screen")
    if kept := keep_typed(request, title=_("A rapid screening")):
        return kept
    spec = dictionary.form_spec(forms[0].code)
    form = ScreeningForm(spec, first=FIRST, data=typed)
    if request.method == "POST" and form.form.is_valid():
        try:
            return _keep(request, spec, form, heard)
        except NotAllowed as refused:
            said = _("%(label)s: this is of a sealed class, and a screening has nobody's key. Leave it out, and tell your data steward.")
            for element in refused.elements:
                form.form.add_error(element.code if element.code in form.form.fields else None, said % {"label": element.label})
    elif request.method == "POST":
        actions.count_refused(form_code=spec.code, mode="in_person", keys=form.form.errors)
    unjudged(request, form.form)
    context = {
        "form": form, "heard": heard, "screening": told.get("screening") or str(new_id()),
        "began": told.get("began") or str(int(clock.now().timestamp())),
    }
    return render(request, "intake/screen.html", context)


def _keep(request, spec, form, heard):
    answers = {**form.answers(), FIRST: _HEARD[heard]}
    with transaction.atomic():
        kept = actions.keep_screening(
            actor=request.actor, screening_id=_id(request.POST.get("screening")), answers=answers, heard=heard,
            subject=_code(answers.get("screening_kind"), "place"), urgent=answers.get("urgent_need_now") == Answer(True), form_code=spec.code,
            seconds=_seconds(request.POST.get("began", "")),
        )
        done(request)
    return redirect("intake:result", screening_id=kept.pk)


def _id(text):
    try:
        return UUID(text)
    except (TypeError, ValueError):
        return new_id()


def _code(answer, otherwise):
    return answer.value if answer is not None and answer.value else otherwise


def _seconds(began):
    took = int(clock.now().timestamp()) - int(began) if began.isascii() and began.isdigit() and len(began) < 12 else -1
    return took if 0 <= took <= _LONGEST else None


@page("intake.screening")
def result(request, screening_id):
    """Signs present: refer. Or: no signs noted this time. Nothing else is said."""
    screening = _found(request, screening_id)
    opened = register.open_record(request.actor, screening.record, action="intake.screening", purpose="")
    spec = dictionary.form_spec(dictionary.forms("screening")[0].code)
    context = {
        "screening": screening, "signs": signs_among(spec, opened.answers), "present": screening.outcome == SIGNS,
        "may_register": screening.subject == "person" and may(request, "register.add"),
    }
    return render(request, "intake/result.html", context)


@page("intake.screening")
def go_on(request, screening_id):
    """Register the person under a code, and go on to what she agrees to."""
    screening = _found(request, screening_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    allow(request, "register.add", facts(screening))
    person = actions.register_from(actor=request.actor, screening=screening)
    messages.success(request, _("Registered under the code %(code)s. Now ask what she agrees to.") % {"code": person.code})
    return HttpResponseRedirect(reverse("register:person", args=[person.pk]))


@page("intake.screening")
def close(request, screening_id):
    """Nothing more follows from it."""
    screening = _found(request, screening_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    actions.close_screening(actor=request.actor, screening=screening)
    offer_undo(request, reverse("intake:reopen", args=[screening.pk]), _("Closed. It is counted, and names nobody."))
    return redirect("today")


def _found(request, screening_id):
    screening = reads.screening_for(screening_id)
    if screening is None:
        raise NotHere
    allow(request, "intake.screening", facts(screening))
    return screening
