"""Taking a word back: what would follow, then the doing, then a certificate. Never refused."""

from django.db import transaction
from django.shortcuts import render
from django.utils.translation import gettext as _

from titip.consent import actions, reads
from titip.consent.forms import WithdrawForm
from titip.consent.views.finding import person_or_refuse
from titip.dictionary import reads as dictionary
from titip.protect.gate import done, keep_typed, page, typing, unjudged


@page("consent.withdraw")
def withdraw(request, person_id):
    """Which purposes; then their effects; then the certificate."""
    person = person_or_refuse(request, person_id, "consent.withdraw")
    live = list({line.purpose.code: line.purpose for line in reads.state(person) if line.withdrawable}.values())
    offered = live if request.method != "POST" else list(dictionary.purposes())  # a second press finds the same choices
    if kept := keep_typed(request, title=_("She takes something back: %(code)s") % {"code": person.code}, about=person.pk):
        return kept
    form = WithdrawForm(typing(request), purposes=offered)
    if request.method != "POST" or request.POST.get("step") == "change" or not form.is_valid():
        return render(request, "consent/withdraw.html", {
            "person": person, "form": unjudged(request, form), "live": live, "still_held": reads.still_held(person),
        })
    purposes = form.cleaned_data["purposes"]
    context = {"person": person, "names": [form.names[code] for code in purposes], "form": form, "purposes": purposes}
    if request.POST.get("step") != "confirm":
        context.update(effects=actions.preview(person=person, purposes=purposes), still_held=reads.still_held(person))
        return render(request, "consent/withdraw_effects.html", context)
    with transaction.atomic():
        context["withdrawn"] = actions.withdraw(actor=request.actor, person=person, purposes=purposes, reason=form.cleaned_data["reason"])
        done(request)
    return render(request, "consent/withdrawn.html", context)
