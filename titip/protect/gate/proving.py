"""The second factor for this purpose: given for one thing, on the page that opens it, and good for that thing alone for five minutes.

What allauth calls reauthentication is not enough to open the vault: it takes a passphrase alone, lets through whoever has no
authenticator, and once given counts for whatever comes next.
"""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.gate.asking import FRESH, StaffRequest, reference_in, second_factor_at
from titip.protect.sign_in import passkeys, practice
from titip.protect.sign_in.second_factor import check, has_totp

#: The key of the session: what was proven for, and when.
PROVEN = "titip.proven"


def unproven(request: StaffRequest, thing: str, *, close: bool) -> bool:
    """Whether the second factor must be given before ``thing`` is opened.

    ``close``: she works with whom it is about: then the one given at sign-in will do, once a shift, for a sign-in lasts no longer than
    one. Otherwise it must have been given for this very thing in the last five minutes.
    """
    return second_factor_at(request) is None if close else thing not in _standing(request)


def prove(request: StaffRequest, thing: str) -> str:
    """Take the second factor that came with this form, for ``thing`` alone. Returns what is wrong with it, empty where it proves her.

    A recovery code does not do: it lets her in on a day without her phone, and whoever finds the paper should open no names by it.
    """
    try:
        found = check(request, request.user, code=request.POST.get("code", "")[:20], credential=request.POST.get("credential", ""), recovery=False)
    except ValidationError as error:
        return str(error.messages[0])
    found.record_usage()
    record_authentication(request, request.user, "mfa", id=found.pk, type=found.type)
    request.session[PROVEN] = {**_standing(request), thing: clock.now().timestamp()}
    audit.record(kind="protect.myself", actor_code=request.actor.code, session=reference_in(request), detail={"proved": found.type})
    return ""


def ways(request: HttpRequest, staff: Any) -> dict[str, Any]:
    """What a page that asks for the second factor needs (``protect/prove.html``): which ways she has, and why a passkey will not do here."""
    hers = passkeys.has_passkey(staff)
    lacking = passkeys.why_not(request) if hers else ""
    return {"passkey": hers and not lacking, "passkey_lacking": lacking, "totp": has_totp(staff), "practice_code": practice.code_for(staff)}


def asks_to_prove(request: StaffRequest, wrong: str = "") -> dict[str, Any]:
    """The context of ``protect/prove.html``, inside a form of a signed-in page. ``wrong``: what ``prove`` said."""
    found = ways(request, request.user)
    none = "" if found["passkey"] or found["totp"] else _("You have no second factor yet. Set one up on the page Your sign-in.")
    return {"proving": {**found, "wrong": wrong, "none": none}}


def _standing(request: StaffRequest) -> dict[str, float]:
    now = clock.now().timestamp()
    return {thing: at for thing, at in dict(request.session.get(PROVEN, {})).items() if 0 <= now - at < FRESH}
