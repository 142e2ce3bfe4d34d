"""Which role may do what: the list, changing it for a role, its versions, and going back to one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from titip.protect.actions.policy import CannotChangePolicy, change_policy, refuse_beyond_limits, return_to
from titip.protect.forms.policy import RolePolicy
from titip.protect.gate import NotHere, StaffRequest, done, keep_typed, may, page, typing, unjudged
from titip.protect.models import PolicyVersion
from titip.protect.reads import access_list
from titip.protect.reads import policy as policies
from titip.protect.rules.access import REGISTER
from titip.protect.rules.policy import Change, Differences, changes, effective
from titip.protect.rules.roles import ROLES, Role


@page("protect.access.list")
@require_GET
def access(request: StaffRequest) -> HttpResponse:
    """Which role may do what, how far: printed from what decides."""
    found = access_list.access_list(request.actor.policy)
    context = {
        "list": found, "rooms": found.by_room(), "changed": _told(found.changed), "changing": may(request, "protect.access.change"),
        "looking": may(request, "govern.view_as"),
    }
    return TemplateResponse(request, "protect/access.html", context)


@page("protect.access.change")
@require_GET
def change(request: StaffRequest) -> HttpResponse:
    """Choose the role to change."""
    holders = policies.holders(list(ROLES))
    roles = [(role.value, rule.label, holders[role]) for role, rule in ROLES.items()]
    return TemplateResponse(request, "protect/access_change.html", {"roles": roles})


@page("protect.access.change")
def change_role(request: StaffRequest, role: str) -> HttpResponse:
    """Change what a role may do: chosen, shown as it would become, and for whom, then asked once more."""
    if role not in {one.value for one in Role}:
        raise NotHere
    chosen = Role(role)
    policy = request.actor.policy
    if (kept := keep_typed(request, title=_("Who may do what"))) is not None:
        return kept
    form = unjudged(request, RolePolicy(chosen, policy, typing(request)))
    if request.method == "POST" and form.is_valid():
        wanted = form.asked(policies.differences())
        try:
            if request.POST.get("sure") == "yes":
                made = change_policy(actor=request.actor, differences=wanted, why=form.cleaned_data["why"], base=_base(request))
                done(request)
                return _saved(request, made)
            return _preview(request, wanted, form.cleaned_data["why"], list(request.POST.lists()), reverse("access_change_role", args=[role]))
        except CannotChangePolicy as error:
            form.add_error(None, str(error))
    context = {"form": form, "label": ROLES[chosen].label, "holders": policies.holders([chosen])[chosen], "version": policy.version}
    return TemplateResponse(request, "protect/access_role.html", context)


@page("protect.access.list")
@require_GET
def versions(request: StaffRequest) -> HttpResponse:
    """What was changed when and why; by whom, for those who may see colleagues."""
    rows = [(row, name, _told(changed)) for row, name, changed in policies.versions()]
    context = {
        "rows": rows, "names": may(request, "protect.staff.list"), "changing": may(request, "protect.access.change"),
        "version": request.actor.policy.version,
    }
    return TemplateResponse(request, "protect/access_versions.html", context)


@page("protect.access.change")
def go_back(request: StaffRequest, number: int) -> HttpResponse:
    """Return to an earlier version: what changes by it, then asked once more."""
    if number and not PolicyVersion.objects.filter(number=number).exists():
        raise NotHere
    why = request.POST.get("why", "") or (_("Back to version %(number)d.") % {"number": number} if number else _("Back to the declarations."))
    try:
        if request.method == "POST":
            return _saved(request, return_to(actor=request.actor, number=number, why=why, base=_base(request)))
        return _preview(request, policies.differences(number), why, [("why", [why])], reverse("access_return", args=[number]))
    except CannotChangePolicy as error:
        messages.error(request, str(error))
        return redirect("access_versions")


def _preview(request: StaffRequest, wanted: Differences, why: str, fields: list[tuple[str, list[Any]]], url: str) -> HttpResponse:
    """What would change, for whom. Raises CannotChangePolicy where it may not, where nothing does, or where nobody said why."""
    refuse_beyond_limits(wanted, request.actor)
    found = changes(request.actor.policy, effective(wanted, version=0))
    if not found:
        raise CannotChangePolicy(_("Nothing is changed."))
    if not why.strip():
        raise CannotChangePolicy(_("Say why, for those who read this later."))
    beside = {"csrfmiddlewaretoken", "sure", "base"}
    context = {
        "changed": _told(found), "holders": [(ROLES[role].label, names) for role, names in policies.holders({one.role for one in found}).items()],
        "fields": [(name, value) for name, values in fields if name not in beside for value in values], "why": why, "url": url,
        "base": request.actor.policy.version, "wider": any(one.widens for one in found),
    }
    return TemplateResponse(request, "protect/access_preview.html", context)


def _saved(request: StaffRequest, made: PolicyVersion) -> HttpResponse:
    messages.success(request, _("Version %(number)d holds from now on, on every page of everybody.") % {"number": made.number})
    return redirect("access_versions")


def _base(request: StaffRequest) -> int:
    typed = request.POST.get("base", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1


def _told(changed: list[Change]) -> list[dict[str, Any]]:
    """Changes as the pages show them."""
    return [
        {
            "role": ROLES[one.role].label, "what": one.what, "label": REGISTER.actions[one.action].label if one.action in REGISTER.actions else one.action,
            "before": one.before, "after": one.after, "widens": one.widens,
        }
        for one in changed
    ]
