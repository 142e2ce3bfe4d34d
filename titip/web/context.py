"""What every page knows: the organisation, who is signed in, where she may go. No query for people who are not signed in."""

import logging
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from titip.protect import vault
from titip.protect.gate import may
from titip.protect.gate.asking import actor_in
from titip.protect.gate.covering import covered_in, has_pin
from titip.protect.gate.drafting import form_token, shown
from titip.protect.gate.undoing import offered
from titip.protect.reads.staff import organisation, sees_high_risk
from titip.protect.rules.access import needs_second_factor
from titip.protect.rules.pages import NavItem, nav_items
from titip.protect.vault import keyring

log = logging.getLogger("titip.web")


def house(request: HttpRequest) -> dict[str, Any]:
    """``organisation_name``, ``practice``, ``navigation``, ``staff`` (own name), ``locked``; for whom is signed in also ``idle`` (seconds
    until she is signed out), ``cover_pin`` (whether a PIN for covering
    the screen was chosen), ``undo`` (what can still be taken back), ``form_token`` and ``typed`` (of the form on this page)."""
    if vault.is_locked():
        return {"locked": settings.HOME.keyring.exists(), "practice": _says_practice(), "navigation": [], "staff": None, "organisation_name": ""}
    practice = vault.is_practice()
    actor = actor_in(request) if hasattr(request, "user") else None
    if actor is None or covered_in(request):  # a page that is not there says nothing either while the screen is covered
        return {"locked": False, "practice": practice, "navigation": [], "staff": None, "organisation_name": ""}
    found = organisation()
    inside = actor.second_factor or not needs_second_factor(actor.roles, actor.policy)
    return {
        "locked": False,
        "practice": practice,
        "navigation": _menu(request) if inside else [],
        "staff": getattr(request.user, "name", ""),
        "organisation_name": found.name if found else "",
        "idle": settings.TITIP_IDLE_HIGH if sees_high_risk(actor.roles) else settings.TITIP_IDLE,
        "cover_pin": has_pin(request),
        "undo": offered(request),
        "form_token": partial(form_token, request),
        "typed": partial(shown, request),
    }


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    """Her entries; of those that the page lies under only the nearest is where she is (a team's page lies under the cases)."""
    entries = [entry for item in nav_items() if (entry := _entry(request, item))]
    nearest = max((len(entry["url"]) for entry in entries if entry["current"]), default=0)
    return [{**entry, "current": entry["current"] and len(entry["url"]) == nearest} for entry in entries]


def _entry(request: HttpRequest, item: NavItem) -> dict[str, Any] | None:
    """A menu entry, or None where it is not for her."""
    if not may(request, item.action):
        return None
    try:
        url = reverse(item.url)
    except NoReverseMatch:
        log.error("the menu names a page that does not exist: %s", item.url)
        return None
    here = request.path == url or (url != "/" and request.path.startswith(url.rstrip("/") + "/"))
    return {"label": _(item.label), "url": url, "current": here}


def _says_practice() -> bool:
    """What the keyring file says of itself, for the banner only: while locked it is not proven."""
    try:
        return keyring.load(settings.HOME.keyring).practice
    except vault.KeyringError:
        return False
