"""Guesses at a passphrase, through the page that people use, with the limits that stand.

The guesser knows the user names, changes his address with every try and never waits: the clock of the limits is moved on for him
whenever they stop him, so that every guess is looked at. At full size the stored passphrase is stretched with a cheaper Argon2id (8 MiB,
one pass) than the product's (100 MiB, two); what is compared is the same. Right behind the guesses comes the passphrase itself, without the second
factor, which opens no page.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.hostile.proofs import Outcome, row
from tests.world import PASSPHRASE, make_world
from titip.protect.models import Staff

#: Up to this many tries the product's own hasher is used.
_REAL_UP_TO = 100
_WORDS = "harbour copper kettle walks beside nine rivers lantern orchid ferry monsoon river amber candle".split()


@contextmanager
def _cheaper(tries: int) -> Iterator[None]:
    if tries <= _REAL_UP_TO:
        yield
        return
    with mock.patch.multiple(Argon2PasswordHasher, time_cost=1, memory_cost=8192, parallelism=1):
        yield


@contextmanager
def moving_clock() -> Iterator[list[float]]:
    """A clock for the limits that can be moved on: ``clock[0] += 301``. Only they and the codes ask ``time.time``."""
    ahead, real = [0.0], time.time
    with mock.patch("time.time", lambda: real() + ahead[0]):
        yield ahead


def guess(number: int) -> str:
    """A near miss: the passphrase cut, lengthened, in other letters, its words in another order, and words like hers."""
    kind, step = number % 5, number // 5
    if kind == 0:
        return PASSPHRASE[: 8 + step % (len(PASSPHRASE) - 8)]
    if kind == 1:
        return f"{PASSPHRASE}{step}"
    if kind == 2:
        place = step % len(PASSPHRASE)
        return f"{PASSPHRASE[:place]}{'*' if step % 2 else '_'}{PASSPHRASE[place + 1:]}"
    if kind == 3:
        return PASSPHRASE.title() if step % 2 else PASSPHRASE.upper()
    return " ".join(_WORDS[(step * (place + 3) + place) % len(_WORDS)] for place in range(6))


def is_in(client: Client) -> bool:
    """Whether a page opened that needs somebody."""
    return client.get(reverse("today")).status_code == 200


@row("Password guesses", asked=10_000, quick=40, expects="none in")
def guesses(tries: int) -> Outcome:
    """Guess so often at the passphrases of two colleagues; one needs no second factor, so that nothing else stands in the way."""
    with _cheaper(tries), moving_clock() as clock:
        cache.clear()
        world = make_world()
        for staff in (world.alice, world.ines):
            staff.set_password(PASSPHRASE)
            staff.save()
        bad = stopped = 0
        for number in range(tries):
            staff = (world.ines, world.alice)[number % 2]
            answer, waited = _try(staff, guess(number), number, clock)
            stopped += waited
            bad += answer
        bad += _passphrase_alone(world.alice, clock)
    return Outcome(tried=tries, bad=bad, note=f"the limits stopped {stopped} and were waited out")


def _try(staff: Staff, words: str, number: int, clock: list[float]) -> tuple[int, int]:
    """One guess that is looked at: whether it came in, and whether the limits had to be waited out first."""
    waited = 0
    while True:
        client = Client(REMOTE_ADDR=f"198.51.{number // 250 % 250}.{number % 250 + 1}")
        answer: Any = client.post(reverse("account_login"), {"login": staff.username, "password": words})
        if answer.status_code == 302:
            return 1, waited
        if b"Too many tries" not in answer.content:
            return 0, waited
        waited = 1
        clock[0] += 301


def _passphrase_alone(staff: Staff, clock: list[float]) -> int:
    clock[0] += 301
    client = Client(REMOTE_ADDR="198.51.100.1")
    if client.post(reverse("account_login"), {"login": staff.username, "password": PASSPHRASE}).get("Location") != reverse("mfa_authenticate"):
        raise AssertionError("the passphrase itself did not work: this attack proves nothing")
    return int(is_in(client))


@guesses.defect("the passphrase is compared by its beginning")
@contextmanager
def by_its_beginning() -> Iterator[None]:
    """As old systems did that cut passwords: only the first 16 letters are stretched."""
    real = Argon2PasswordHasher.encode, Argon2PasswordHasher.verify
    with (
        mock.patch.object(Argon2PasswordHasher, "encode", lambda self, password, salt: real[0](self, password[:16], salt)),
        mock.patch.object(Argon2PasswordHasher, "verify", lambda self, password, encoded: real[1](self, password[:16], encoded)),
    ):
        yield


@guesses.defect("capital letters do not count")
@contextmanager
def any_case() -> Iterator[None]:
    """As if somebody had been kind to people with the wrong keyboard."""
    real = Argon2PasswordHasher.encode, Argon2PasswordHasher.verify
    with (
        mock.patch.object(Argon2PasswordHasher, "encode", lambda self, password, salt: real[0](self, password.casefold(), salt)),
        mock.patch.object(Argon2PasswordHasher, "verify", lambda self, password, encoded: real[1](self, password.casefold(), encoded)),
    ):
        yield
