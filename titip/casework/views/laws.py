"""The texts of laws that an organisation keeps, so that each decision stands with the wording it was made under."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.casework import actions, reads
from titip.casework.actions import CannotDo
from titip.casework.forms.identifying import LawForm
from titip.casework.views.asking import sent
from titip.protect.gate import StaffRequest, done, keep_typed, page, unjudged


@page("casework.laws")
def laws(request: StaffRequest) -> HttpResponse:
    """What is kept."""
    return render(request, "casework/laws.html", {"laws": list(reads.laws())})


@page("casework.laws")
def add_law(request: StaffRequest) -> HttpResponse:
    """Keep a text."""
    heading = _("Keep a law's text")
    if kept := keep_typed(request, title=heading):
        return kept
    form = LawForm(sent(request))
    back = reverse("casework:laws")
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                actions.keep_law(actor=request.actor, **form.cleaned_data)
                done(request)
        except CannotDo as refused:
            form.add_error(refused.field if refused.field in form.fields else None, _(refused.message))
        else:
            messages.success(request, _("The text is kept. It stays with every decision made under it."))
            return redirect(back)
    context = {
        "form": unjudged(request, form), "heading": heading, "submit_label": _("Keep this text"), "title": _("Laws"), "drafted": True, "back_url": back,
        "cancel_url": back, "intro": _("We ship names of laws, no wording: take it from the official text and check it with your lawyer."),
    }
    return render(request, "titip/form_page.html", context)
