"""The team's page for whoever supervises it, and the handing over of a colleague's work."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from titip.casework import actions, reads
from titip.casework.forms.handing import HandOverForm
from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.gate import NotHere, StaffRequest, page
from titip.protect.reads import team as colleagues


@page("casework.team")
def team(request: StaffRequest) -> HttpResponse:
    """Who carries what, what is overdue, what waits for a decision, what went back, whose training is due."""
    today = clock.today()
    rows = reads.carrying(request.actor, today)
    overdue = reads.overdue_of(request.actor, today)
    audit.record(kind="casework.team", actor_code=request.actor.code, detail={"colleagues": len(rows), "overdue": len(overdue)})
    context = {
        "rows": rows, "overdue": overdue, "decide": reads.to_decide(request.actor),
        "returned": reads.returned_to([row.member.id for row in rows], request.actor),
        "training": [row.member for row in rows if row.member.training != "current"], "me": request.actor.id,
    }
    return render(request, "casework/team.html", context)


@page("casework.team")
def hand_over(request: StaffRequest, colleague: int) -> HttpResponse:
    """Hand a colleague's cases and people, all or some, to another: shown, chosen, asked once more, done in one go."""
    members = {one.id: one for one in [*colleagues.leavers(request.actor.teams), *colleagues.members(request.actor.teams)]}
    if colleague not in members:
        raise NotHere
    cases, people = reads.hand_over_list(request.actor, colleague)
    workers = request.actor.policy.grants("casework.step")
    others = [(one.id, one.name) for one in members.values() if one.id != colleague and not one.left and one.roles & workers.keys()]
    form = HandOverForm(request.POST or None, others=others, cases=cases, people=people)
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen()
        if request.POST.get("sure") == "yes":
            done = actions.hand_over_work(actor=request.actor, to=chosen.to, cases=chosen.cases, person_ids=[one.pk for one in chosen.people])
            messages.success(request, _("Handed over: %(cases)d cases, %(people)d people. Both colleagues are told.") % {"cases": done[0], "people": done[1]})
            return redirect("casework:team")
        context = {"chosen": chosen, "name": members[colleague].name, "to": members[chosen.to].name, "said": _said(len(chosen.cases), len(chosen.people))}
        return render(request, "casework/hand_over_sure.html", context)
    context = {"form": form, "name": members[colleague].name, "cases": cases, "people": people, "others": others, "back_url": reverse("casework:team")}
    return render(request, "casework/hand_over.html", context)


def _said(cases: int, people: int) -> list[str]:
    return [
        ngettext("%(n)d case", "%(n)d cases", cases) % {"n": cases}, ngettext("%(n)d person", "%(n)d people", people) % {"n": people},
    ]
