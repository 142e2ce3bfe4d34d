"""How a person reaches whoever keeps her data: looked at, set right."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from titip.consent import actions, reads
from titip.consent.forms import ContactForm
from titip.protect.gate import StaffRequest, done, keep_typed, page, typing, unjudged


@page("consent.contact")
def contact(request: StaffRequest) -> HttpResponse:
    """The line on the slip, who made sure of it and when."""
    here = reads.contact()
    if here is None:
        raise Http404
    if kept := keep_typed(request, title=_("How people reach us")):
        return kept
    form = ContactForm(here.text, typing(request))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            actions.keep_contact(actor=request.actor, contact=form.cleaned_data["contact"])
            done(request)
        messages.success(request, _("Kept. It stands on every slip that is printed from now on; we ask again in half a year."))
        return redirect("consent:contact")
    return render(request, "consent/contact.html", {"form": unjudged(request, form), "here": here})
