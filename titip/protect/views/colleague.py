"""One colleague's page: her list, her teams, what she carries; and the rules that each of us signs."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from titip.protect.actions import audit
from titip.protect.actions.joining import change_teams, sign_rules, tick, untick
from titip.protect.actions.staff import CannotChangeStaff
from titip.protect.gate import NotHere, StaffRequest, may, page
from titip.protect.models import Staff, Team
from titip.protect.reads.joining import list_of, signature
from titip.protect.reads.staff import live_roles
from titip.protect.rules.joining import CARRIED, RULES
from titip.protect.rules.roles import ROLES


@page("protect.staff.list")
@require_GET
def colleague(request: StaffRequest, staff: int) -> HttpResponse:
    """Roles, teams, the list of who joins; of who leaves what she carries and what is asked back. It prints."""
    found = _find(staff)
    audit.record(kind="protect.staff.list", actor_code=request.actor.code, subjects=[("staff", found.code)])
    items = list_of(found)
    hers = set(found.teams.values_list("pk", flat=True))
    context = {
        "one": found, "roles": [ROLES[role].label for role in sorted(live_roles(found))], "items": items, "open": [item for item in items if not item.done],
        "devices": next((item.check.note for item in items if item.item == "devices" and item.check), ""),
        "teams": [(team, team.pk in hers) for team in Team.objects.order_by("name")], "carried": CARRIED.of(found.pk),
        "changing": may(request, "protect.staff.change") and found.left_at is None and found.code != request.actor.code,
    }
    return TemplateResponse(request, "protect/colleague.html", context)


@page("protect.staff.change", keeps=False)
@require_POST
def check(request: StaffRequest, staff: int) -> HttpResponse:
    """Tick one thing of her list, or take it back."""
    found, item = _find(staff), request.POST.get("item", "")[:20]
    try:
        if "back" in request.POST:
            untick(staff=found, item=item, actor_code=request.actor.code)
            messages.success(request, _("Taken back. It counts from her next page."))
        else:
            tick(staff=found, item=item, note=request.POST.get("note", ""), actor_code=request.actor.code)
            messages.success(request, _("Noted. It counts from her next page."))
    except CannotChangeStaff as refused:
        messages.error(request, str(refused))
    return redirect("colleague", staff=found.pk)


@page("protect.staff.change", keeps=False)
@require_POST
def teams(request: StaffRequest, staff: int) -> HttpResponse:
    """Put her into other teams."""
    found = _find(staff)
    chosen = [int(value) for value in request.POST.getlist("teams") if value.isascii() and value.isdigit() and len(value) < 10]
    try:
        change_teams(staff=found, teams=Team.objects.filter(pk__in=chosen), actor_code=request.actor.code)
        messages.success(request, _("Her teams are changed, from her next page. What she registered stays with the team it belongs to."))
    except CannotChangeStaff as refused:
        messages.error(request, str(refused))
    return redirect("colleague", staff=found.pk)


@page("protect.myself")
def rules(request: StaffRequest) -> HttpResponse:
    """The rules of this house, and my signature under them."""
    stands, until = signature(request.user)
    if request.method == "POST":
        if request.POST.get("agree") == "yes":
            sign_rules(staff=request.user)
            messages.success(request, _("Signed, for a year."))
            return redirect("myself")
        messages.error(request, _("Tick that you keep to them, or talk to your administrator."))
    return TemplateResponse(request, "protect/rules.html", {"rules": RULES, "stands": stands, "until": until})


def _find(staff_id: int) -> Staff:
    found = Staff.objects.filter(pk=staff_id).first()
    if found is None:
        raise NotHere
    return found
