"""Slows down guesses at the keyring's passphrases, for each place apart, across restarts."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings

from titip.kit import clock
from titip.protect.vault import spool
from titip.protect.vault.errors import TooManyAttempts, WrongPassphrase

_FREE_ATTEMPTS: Final = 3
_LONGEST_WAIT: Final = 60  # seconds: 10,000 guesses take a week, a colleague on night duty at most a minute
_REMEMBERED: Final = timedelta(hours=1)


class Attempts:
    """Wrong passphrases at one place: after three, each makes the next wait twice as long, up to a minute."""

    def __init__(self, earlier: int) -> None:
        self.one_at_a_time = threading.Lock()
        self._failures = earlier
        self._not_before = time.monotonic() + self._wait() if earlier else 0.0

    def _wait(self) -> float:
        over = self._failures - _FREE_ATTEMPTS
        return 0.0 if over < 0 else float(min(2 ** min(over, 10), _LONGEST_WAIT))

    def check(self) -> None:
        """Raise TooManyAttempts while one has to wait."""
        remaining = self._not_before - time.monotonic()
        if remaining > 0:
            raise TooManyAttempts(int(remaining) + 1)

    def failed(self) -> None:
        """Count a wrong passphrase."""
        self._failures += 1
        self._not_before = time.monotonic() + self._wait()

    def reset(self) -> None:
        """Forget the wrong ones after a right one."""
        self._failures, self._not_before = 0, 0.0


@contextmanager
def guarded(where: str) -> Iterator[None]:
    """What is done inside types a passphrase: wrong ones are counted and slowed down. Raises TooManyAttempts."""
    attempts = attempts_at(where)
    with attempts.one_at_a_time:
        attempts.check()
        try:
            yield
        except WrongPassphrase:
            attempts.failed()
            raise
        attempts.reset()


BY_PLACE: Final[dict[str, Attempts]] = {}
_making = threading.Lock()


def attempts_at(where: str) -> Attempts:
    """Return the count of a place such as ``page`` or ``command``."""
    with _making:
        if where not in BY_PLACE:
            BY_PLACE[where] = Attempts(_remembered(where))
        return BY_PLACE[where]


def _remembered(where: str) -> int:
    """Return how many wrong ones of the last hour stand in the spool: a restart does not forget them."""
    return sum(_is_recent_attempt(line, where, clock.now()) for line in spool.lines(settings.HOME.spool))


def _is_recent_attempt(line: dict[str, Any], where: str, now: datetime) -> bool:
    try:
        recent = now - datetime.fromisoformat(line["at"]) < _REMEMBERED
        return recent and line["kind"] == "protect.keys.unlock" and line["outcome"] == "refused" and line["detail"]["where"] == where
    except (ValueError, KeyError, TypeError):
        return False
