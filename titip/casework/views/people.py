"""Forms about who takes part, and who works on the case."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from titip.casework import actions, reads
from titip.casework.forms import AssignForm, KnownPersonForm, ThirdPartyForm
from titip.casework.rules.words import PARTS, Part
from titip.casework.views.asking import Sure, ask, sent, the_case
from titip.casework.views.undoing import undo_url
from titip.protect.gate import NotHere, StaffRequest, page
from titip.protect.reads import staff as colleagues
from titip.protect.rules.roles import Role

#: Who can be given a case to work on.
_WORKERS = frozenset({Role.FRONTLINE.value, Role.SUPERVISOR.value, Role.LAWYER.value, Role.INVESTIGATOR.value})


@page("casework.people")
def add_known(request: StaffRequest, case: UUID) -> HttpResponse:
    """Add somebody who has a code."""
    found = the_case(request, case, "casework.people")
    return ask(
        request, found, KnownPersonForm(sent(request), actor=request.actor),
        act=lambda given: actions.add_participant(actor=request.actor, case=found, **given),
        done=_("Added to the case."), heading=_("Add a person by code"), submit=_("Add to the case"),
        intro=_("For several people of the same part, add each of them."),
    )


@page("casework.people")
def add_third_party(request: StaffRequest, case: UUID) -> HttpResponse:
    """Register somebody new whom the case needs."""
    found = the_case(request, case, "casework.people")
    return ask(
        request, found, ThirdPartyForm(sent(request), actor=request.actor),
        act=lambda given: actions.add_third_party(actor=request.actor, case=found, **given),
        done=_("Registered under a code and added to the case."), heading=_("Add an alleged perpetrator, witness or relative"), submit=_("Register and add"),
        intro=_("A new code is made; no name is asked here. “Alleged” stands beside the code: nothing is proven until a court has decided."),
    )


@page("casework.people")
def end_part(request: StaffRequest, case: UUID, part: UUID) -> HttpResponse:
    """Say that somebody no longer takes part."""
    found = the_case(request, case, "casework.people")
    row = found.participants.select_related("person").filter(pk=part, until=None).first()
    if row is None:
        raise NotHere
    words = {"code": row.person.code, "part": _(PARTS[Part(row.role)])}
    return ask(
        request, found, Sure(sent(request)), act=lambda given: actions.end_participation(actor=request.actor, participation=row),
        done=_("The part has ended."), undo=lambda _none: undo_url(found, "part", row.pk),
        heading=_("End the part of %(code)s as %(part)s?") % words, submit=_("End this part"),
        intro=_("What was written stays. The end is dated today."),
    )


@page("casework.assign")
def assign(request: StaffRequest, case: UUID) -> HttpResponse:
    """Let a colleague work on the case."""
    found = the_case(request, case, "casework.assign")
    on_it = {found.owner_id, *reads.facts(found).assigned}
    choices = [
        (one.id, one.name)
        for one in colleagues.colleagues()
        if one.active and one.id not in on_it and any(role.role in _WORKERS for role in one.roles)
    ]
    return ask(
        request, found, AssignForm(sent(request), choices=choices),
        act=lambda given: actions.assign(actor=request.actor, case=found, staff_id=given["colleague"], reason=given["reason"]),
        done=_("The colleague may work on this case now."), heading=_("Let a colleague work on this case"), submit=_("Give access to this case"),
        intro=_("The colleague can then open the case and the pages of the people in it."),
    )


@page("casework.assign")
def end_assignment(request: StaffRequest, case: UUID, assignment: int) -> HttpResponse:
    """End a colleague's work on the case."""
    found = the_case(request, case, "casework.assign")
    row = found.assignments.select_related("staff", "case").filter(pk=assignment, until=None).first()
    if row is None:
        raise NotHere
    return ask(
        request, found, Sure(sent(request)), act=lambda given: actions.end_assignment(actor=request.actor, assignment=row),
        done=_("Ended. The colleague can no longer open this case."), heading=_("End the work of %(name)s on this case?") % {"name": row.staff.name},
        submit=_("End access now"), intro=_("Access ends at once."),
    )
