"""Two versions of her answers side by side, and an earlier answer restored."""

from django.contrib import messages
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from titip.consent import reads as consent
from titip.dictionary.rules.keys import is_key
from titip.intake import actions
from titip.intake.reads import shown_now
from titip.protect.gate import NotHere, allow, may, offer_undo, page
from titip.protect.rules.undoing import CannotUndo
from titip.register import actions as register
from titip.register import reads


@page("register.history", keeps=False)
def compare(request, person_id):
    """Element by element. Sealed answers are said to have changed and stay closed, unless she agreed to the purpose they are opened for."""
    person, record, facts = _found(request, person_id, "register.history")
    versions = reads.history(record)
    numbers = _numbers(request, record)
    purposes = [line.purpose for line in consent.state(person) if line.live and not line.recipient]
    purpose = request.POST.get("purpose", "")
    opening = request.method == "POST" and purpose in {one.code for one in purposes} and consent.live(person, purpose).ok
    found = reads.compare(request.actor, record, numbers, only=shown_now(person), purpose=purpose if opening else "")
    if found is None:
        raise NotHere
    context = {
        "person": person, "versions": versions, "comparison": found, "purposes": purposes, "opened": opening,
        "asked": request.method == "POST" and not opening, "closed": any(line.can_open for line in found.lines) and not opening,
        "may_edit": may(request, "intake.fill", facts), "base": record.number, "older_stands": found.newer.number == record.number,
    }
    return render(request, "intake/compare.html", context)


@page("intake.fill", keeps=False)
def restore(request, person_id):
    """Let an earlier answer stand again, as a new version."""
    person, record, _facts = _found(request, person_id, "intake.fill")
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    key, number, base = request.POST.get("key", ""), _number(request.POST.get("number")), _number(request.POST.get("base"))
    if not 0 < number <= record.number or not 0 < base <= record.number or not is_key(key):
        raise NotHere
    try:
        saved = actions.restore(actor=request.actor, person=person, codes=[key], number=number, base_number=base)
    except register.NotAllowed:
        messages.error(request, _("Not restored: no basis covers this answer any more. Ask for consent, or record another basis."))
    except CannotUndo as refused:
        messages.error(request, _(refused.message))
    else:
        if saved.version is not None:
            offer_undo(request, reverse("intake:undo_save", args=[person.pk, saved.version.number]), _("The earlier answer stands again, as a new version."))
            number, base = saved.version.number - 1, saved.version.number
    return redirect(f"{reverse('intake:compare', args=[person.pk])}?{urlencode({'a': min(number, base), 'b': max(number, base)})}")


def _found(request, person_id, action):
    person = reads.person_for(person_id)
    record = reads.registration_of(person) if person is not None else None
    if person is None:
        raise NotHere
    facts = reads.facts(person)
    allow(request, action, facts)
    if record is None or record.number == 0:
        raise NotHere
    return person, record, facts


def _numbers(request, record):
    """The two versions asked for; the last two where nothing was asked."""
    a, b = _number(request.GET.get("a")), _number(request.GET.get("b"))
    return (a, b) if a and b else (max(1, record.number - 1), record.number)


def _number(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
