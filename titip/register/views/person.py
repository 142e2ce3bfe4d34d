"""One person's page, composed of what each room shows of her; her record's history; a link to somebody or somewhere."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from titip.protect.actions import audit
from titip.protect.gate import allow, may, page
from titip.protect.rules import pages
from titip.register import actions, reads
from titip.register.forms import LinkForm
from titip.register.views.finding import person_or_refuse


@page("register.open")
def person(request, person_id):
    """Her page: one event for opening it, then each room's panel under that room's own permission."""
    found = person_or_refuse(request, person_id, "register.open")
    facts = reads.facts(found)
    audit.record(kind="register.open", actor_code=request.actor.code, subjects=[("person", str(found.pk))])
    context = {
        "person": found,
        "panels": _panels(request, found, facts),
        "links": reads.links(found, reads.people_for(request.actor)),
        "may_assign": may(request, "register.assign", facts),
        "may_edit": may(request, "register.edit", facts),
        "may_history": may(request, "register.history", facts) and reads.registration_of(found) is not None,
    }
    return render(request, "register/person.html", context)


def _panels(request, found, facts, shared_page="person"):
    drawn = []
    for panel in pages.panels(shared_page):
        if not may(request, panel.action, facts):
            continue
        context = panel.context(request, person=found)
        if context is not None:
            drawn.append(render_to_string(panel.template, {"person": found, **context}, request))
    return drawn


@page("register.history")
def history(request, person_id):
    """Who changed which answers and when; no values."""
    found = person_or_refuse(request, person_id, "register.history")
    record = reads.registration_of(found)
    audit.record(kind="register.history", actor_code=request.actor.code, subjects=[("person", str(found.pk))])
    return render(request, "register/history.html", {
        "person": found, "changes": reads.history(record) if record else [], "panels": _panels(request, found, reads.facts(found), "history"),
    })


@page("register.edit")
def link(request, person_id):
    """Link her to another person within reach, to an organisation or to a place."""
    found = person_or_refuse(request, person_id, "register.edit")
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        other = reads.people_for(request.actor).filter(code=data["other"]).exclude(pk=found.pk).first() if data["other"] else None
        if data["other"] and other is None:
            form.add_error("other", _("There is nobody with this code among the people you work with."))
        else:
            if other is not None:
                allow(request, "register.edit", reads.facts(other))
            actions.link(actor=request.actor, person=found, kind=data["kind"], other=other, partner_id=data["partner"] or None, place_code=data["place"])
            messages.success(request, _("The link is kept."))
            return redirect("register:person", person_id=found.pk)
    return render(request, "register/link.html", {"person": found, "form": form})
