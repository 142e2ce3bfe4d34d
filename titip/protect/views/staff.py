"""Colleagues and their roles."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from titip.kit import clock
from titip.kit.dates import BadDate, read_date
from titip.protect.actions import audit
from titip.protect.actions.inviting import LIFE, invite, invite_again, revoke
from titip.protect.actions.leaving import leave, trained
from titip.protect.actions.sessions import end_all
from titip.protect.actions.staff import CannotChangeStaff, end_role, grant_role
from titip.protect.forms.staff import NewColleague, OneRole
from titip.protect.gate import NotHere, StaffRequest, may, page
from titip.protect.gate.asking import reference_in
from titip.protect.models import Staff
from titip.protect.reads.renewing import slots_of
from titip.protect.reads.staff import colleagues
from titip.protect.rules.joining import CARRIED
from titip.protect.rules.roles import Role


@page("protect.staff.list")
@require_GET
def staff_list(request: StaffRequest) -> HttpResponse:
    """Colleagues with their roles."""
    rows = colleagues()
    audit.record(kind="protect.staff.list", actor_code=request.actor.code, session=reference_in(request), detail={"shown": len(rows)})
    changing = may(request, "protect.staff.change")
    return TemplateResponse(request, "protect/colleagues.html", {"colleagues": rows, "changing": changing, "form": OneRole() if changing else None})


@page("protect.staff.change", keeps=False)
def staff_add(request: StaffRequest) -> HttpResponse:
    """Add a colleague: an invitation whose code is shown this once."""
    form = NewColleague(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made, code = invite(
                username=told["username"], name=told["name"], roles=[Role(role) for role in told["roles"]], teams=told.get("teams", ()),
                new_team=told["new_team"], trained_on=told["trained_on"], actor_code=request.actor.code,
            )
        except CannotChangeStaff as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return _show_code(request, made, code)
    context = {
        "form": form, "heading": _("Invite a colleague"), "submit_label": _("Invite this colleague"), "title": _("Colleague"),
        "intro": _("She gets a code that you tell her in person. With it she chooses her own passphrase and second factor."),
        "cancel_url": reverse("colleagues"),
    }
    return TemplateResponse(request, "titip/form_page.html", context)


@page("protect.staff.change", keeps=False)
@require_POST
def staff_invite(request: StaffRequest, staff: int) -> HttpResponse:
    """A new code for a colleague who has not come in yet."""
    found = _find(staff)
    try:
        return _show_code(request, found, invite_again(staff=found, actor_code=request.actor.code))
    except CannotChangeStaff as error:
        messages.error(request, str(error))
    return redirect("colleagues")


@page("protect.staff.change", keeps=False)
@require_POST
def staff_revoke(request: StaffRequest, staff: int) -> HttpResponse:
    """Take an invitation back."""
    try:
        revoke(staff=_find(staff), actor_code=request.actor.code)
        messages.success(request, _("The invitation is taken back. Its code works no longer."))
    except CannotChangeStaff as error:
        messages.error(request, str(error))
    return redirect("colleagues")


@page("protect.staff.change", keeps=False)
def staff_leave(request: StaffRequest, staff: int) -> HttpResponse:
    """Ask once more, then let a colleague go."""
    found = _find(staff)
    if found.pk == request.actor.id or found.left_at is not None:
        raise NotHere
    if request.method != "POST":
        return TemplateResponse(request, "protect/leave.html", {
            "colleague": found, "carried": CARRIED.of(found.pk), "slots": slots_of(found.code), "keeping": may(request, "protect.keys.change"),
        })
    try:
        leave(staff=found, actor_code=request.actor.code)
        said = _("%(name)s has left. She is signed out everywhere. Her people stay under her name until a supervisor hands them over.")
        messages.success(request, said % {"name": found.name})
    except CannotChangeStaff as error:
        messages.error(request, str(error))
    return redirect("colleagues")


@page("protect.staff.change", keeps=False)
@require_POST
def staff_trained(request: StaffRequest, staff: int) -> HttpResponse:
    """Note a training done since."""
    found = _find(staff)
    try:
        day = read_date(request.POST.get("on", ""), today=clock.today())
        trained(staff=found, on=day, actor_code=request.actor.code)
        messages.success(request, _("The training is noted. It counts from her next page."))
    except BadDate:
        messages.error(request, _("Write the day of the training with day, month and year, for example 31/12/2025."))
    except CannotChangeStaff as error:
        messages.error(request, str(error))
    return redirect("colleagues")


@page("protect.staff.change", keeps=False)
@require_POST
def staff_sign_out(request: StaffRequest, staff: int) -> HttpResponse:
    """Sign a colleague out everywhere: her phone was stolen, her computer left open. She signs in again as always."""
    found = _find(staff)
    end_all(staff=found, actor_code=request.actor.code, session=reference_in(request))
    messages.success(request, _("%(name)s is signed out everywhere. What she was typing is kept for her.") % {"name": found.name})
    return redirect("colleagues")


def _find(staff_id: int) -> Staff:
    found = Staff.objects.filter(pk=staff_id).first()
    if found is None:
        raise NotHere
    return found


def _show_code(request: StaffRequest, staff: Staff, code: str) -> HttpResponse:
    context = {"invited": staff, "code": code, "hours": int(LIFE.total_seconds() // 3600), "form": NewColleague()}
    return TemplateResponse(request, "protect/invited.html", context)


@page("protect.staff.change")
@require_POST
def staff_grant(request: StaffRequest, staff: int) -> HttpResponse:
    """Grant a role."""
    return _change_role(request, staff, grant=True)


@page("protect.staff.change")
@require_POST
def staff_end(request: StaffRequest, staff: int) -> HttpResponse:
    """End a role."""
    return _change_role(request, staff, grant=False)


def _change_role(request: StaffRequest, staff_id: int, *, grant: bool) -> HttpResponse:
    found = Staff.objects.filter(pk=staff_id).first()
    form = OneRole(request.POST)
    if found is None or not form.is_valid():
        raise NotHere
    try:
        change = grant_role if grant else end_role
        change(staff=found, role=form.chosen(), actor_code=request.actor.code)
        said = _("The role is granted. It counts from her next page.") if grant else _("The role has ended. Her next page is already without it.")
        messages.success(request, said)
    except CannotChangeStaff as error:
        messages.error(request, str(error))
    return redirect("colleagues")
