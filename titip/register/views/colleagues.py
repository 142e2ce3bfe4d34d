"""Who works with a person: the list, one more colleague, the end of a colleague's work, another one who answers for her."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.protect.actions import audit
from titip.protect.gate import NotHere, page
from titip.protect.reads import team
from titip.register import actions
from titip.register.forms.colleagues import ColleagueForm
from titip.register.views.finding import person_or_refuse


@page("register.assign")
def colleagues(request, person_id):
    """Who answers for her, and who works with her too."""
    person = person_or_refuse(request, person_id, "register.assign")
    audit.record(kind="register.assign", actor_code=request.actor.code, subjects=[("person", str(person.pk))], detail={"looked": True})
    live = person.assignments.filter(until=None).select_related("staff").order_by("since", "pk")
    return render(request, "register/colleagues.html", {"person": person, "live": live})


@page("register.assign")
def share(request, person_id):
    """Let one more colleague work with her."""
    person = person_or_refuse(request, person_id, "register.assign")
    form = ColleagueForm(request.POST or None, choices=_others(request, person))
    if request.method == "POST" and form.is_valid():
        actions.share(actor=request.actor, person=person, staff_id=form.cleaned_data["colleague"], reason=form.cleaned_data["reason"])
        messages.success(request, _("She may open this person's page now, and is told so."))
        return redirect("register:colleagues", person_id=person.pk)
    intro = _("The colleague can open her page and write answers at once.")
    return _ask(request, person, form, _("Let a colleague work with %(code)s"), _("Give access"), intro)


@page("register.assign")
def hand_over(request, person_id):
    """Another colleague answers for her: asked once more before it is done."""
    person = person_or_refuse(request, person_id, "register.assign")
    form = ColleagueForm(request.POST or None, choices=_others(request, person, but_assigned=False), with_reason=False, sure=True)
    if request.method == "POST" and form.is_valid():
        actions.hand_over(actor=request.actor, person=person, staff_id=form.cleaned_data["colleague"])
        messages.success(request, _("Handed over. Both colleagues are told."))
        return redirect("register:list")
    intro = _("%(name)s answers for this person now. She keeps access only where a case of hers gives it.") % {"name": person.owner.name}
    return _ask(request, person, form, _("Hand %(code)s over to a colleague"), _("Hand over now"), intro)


@page("register.assign")
def end_share(request, person_id, assignment):
    """End a colleague's work with her."""
    person = person_or_refuse(request, person_id, "register.assign")
    row = person.assignments.filter(pk=assignment, until=None).select_related("staff", "person").first()
    if row is None:
        raise NotHere
    if request.method == "POST":
        actions.end_share(actor=request.actor, assignment=row)
        messages.success(request, _("Ended. She can no longer open this person's page, unless a case of hers gives it."))
        return redirect("register:colleagues", person_id=person.pk)
    back = reverse("register:colleagues", args=[person.pk])
    context = {
        "heading": _("End the work of %(name)s with %(code)s?") % {"name": row.staff.name, "code": person.code}, "submit_label": _("End access now"),
        "intro": _("Access ends at once. She is told."), "title": _("Person"), "back_url": back, "cancel_url": back,
    }
    return render(request, "titip/form_page.html", context)


def _others(request, person, *, but_assigned=True):
    """Colleagues of her team, and of one's own, who may open people's pages."""
    known = {person.owner_id, *(a.staff_id for a in person.live_assignments if but_assigned)}
    teams = {*request.actor.teams, *([person.team_id] if person.team_id else [])}
    return [(one.id, one.name) for one in team.members(teams, request.actor.policy.grants("register.edit")) if one.id not in known]


def _ask(request, person, form, heading, submit, intro):
    back = reverse("register:colleagues", args=[person.pk])
    words = {"form": form, "heading": heading % {"code": person.code}, "submit_label": submit, "intro": intro, "title": _("Person")}
    return render(request, "titip/form_page.html", {**words, "back_url": back, "cancel_url": back})
