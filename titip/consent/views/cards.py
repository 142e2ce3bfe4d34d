"""Asking for consent: the cards, the reading back, the saving. Nothing is kept before the last of them."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from titip.consent import actions
from titip.consent.forms import CardsForm, SignForm
from titip.consent.forms.cards import card_name
from titip.consent.rules.liveness import State
from titip.consent.rules.signing import HEIGHT, WIDTH
from titip.consent.views.finding import person_or_refuse
from titip.dictionary import reads as dictionary
from titip.protect.gate import done, keep_typed, page, typing, unjudged
from titip.protect.reads import staff as colleagues


@page("consent.record")
def ask(request, person_id):
    """The cards; after them the choices read back; after that they are kept."""
    person = person_or_refuse(request, person_id, "consent.record")
    step = request.POST.get("step", "")
    form = CardsForm(typing(request), purposes=dictionary.purposes(), age_status=person.age_status)
    if kept := keep_typed(request, title=_("What may we keep and use? %(code)s") % {"code": person.code}, about=person.pk):
        return kept
    if request.method != "POST" or step == "change":
        return _cards(request, person, form)
    if not form.is_valid():
        return _cards(request, person, form)
    sign = SignForm(request.POST if step == "save" else None)
    if step != "save" or not sign.is_valid() or request.POST.get("read_back") != "yes":
        return _read_back(request, person, form, sign, asked=step == "save" and request.POST.get("read_back") != "yes")
    try:
        with transaction.atomic():
            basis = actions.record_consent(
                actor=request.actor, person=person, choices=form.choices(), conditions=sign.onto(form.conditions(read_back=True)),
                kind=form.decided_by(), assent=form.assent(), guardian_clear=form.guardian_clear(), at_most=form.at_most(), turns_18=form.turns_18(),
                drawn=sign.cleaned_data["drawn"],
            )
            done(request)
    except actions.CannotRecord as refused:
        form.add_error(None, _(refused.message))
        return _cards(request, person, form)
    messages.success(request, _("Her choices are kept. Offer her the slip."))
    return redirect("consent:slip", basis_id=basis.pk)


def _cards(request, person, form):
    organisation = colleagues.organisation()
    context = {"person": person, "form": unjudged(request, form), "organisation": organisation, "collector": request.user}
    return render(request, "consent/cards.html", context)


def _read_back(request, person, form, sign, *, asked):
    lines = [
        {"name": purpose.name, "card": purpose.card, "who_sees": purpose.who_sees, "answer": form.cleaned_data.get(card_name(purpose.code))}
        for purpose in form.purposes
    ]
    fields = [(name, value) for name, values in request.POST.lists() if name in form.fields for value in values]
    context = {
        "person": person,
        "lines": lines,
        "fields": fields,
        "limits": [(form[name].label, _chosen(form, name)) for name in ("confidentiality", "formats", "lasting")],
        "sign": sign,
        "may_draw": (WIDTH, HEIGHT),
        "nothing": not any(choice.state is State.GIVEN for choice in form.choices()),
        "error": _("Read the choices back to her first, and tick that you did.") if asked else "",
    }
    return render(request, "consent/read_back.html", context)


def _chosen(form, name):
    """What was chosen under a question, in words."""
    given = form.cleaned_data.get(name) or ""
    words = dict(form.fields[name].choices)
    return ", ".join(str(words[one]) for one in ([given] if isinstance(given, str) else given) if one in words) or _("None")
