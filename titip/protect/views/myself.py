"""My sign-in and my devices: how I prove that it is me, where I am signed in, and the end of it."""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from titip.protect.actions import seeds, sessions
from titip.protect.gate import NotHere, StaffRequest, may, page
from titip.protect.gate.asking import reference_in
from titip.protect.gate.keeping import waiting
from titip.protect.models import Staff
from titip.protect.reads.log import Line, sign_ins_of
from titip.protect.reads.sessions import open_of
from titip.protect.reads.staff import is_trained, live_roles, sees_high_risk
from titip.protect.rules.roles import ROLES
from titip.protect.sign_in import passkeys
from titip.protect.sign_in.second_factor import has_totp


@dataclass(frozen=True)
class Passkey:
    """A line of her passkeys."""

    id: int
    name: str
    made: Any
    used: Any


@page("protect.myself")
@require_GET
def myself(request: StaffRequest) -> HttpResponse:
    """My name and roles, second factors, open sign-ins and the last ones."""
    staff = request.user
    idle = settings.TITIP_IDLE_HIGH if sees_high_risk(request.actor.roles) else settings.TITIP_IDLE
    context = {
        "me": staff,
        "roles": [ROLES[role].label for role in sorted(live_roles(staff))],
        "teams": list(staff.teams.order_by("name").values_list("name", flat=True)),
        "trained": is_trained(staff),
        "second_factor": has_totp(staff),
        "passkeys": [Passkey(one.pk, passkeys.name_of(one), one.created_at, one.last_used_at) for one in passkeys.of(staff)],
        "passkey_lacking": passkeys.why_not(request),
        "codes_left": _codes_left(staff),
        "has_passphrase": staff.has_usable_password(),
        "open": open_of(staff, idle=idle, longest=settings.TITIP_LONGEST),
        "here": reference_in(request),
        "sign_ins": [_told(line) for line in sign_ins_of(staff)],
        "kept": waiting(staff),
        "locking": may(request, "protect.keys.lock"),
    }
    return TemplateResponse(request, "protect/myself.html", context)


@page("protect.myself", keeps=False)
def end_one(request: StaffRequest, one: int) -> HttpResponse:
    """End one of my sign-ins; its browser is a stranger from then on."""
    if request.method != "POST" or not sessions.end(staff=request.user, one=one, actor_code=request.actor.code, session=reference_in(request)):
        raise NotHere
    messages.success(request, _("Signed out there. If it was not you, change your passphrase now and tell your administrator."))
    return redirect("myself")


@page("protect.myself", before_second_factor=True, keeps=False)
@require_POST
def end_everywhere(request: StaffRequest) -> HttpResponse:
    """End all my sign-ins, this one too, in one press."""
    sessions.end_all(staff=request.user, actor_code=request.actor.code, session=reference_in(request))
    logout(request)
    messages.success(request, _("You are signed out everywhere."))
    return redirect("account_login")


def _codes_left(staff: Staff) -> int:
    stored = Authenticator.objects.filter(user=staff, type=Authenticator.Type.RECOVERY_CODES).first()
    with seeds.of_colleague(staff.pk):
        return len(stored.wrap().get_unused_codes()) if stored else 0


def _told(line: Line) -> dict[str, Any]:
    return {"at": line.at, "outcome": line.outcome, "step": line.detail.get("step", ""), "browser": str(line.detail.get("browser", "")).replace("-", " ")}
