"""Who is known at the door of the first day: the browser that gave the code the server printed."""

import secrets
from typing import Final

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse

from titip.protect.actions import door

_COOKIE: Final = "titip_first_day"
_SALT: Final = "titip.first_day"
_LIFE: Final = 4 * 60 * 60  # seconds


def is_known(request: HttpRequest) -> bool:
    """Whether this browser gave the code, and the first day still goes on."""
    key = door.key()
    try:
        held = request.get_signed_cookie(_COOKIE, salt=_SALT, max_age=_LIFE)
    except (BadSignature, KeyError):
        return False
    return bool(key) and secrets.compare_digest(str(held), key)


def remember(request: HttpRequest, response: HttpResponse, key: str) -> HttpResponse:
    """Let the browser be known. A cookie of its own: there are no sessions before there are keys."""
    response.set_signed_cookie(_COOKIE, key, salt=_SALT, max_age=_LIFE, httponly=True, samesite="Strict", secure=request.is_secure())
    return response


def forget(response: HttpResponse) -> HttpResponse:
    """The first day is over."""
    response.delete_cookie(_COOKIE, samesite="Strict")
    return response
