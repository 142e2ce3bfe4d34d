"""Alarms for those who must act, and what is watched for."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from titip.protect.actions import audit, watching
from titip.protect.forms.watching import Rules
from titip.protect.gate import NotHere, StaffRequest, done, keep_typed, may, page, typing, unjudged
from titip.protect.gate.asking import reference_in
from titip.protect.reads import watching as reads
from titip.protect.reads.paging import page_of

PER_PAGE = 50


@page("protect.alarms")
@require_GET
def alarms(request: StaffRequest) -> HttpResponse:
    """Alarms within her reach; those that nobody looked at first."""
    found = reads.alarms_for(request.actor)
    everything = "all" in request.GET
    shown = page_of(found if everything else found.filter(looked_at=None), request.GET, PER_PAGE)
    rows = reads.alarm_lines(list(shown.object_list), request.actor)
    audit.record(kind="protect.alarms", actor_code=request.actor.code, session=reference_in(request), detail={"shown": len(rows)})
    context = {"page": shown, "lines": rows, "everything": everything, "may_set": may(request, "protect.watch.rules"), "rules": reads.rules()}
    return TemplateResponse(request, "protect/alarms.html", context)


@page("protect.alarms")
def alarm(request: StaffRequest, alarm: UUID) -> HttpResponse:
    """One alarm; note with a word that she has looked. Never about herself."""
    found = reads.alarm_for(request.actor, alarm)
    if found is None:
        raise NotHere
    line, fault = reads.alarm_lines([found], request.actor)[0], ""
    if request.method == "POST":
        if not may(request, "protect.alarms.look"):
            raise NotHere
        try:
            watching.look(alarm_id=found.pk, staff_code=request.actor.code, why=request.POST.get("why", ""), session=reference_in(request))
            messages.success(request, _("Noted."))
            return redirect("alarms")
        except watching.CannotLook as error:
            fault = str(error)
    return TemplateResponse(request, "protect/alarm.html", {"line": line, "fault": fault}, status=422 if fault else 200)


@page("protect.watch.rules")
def watch_rules(request: StaffRequest) -> HttpResponse:
    """Hours, limits, second place, addresses."""
    held = reads.rules()
    if kept := keep_typed(request, title=_("What is watched for")):
        return kept
    form = unjudged(request, Rules(typing(request), held=held))
    if request.method == "POST" and form.is_valid():
        try:
            watching.set_rules(**form.cleaned_data, actor_code=request.actor.code, session=reference_in(request))
            done(request)
            messages.success(request, _("Set."))
            return redirect("alarms")
        except watching.BadRules as bad:
            form.add_error(bad.field, str(bad))
    context = {
        "form": form, "heading": _("What is watched for"), "title": _("Watch"), "submit_label": _("Set these"), "back_url": reverse("alarms"), "drafted": True,
        "intro": _("Alarms call for a look; they accuse nobody. They go to custodians, audit officers and the supervisor, never to whom they are about."),
    }
    return TemplateResponse(request, "titip/form_page.html", context)
