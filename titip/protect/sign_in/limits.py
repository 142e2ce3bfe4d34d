"""How often somebody may try. Guesses are slowed down; a colleague at her own device is not, whoever else guesses at her name.

Who signed in here before has tries of her own, counted by device and name. Everybody else shares those of the address, of address
and name, and of the name from everywhere together: many addresses gain nothing. All windows are five minutes or less.
Passkeys have no limit by name: there is nothing to guess.
"""

from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest

from titip.protect.sign_in.devices import known_to


class Tried:
    """Tries that were counted; ``give_back`` once they turned out right."""

    def __init__(self, counted: list[Any]) -> None:
        self._counted = counted

    def rollback(self) -> None:
        """Count them no longer."""
        for one in self._counted:
            one.rollback()


def passphrase(request: HttpRequest, *, username: str, address: str) -> Tried | None:
    """Count one try at a passphrase; None where there were too many. A name that nobody has costs what any other does."""
    name = username.casefold()
    device = known_to(request, username=username)
    if device:
        return _count(request, [("login_known", f"{device}:{name}")])
    return _count(request, [("login_failed", f"{address}:{name}"), ("login_strangers", name)])


def code(request: HttpRequest, staff: Any) -> Tried | None:
    """Count one try at a code of the second factor; None where there were too many."""
    device = known_to(request, staff=staff)
    if device:
        return _count(request, [("login_known", f"code:{device}:{staff.pk}")])
    return _count(request, [("code_strangers", str(staff.pk))])


def _count(request: HttpRequest, wanted: list[tuple[str, str]]) -> Tried | None:
    counted = Tried([])
    for action, key in wanted:
        one = ratelimit.consume(request, app="allauth.account", action=action, key=key)
        if not one:
            counted.rollback()
            return None
        counted._counted.append(one)
    return counted
