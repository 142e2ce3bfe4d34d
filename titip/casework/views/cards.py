"""The emergency card: opened by a code and one tap, printed, written with her."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.casework import actions, reads
from titip.casework.actions import CannotDo
from titip.casework.forms.cards import CardForm
from titip.casework.rules.cards import CARD, LINES
from titip.casework.views.asking import sent
from titip.protect.gate import NotHere, StaffRequest, allow, done, keep_typed, page, unjudged
from titip.protect.rules.access import Facts
from titip.protect.rules.glass import CARD_REASONS
from titip.protect.rules.grounds import NoGrounds
from titip.register import reads as register


@page("casework.card", keeps=False)
def card(request: StaffRequest) -> HttpResponse:
    """A code, then a reason as a button, then the card. Posted throughout: no code stands in an address. The answer is shown once."""
    allow(request, "casework.card", Facts(), CARD, purpose="care")
    code, reason = request.POST.get("code", "")[:20], request.POST.get("reason", "")
    context = {"code": code, "reasons": list(CARD_REASONS.items()), "nothing": False, "error": ""}
    if request.method == "POST" and reason:
        try:
            opened = actions.open_card(actor=request.actor, code=code, reason=reason)
        except CannotDo as refused:
            context["error"] = _(refused.message)
        else:
            if opened is not None:
                lines = [(code, _(label), opened.lines.get(code, "")) for code, (label, _hint) in LINES.items()]
                return render(request, "casework/card.html", {"opened": opened, "lines": lines, "mine": reads.cares_for(request.actor, opened.person)})
            context["nothing"] = True
    return render(request, "casework/card_ask.html", context)


@page("casework.card_keep")
def keep_card(request: StaffRequest, person: UUID) -> HttpResponse:
    """Write her card with her, or change it."""
    found = _hers(request, person)
    before = reads.card_of(found.pk)
    heading = _("Emergency card of %(code)s") % {"code": found.code}
    if kept := keep_typed(request, title=heading, about=found.pk):
        return kept
    form = CardForm(sent(request))
    if not form.is_bound and before is not None:
        words = actions.read_for_change(actor=request.actor, person=found, card=before)
        form = CardForm(initial={**words, "on_duty": "yes" if before.on_duty else "no"})
    back = reverse("register:person", args=[found.pk])
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        on_duty, read_back = given.pop("on_duty"), given.pop("read_back")
        try:
            with transaction.atomic():
                actions.keep_card(actor=request.actor, person=found, lines=given, on_duty=on_duty, read_back=read_back)
                done(request)
        except CannotDo as refused:
            form.add_error(refused.field if refused.field in form.fields else None, _(refused.message))
        except NoGrounds as refused:
            form.add_error(None, _(str(refused)))
        else:
            messages.success(request, _("Her card is kept."))
            return redirect(back)
    context = {
        "form": unjudged(request, form), "heading": heading, "submit_label": _("Keep this card"), "title": _("Emergency card"), "drafted": True,
        "intro": _("What whoever is on duty must know in the first hour, in her words. Short lines; leave out what does not help then."),
        "back_url": back, "cancel_url": back,
    }
    return render(request, "titip/form_page.html", context)


@page("casework.card_keep")
def remove_card(request: StaffRequest, person: UUID) -> HttpResponse:
    """She wants no card any more: asked once more."""
    found = _hers(request, person)
    back = reverse("register:person", args=[found.pk])
    if request.method == "POST":
        actions.remove_card(actor=request.actor, person=found)
        messages.success(request, _("Her card is removed."))
        return redirect(back)
    context = {
        "heading": _("Remove the emergency card of %(code)s?") % {"code": found.code}, "submit_label": _("Remove this card"), "harm": True,
        "intro": _("Its words are destroyed, those of earlier cards too. Nobody on duty will find one. It can be written anew."),
        "title": _("Emergency card"), "back_url": back, "cancel_url": back,
    }
    return render(request, "titip/form_page.html", context)


def _hers(request: StaffRequest, person: UUID) -> register.Person:
    found = register.person_for(person)
    if found is None:
        raise NotHere
    allow(request, "casework.card_keep", register.facts(found), CARD, purpose="care")
    return found
