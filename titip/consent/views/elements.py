"""Her yes to single answers that are never shown by default: asked one by one, listed, taken back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from titip.consent import actions, reads
from titip.consent.forms.elements import ElementsForm
from titip.consent.rules.liveness import ADULT
from titip.consent.views.finding import person_or_refuse
from titip.dictionary import reads as dictionary
from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.gate import NotHere, allow, page
from titip.register import reads as register


@page("consent.elements")
def elements(request, person_id):
    """What she opened, and the asking for more."""
    person = person_or_refuse(request, person_id, "consent.elements")
    live = [line.purpose for line in reads.state(person) if line.live and not line.recipient]
    questions = reads.never_by_default()
    form = ElementsForm(request.POST or None, elements=questions, purposes=live)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.agree(
                actor=request.actor, person=person, elements=data["elements"], recipient=data["recipient"], purpose=data["purpose"], months=data["months"],
                said=form.said(),
            )
        except actions.CannotRecord as refused:
            form.add_error(refused.field if refused.field in form.fields else None, _(refused.message))
        else:
            messages.success(request, _("Kept. It ends by itself on its day, and at once when she takes it back."))
            return redirect("consent:elements", person_id=person.pk)
    audit.record(kind="consent.elements", actor_code=request.actor.code, subjects=[("person", str(person.pk))], detail={"looked": True})
    names, purposes, now = {e.code: e.label for e in questions}, {p.code: p.name for p in dictionary.purposes()}, clock.now()
    rows = [
        {"row": one, "name": names.get(one.element_code, one.element_code), "purpose": purposes.get(one.purpose, one.purpose),
         "live": one.ended_at is None and one.valid_until > now}
        for one in reads.agreements_of(person.pk)
    ]
    adult = person.age_status == ADULT
    context = {"person": person, "form": form, "rows": rows, "askable": adult and bool(live and questions), "adult": adult}
    return render(request, "consent/elements.html", context)


@page("consent.elements")
def end_agreement(request, agreement_id):
    """She takes one back: only by pressing; to whoever may not, it is not there, whatever the method."""
    found = reads.agreement_for(agreement_id)
    person = register.person_for(found.person_id) if found is not None else None
    if found is None or person is None:
        raise NotHere
    allow(request, "consent.elements", register.facts(person))
    if request.method == "POST":
        actions.end_agreement(actor=request.actor, agreement=found)
        messages.success(request, _("Taken back. It is closed to them from now; what they saw before cannot be called back."))
    return redirect("consent:elements", person_id=person.pk)
