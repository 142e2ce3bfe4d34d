"""The browser that somebody signs in with: what is told of it, and whether she signed in with it before.

A cookie of its own holds a random number. It opens nothing; it only keeps a colleague's own browser out of the limits that guesses from
elsewhere use up. Exit clears it with all other cookies: whoever leaves at once leaves no trace, and is a stranger the next time.
"""

import hashlib
import secrets
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from titip.kit import clock
from titip.protect.models import Device, Staff

COOKIE: Final = "device"
_LIFE: Final = 180 * 24 * 60 * 60
_SALT: Final = "titip.device"
#: In the order in which they give themselves away: every browser claims to be the ones before it.
_BROWSERS: Final = (("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
                    ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Chromium", "Chrome"), ("Safari", "Safari"))
_SYSTEMS: Final = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Macintosh", "Mac"), ("CrOS", "Chromebook"),
                   ("Linux", "Linux"))


def family_of(request: HttpRequest) -> str:
    """Which kind of browser on which kind of device, such as "Firefox on Android"; "Another browser" where it does not say."""
    told = request.headers.get("User-Agent", "")[:400]
    browser = next((name for sign, name in _BROWSERS if sign in told), "")
    system = next((name for sign, name in _SYSTEMS if sign in told), "")
    return f"{browser} on {system}" if browser and system else browser or "Another browser"


def device_in(request: HttpRequest) -> str:
    """What the browser's cookie holds, hashed as the table has it; empty where there is none or it was not made here."""
    try:
        return _hashed(signing.Signer(salt=_SALT).unsign(request.COOKIES.get(COOKIE, "")))
    except signing.BadSignature:
        return ""


def known_to(request: HttpRequest, *, username: str = "", staff: Any = None) -> str:
    """The device's hash where the colleague of this name signed in with this browser before; empty otherwise."""
    here = device_in(request)
    if not here:
        return ""
    rows = Device.objects.filter(token=here)
    rows = rows.filter(staff_id=staff.pk) if staff is not None else rows.filter(staff__username__iexact=username[:60])
    return here if rows.exists() else ""


def remember(request: HttpRequest, staff: Staff) -> Device:
    """Note that she signed in with this browser. ``hand_over`` gives it its cookie."""
    here = device_in(request)
    if not here:
        number = secrets.token_hex(16)
        request._titip_new_device = number  # type: ignore[attr-defined]
        here = _hashed(number)
    row, made = Device.objects.get_or_create(staff=staff, token=here, defaults={"family": family_of(request)})
    if not made:
        row.last_at = clock.now()
        row.save(update_fields=["last_at"])
    return row


def hand_over(request: HttpRequest, response: HttpResponse) -> None:
    """Give a new browser its cookie."""
    number = getattr(request, "_titip_new_device", "")
    if number:
        response.set_cookie(
            COOKIE, signing.Signer(salt=_SALT).sign(number), max_age=_LIFE, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
        )


def _hashed(number: str) -> str:
    return hashlib.sha256(f"device {number}".encode()).hexdigest()
