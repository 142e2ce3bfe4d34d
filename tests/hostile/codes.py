"""Guesses at the six digits, by somebody who knows the passphrase, through the page that people use, with the limits that stand.

He guesses without waiting: the limits let five be looked at in five minutes, wherever he is. And he watches her sign in, and types the code
that she just used, at once and half a minute later, while the clock tolerance would still take it. The clock stands still; after every
thousand tries it is moved on, so that the limits open again. Three codes of a million count at a moment, and about sixty tries are
looked at: chance alone turns this row red once in five thousand runs.
"""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.hostile.proofs import Outcome, row
from tests.world import PASSPHRASE, make_world
from titip.protect.models import Staff
from titip.protect.sign_in import limits, second_factor

#: After so many tries the clock is moved on.
_BURST = 1000


@contextmanager
def _standing_clock() -> Iterator[list[float]]:
    now = [time.time()]
    with mock.patch("time.time", lambda: now[0]):
        yield now


@row("Codes of the second factor", asked=10_000, quick=40, expects="none in")
def guesses(tries: int) -> Outcome:
    """Replay and guess so often in all."""
    bad = looked = tried = 0
    with _standing_clock() as clock:
        cache.clear()
        staff = make_world().alice
        staff.set_password(PASSPHRASE)
        staff.save()
        while tried < tries:
            hers = _she_signs_in(staff)
            burst = [*_replays(staff, hers, clock), *_guesses(staff, min(_BURST, tries - tried) - 2)]
            tried += len(burst)
            bad += burst.count("in")
            looked += len(burst) - burst.count("stopped")
            clock[0] += 301
    return Outcome(tried=tried, bad=bad, note=f"{looked} were looked at, the limits refused the rest unseen")


def _replays(staff: Staff, code: str, clock: list[float]) -> Iterator[str]:
    yield _try(_at_the_code(staff), code)
    clock[0] += 31
    yield _try(_at_the_code(staff), code)


def _guesses(staff: Staff, number: int) -> Iterator[str]:
    client = _at_the_code(staff)
    for _ in range(number):
        came = _try(client, f"{secrets.randbelow(1_000_000):06d}")
        if came == "in":
            client = _at_the_code(staff)
        yield came


def _try(client: Client, code: str) -> str:
    """What came of a code: ``in``, ``wrong``, or ``stopped`` before it was looked at."""
    answer = client.post(reverse("mfa_authenticate"), {"code": code})
    if answer.status_code == 302 or client.get(reverse("today")).status_code == 200:
        return "in"
    return "stopped" if b"Too many tries" in answer.content else "wrong"


def _at_the_code(staff: Staff) -> Client:
    """A browser, new here, that has given the passphrase and no more."""
    client = Client()
    if client.post(reverse("account_login"), {"login": staff.username, "password": PASSPHRASE}).get("Location") != reverse("mfa_authenticate"):
        raise AssertionError("the passphrase did not lead to the code: this attack proves nothing")
    return client


def _she_signs_in(staff: Staff) -> str:
    """Her own code, which worked: whoever guesses does not hold her up."""
    code = second_factor.current_code(staff) or ""
    if _try(_at_the_code(staff), code) != "in":
        raise AssertionError("her own code did not work: this attack proves nothing")
    return code


@guesses.defect("a code may be used again while the clock still takes it")
@contextmanager
def twice() -> Iterator[None]:
    """The guards against replay are forgotten: ours, and that of allauth."""
    with mock.patch.object(second_factor, "claim", lambda *_: True), mock.patch.object(totp.TOTP, "_mark_code_used", lambda *_: True):
        yield


@guesses.defect("nothing is counted, and only the last digit is compared")
@contextmanager
def endless() -> Iterator[None]:
    """No limit, and a comparison that a slice made too short."""
    with (
        mock.patch.object(limits, "code", lambda *_: limits.Tried([])),
        mock.patch.object(totp, "compare_user_code", lambda *, actual, expected: actual[-1:] == expected[-1:]),
    ):
        yield
