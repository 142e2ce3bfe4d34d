"""The list of people by code, and a new one."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from titip.protect.actions import audit
from titip.protect.gate import may, page
from titip.protect.reads.paging import MOST, page_of
from titip.register import actions, reads
from titip.register.forms import AgeForm, PersonForm
from titip.register.rules.ageing import ON_AGE
from titip.register.views.finding import person_or_refuse

PAGE = 50


@page("register.list")
def people(request):
    """People within reach, newest first: searched by code, chosen name or place, never by a sealed name.

    What is searched is posted, so that a name typed by mistake stands in no address and no browser's history.
    """
    text, whose = request.POST.get("q", "").strip()[:80], request.POST.get("whose", request.GET.get("whose", ""))
    found = reads.find(request.actor, text)
    if whose == "mine":
        found = found.filter(owner=request.actor.id)
    elif whose == "team":
        found = found.filter(team__in=request.actor.teams)
    shown = page_of(reads.once(request.actor, found), request.GET, PAGE, most=PAGE if text else MOST)
    lines = list(shown.object_list)
    also = reads.others_of(request.actor, lines)
    for one in lines:
        one.also = also.get(one.pk, [])
    audit.record(
        kind="register.list", actor_code=request.actor.code, subjects=[("person", str(one.pk)) for one in lines],
        detail={"searched": bool(text), "page": shown.number},
    )
    return render(request, "register/people.html", {"page": shown, "people": lines, "q": text, "whose": whose, "may_add": may(request, "register.add")})


@page("register.add")
def add(request):
    """A new person under a code. No name is asked for here."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = actions.register_person(actor=request.actor, **form.cleaned_data)
        messages.success(request, _("Registered under the code %(code)s. Now ask what she agrees to.") % {"code": person.code})
        return redirect("register:person", person_id=person.pk)
    return render(request, "register/add.html", {"form": form})


@page("register.edit")
def age(request, person_id):
    """Decide her age: it decides who may consent for her."""
    person = person_or_refuse(request, person_id, "register.edit")
    form = AgeForm(request.POST or None, initial={"age_status": person.age_status})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["age_status"]
        effects = [said for change in ON_AGE.all() for said in change.preview(person.pk, chosen)] if chosen != person.age_status else []
        if effects and request.POST.get("effects") != chosen:
            return render(request, "register/age.html", {"form": form, "person": person, "effects": effects, "chosen": chosen})
        actions.set_age_status(actor=request.actor, person=person, age_status=chosen)
        messages.success(request, _("Her age is kept."))
        return redirect("register:person", person_id=person.pk)
    return render(request, "register/age.html", {"form": form, "person": person})
