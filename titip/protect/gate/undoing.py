"""Thirty seconds to take back what was just done: offered on the next pages by a banner with a button."""

from typing import Any, Final

from django.http import HttpRequest

from titip.kit import clock
from titip.protect.rules.undoing import GRACE, UNDO, CannotUndo

_OFFER: Final = "titip.undo"


def offer_undo(request: HttpRequest, url: str, what: str) -> None:
    """Show a banner for half a minute. ``url`` takes the press (POST); ``what`` says what was done, without names or values."""
    request.session[_OFFER] = {"url": url, "what": what, "until": (clock.now() + UNDO).timestamp()}


def take_up(request: HttpRequest) -> None:
    """The button was pressed: good for once, for whoever was offered it, in time. Raises CannotUndo."""
    offer = request.session.get(_OFFER)
    if offer is None or offer["url"] != request.path or clock.now().timestamp() > offer["until"] + GRACE.total_seconds():
        raise CannotUndo(CannotUndo.TOO_LATE)
    del request.session[_OFFER]


def offered(request: HttpRequest) -> dict[str, Any] | None:
    """What the banner needs: ``url``, ``what``, ``seconds`` left; None where there is nothing to take back."""
    offer: dict[str, Any] | None = request.session.get(_OFFER) if hasattr(request, "session") else None
    if offer is None:
        return None
    left = offer["until"] - clock.now().timestamp()
    return {**offer, "seconds": int(left) + 1} if left > 0 else None
