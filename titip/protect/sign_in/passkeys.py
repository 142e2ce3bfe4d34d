"""Passkeys: keys in a phone, a computer or a small stick, opened there by finger, face or PIN. Nothing to type, nothing to be lured out.

The key answers to the host name it was made for, and to no other: that is why no false page can use it, and why a server reached by
its number has none. Its owner always shows the device that it is she (``MFA_WEBAUTHN_USER_VERIFICATION``), so that one passkey is both
factors: something held, and something known or part of her.
"""

import ipaddress
import json
from typing import Any, Final

from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth, flows
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from titip.protect.models import Staff

#: More than this nobody uses; a list of hundreds would hide one that is not hers.
MOST: Final = 10
#: A credential in JSON is one or two kilobytes.
_LONGEST: Final = 20_000


def why_not(request: HttpRequest) -> str:
    """Why there are no passkeys at the address by which this page was asked for; empty where there are."""
    host = request.get_host().rsplit("]", 1)[0].lstrip("[") if request.get_host().startswith("[") else request.get_host().partition(":")[0]
    try:
        ipaddress.ip_address(host)
    except ValueError:
        local = host == "localhost" or host.endswith(".localhost")
        return "" if local or request.is_secure() else _("Passkeys need a protected connection. Ask your administrator for the address that begins with https.")
    return _("Passkeys need a host name. This page was opened by a number; open it by its name (on this computer: localhost) to use passkeys.")


def has_passkey(staff: Any) -> bool:
    """Whether she has one."""
    return Authenticator.objects.filter(user_id=staff.pk, type=Authenticator.Type.WEBAUTHN).exists()


def of(staff: Staff) -> list[Authenticator]:
    """Her passkeys, oldest first."""
    return list(Authenticator.objects.filter(user_id=staff.pk, type=Authenticator.Type.WEBAUTHN).order_by("created_at", "pk"))


def name_of(passkey: Authenticator) -> str:
    """What she called it."""
    return str(passkey.data.get("name", ""))


def creation_options(staff: Staff) -> dict[str, Any]:
    """What the browser is asked to make: a key that it keeps itself, opened by finger, face or PIN. The challenge waits in the session."""
    return dict(auth.begin_registration(staff, True))


def request_options(staff: Any) -> dict[str, Any]:
    """What the browser is asked to sign. ``staff`` None: whoever holds a passkey of this house."""
    return dict(auth.begin_authentication(staff))


def read(text: str) -> dict[str, Any]:
    """The browser's answer. Raises ValidationError for what is none."""
    try:
        told = json.loads(text) if len(text) <= _LONGEST else None
    except ValueError:
        told = None
    if not isinstance(told, dict) or not isinstance(told.get("response"), dict):
        raise _refused()
    return told


def check_new(credential: dict[str, Any]) -> None:
    """Check what the browser made against the challenge in the session. Raises ValidationError."""
    try:
        auth.parse_registration_response(credential)
        made = auth.complete_registration(credential)
    except (ValidationError, TypeError, ValueError, KeyError, AttributeError):
        raise _refused() from None
    if not made.is_user_verified():
        raise _refused()


def check(staff: Any, credential: dict[str, Any]) -> Authenticator:
    """The passkey that signed. ``staff`` None: it says itself whose it is. Raises ValidationError, one sentence for every reason."""
    try:
        auth.parse_authentication_response(credential)
        owner = staff if staff is not None else auth.extract_user_from_response(credential)
        found: Authenticator = auth.complete_authentication(owner, credential)
    except (ValidationError, TypeError, ValueError, KeyError, AttributeError):
        raise _refused() from None
    finally:
        auth.clear_state()  # a challenge is answered once, rightly or not
    found.user = owner
    return found


def sign_in(passkey: Authenticator) -> HttpResponse:
    """Finish a sign-in by passkey alone: it is both factors."""
    request = context.request
    return flows.perform_passwordless_login(request, passkey, Login(user=passkey.user, redirect_url=get_next_redirect_url(request)))


def _refused() -> ValidationError:
    said = _("The passkey did not work: it is not known here, or the page was open for too long. Try again, or use another way.")
    return ValidationError(said, code="passkey")
