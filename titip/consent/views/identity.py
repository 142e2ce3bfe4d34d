"""Opening a name or contact: for a purpose she agreed to, with the second factor for this purpose, written in the log, shown once."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from titip.consent import reads
from titip.consent.forms import IdentityForm
from titip.consent.views.finding import person_or_refuse
from titip.dictionary import reads as dictionary
from titip.protect.gate import NotReady, asks_to_prove, page, prove, unproven
from titip.protect.rules.access import open_here
from titip.protect.rules.roles import Risk
from titip.register import reads as register


@page("register.identity", keeps=False)
def identity(request, person_id):
    """Say what it is for; the name is on the page that answers and nowhere else."""
    person = person_or_refuse(request, person_id, "register.identity")
    if not open_here(request.actor, Risk.IDENTITY):
        raise NotReady
    facts = register.facts(person)
    close = request.actor.id == facts.owner or request.actor.id in facts.assigned
    form = IdentityForm(request.POST or None, purposes=[line.purpose for line in reads.state(person) if line.live and not line.recipient])
    context = {"person": person, "form": form, "again": unproven(request, "", close=close), **asks_to_prove(request)}
    if request.method != "POST" or not form.is_valid():
        return render(request, "consent/identity.html", context)
    purpose = form.cleaned_data["purpose"]
    live = reads.live(person, purpose)
    if not live.ok:
        form.add_error("purpose", _(live.reason))
        return render(request, "consent/identity.html", context)
    thing = f"{person.pk} {purpose}"
    if unproven(request, thing, close=close) and (wrong := prove(request, thing)):
        return render(request, "consent/identity.html", {**context, **asks_to_prove(request, wrong)})
    record = register.registration_of(person)
    answers = register.open_identity(request.actor, record, purpose=purpose) if record else {}
    declared = dictionary.declared("registration")
    context["shown"] = [(declared[key], answer) for key, answer in answers.items() if answer.given and key in declared]
    context["purpose"] = purpose
    return render(request, "consent/identity_shown.html", context)
