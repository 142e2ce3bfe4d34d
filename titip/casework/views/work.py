"""Forms for steps and services."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from titip.casework import actions, reads
from titip.casework.forms import AnswerForm, ServiceForm, StepForm
from titip.casework.models import Case, ServiceOffered
from titip.casework.rules.words import PARTS, Part
from titip.casework.views.asking import Sure, ask, sent, the_case
from titip.casework.views.undoing import undo_url
from titip.protect.gate import NotHere, StaffRequest, offer_undo, page
from titip.register import reads as register


@page("casework.step")
def add_step(request: StaffRequest, case: UUID) -> HttpResponse:
    """Plan a step."""
    found = the_case(request, case, "casework.step")
    return ask(
        request, found, StepForm(sent(request)), act=lambda given: actions.add_step(actor=request.actor, case=found, **given),
        done=_("Planned."), heading=_("Plan a next step"), submit=_("Plan it"),
    )


@page("casework.step")
def finish_step(request: StaffRequest, case: UUID, step: UUID) -> HttpResponse:
    """Say that a step is done. Only by pressing: to whoever may not, the address is not there, whatever the method."""
    found = the_case(request, case, "casework.step")
    row = found.steps.filter(pk=step).first()
    if row is None:
        raise NotHere
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    actions.finish_step(actor=request.actor, step=row)
    offer_undo(request, undo_url(found, "step", row.pk), _("Noted as done."))
    return redirect("casework:case", case=found.pk)


@page("casework.service")
def offer_service(request: StaffRequest, case: UUID) -> HttpResponse:
    """Note an offer and what the person said."""
    found = the_case(request, case, "casework.service")
    parts = {row.person_id: row for row in found.participants.select_related("person")}
    people = [(str(row.person_id), f"{row.person.code} · {_(PARTS[Part(row.role)])}") for row in parts.values()]
    form = ServiceForm(sent(request), people=people, kinds=reads.service_kinds(), providers=[(str(one.pk), one.name) for one in register.partners()])
    return ask(
        request, found, form,
        act=lambda given: actions.offer_service(
            actor=request.actor, case=found, person=parts[given["person"]].person,
            kind=given["kind"], accepted=given["accepted"], provider_id=given["provider"],
        ),
        done=_("Noted."), heading=_("Offer a service"), submit=_("Note the offer"),
        intro=_("A service never depends on identification, on consent to data, or on talking to the police."),
    )


@page("casework.service")
def answer_service(request: StaffRequest, case: UUID, service: UUID) -> HttpResponse:
    """Note what the person said."""
    found = the_case(request, case, "casework.service")
    row = _service(found, service)
    return ask(
        request, found, AnswerForm(sent(request), initial={"accepted": row.accepted}),
        act=lambda given: actions.answer_service(actor=request.actor, service=row, accepted=given["accepted"]),
        done=_("Noted."), heading=_("%(service)s for %(code)s") % {"service": _kind(row), "code": row.person.code}, submit=_("Note the answer"),
    )


@page("casework.service")
def end_service(request: StaffRequest, case: UUID, service: UUID) -> HttpResponse:
    """Say that a service has ended."""
    found = the_case(request, case, "casework.service")
    row = _service(found, service)
    return ask(
        request, found, Sure(sent(request)), act=lambda given: actions.end_service(actor=request.actor, service=row),
        done=_("The service has ended."), undo=lambda _none: undo_url(found, "service", row.pk),
        heading=_("Has this service ended: %(service)s for %(code)s?") % {"service": _kind(row), "code": row.person.code},
        submit=_("It has ended"), intro=_("It stays on the case with its dates. To give it again, offer it anew."),
    )


def _service(case: Case, service: UUID) -> ServiceOffered:
    row = case.services.select_related("person").filter(pk=service, ended_at=None).first()
    if row is None:
        raise NotHere
    return row


def _kind(row: ServiceOffered) -> str:
    return reads.service_kinds().get(row.kind, row.kind)
