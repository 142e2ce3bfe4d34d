"""What every page knows: the organisation, who is signed in, where she may go. No query for people who are not signed in."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from titip.protect import vault
from titip.protect.gate.asking import actor_in
from titip.protect.gate.covering import covered_in, has_pin
from titip.protect.gate.drafting import form_token, shown
from titip.protect.gate.undoing import offered
from titip.protect.reads.staff import organisation, sees_high_risk
from titip.protect.rules.access import needs_second_factor
from titip.protect.vault import keyring
from titip.web.menu import menu


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
        "navigation": menu(request) if inside else [],
        "staff": getattr(request.user, "name", ""),
        "organisation_name": found.name if found else "",
        "idle": settings.TITIP_IDLE_HIGH if sees_high_risk(actor.roles) else settings.TITIP_IDLE,
        "cover_pin": has_pin(request),
        "undo": offered(request),
        "form_token": partial(form_token, request),
        "typed": partial(shown, request),
    }


def _says_practice() -> bool:
    """What the keyring file says of itself, for the banner only: while locked it is not proven."""
    try:
        return keyring.load(settings.HOME.keyring).practice
    except vault.KeyringError:
        return False
