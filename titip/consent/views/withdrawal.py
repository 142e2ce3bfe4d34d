"""Taking a word back: what would follow, then the doing, then a certificate. Never refused."""

from dataclasses import replace

from django.db import transaction
from django.shortcuts import render
from django.utils.translation import gettext as _

from titip.consent import actions, reads
from titip.consent.forms import WithdrawForm
from titip.consent.views.finding import person_or_refuse
from titip.dictionary import reads as dictionary
from titip.protect.gate import done, keep_typed, page, typing, unjudged
from titip.register import reads as register


@page("consent.withdraw")
def withdraw(request, person_id):
    """Which purposes; then their effects; then the certificate."""
    person = person_or_refuse(request, person_id, "consent.withdraw")
    others = register.others_of(request.actor, [person], "consent.withdraw").get(person.pk, [])
    hidden = len(register.codes_of(person.pk)) - 1 > len(others)
    live = list({line.purpose.code: line.purpose for one in [person, *others] for line in reads.state(one) if line.withdrawable}.values())
    offered = live if request.method != "POST" else list(dictionary.purposes())  # a second press finds the same choices
    if kept := keep_typed(request, title=_("She takes something back: %(code)s") % {"code": person.code}, about=person.pk):
        return kept
    form = WithdrawForm(typing(request), purposes=offered, others=[one.code for one in others])
    if request.method != "POST" or request.POST.get("step") == "change" or not form.is_valid():
        return render(request, "consent/withdraw.html", {
            "person": person, "form": unjudged(request, form), "live": live, "still_held": reads.still_held(person), "hidden": hidden,
        })
    purposes = form.cleaned_data["purposes"]
    chosen = [person, *others] if form.cleaned_data.get("both") else [person]
    context = {
        "person": person, "names": [form.names[code] for code in purposes], "form": form, "purposes": purposes, "hidden": hidden, "also": chosen[1:],
        "staying": [one.code for one in others if one not in chosen],
    }
    if request.POST.get("step") != "confirm":
        effects = [sentence for one in chosen for sentence in _under(person, one, actions.preview(person=one, purposes=purposes))]
        context.update(effects=effects, still_held=[basis for one in chosen for basis in reads.still_held(one)])
        return render(request, "consent/withdraw_effects.html", context)
    with transaction.atomic():
        ended = [actions.withdraw(actor=request.actor, person=one, purposes=purposes, reason=form.cleaned_data["reason"]) for one in chosen]
        done(request)
    context["withdrawn"] = replace(
        ended[0], done=tuple(said for one, end in zip(chosen, ended, strict=True) for said in _under(person, one, end.done)),
        still_held=tuple(basis for end in ended for basis in end.still_held),
    )
    return render(request, "consent/withdrawn.html", context)


def _under(person, one, sentences):
    """What concerns her other code says so."""
    return list(sentences) if one == person else [_("Under %(code)s: %(what)s") % {"code": one.code, "what": said} for said in sentences]
