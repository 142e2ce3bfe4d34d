"""The unwrap budget: of how many people one colleague may open sealed answers in a day, before an alarm and before a stop.

Counted are different people, records and files, whatever page opened them; opening the same ones again costs nothing. What the
server compares inside itself is not counted (``uncounted``), nor what runs where nobody is signed in.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from titip.kit import clock
from titip.protect.models.watching import Alarm, OpenedToday, WatchRules
from titip.protect.rules.watching import Watched
from titip.protect.vault.errors import VaultError


class OverBudget(VaultError):
    """She has opened so many people's records today that no more are opened until somebody looks. ``count``: with those asked for."""

    message = _(
        "Nothing more is opened for you today: you have opened the records of more people than a day's work needs. What you typed is safe. "
        "Ask your supervisor, the custodian or the audit officer: they see this alarm and can let you go on."
    )
    exit_code = 4

    def __init__(self, count: int = 0) -> None:
        super().__init__()
        self.count = count


@dataclass
class Spending:
    """What one request opens. ``code``: the colleague's; ``crossed``: her count where it is past the first limit through this request."""

    code: str = ""
    crossed: int = 0
    known: set[UUID] = field(default_factory=set)


_SPENDING: ContextVar[Spending | None] = ContextVar("titip_spending", default=None)


@contextmanager
def spending() -> Iterator[Spending]:
    """Count what is opened inside, once ``code`` is set."""
    box = Spending()
    token = _SPENDING.set(box)
    try:
        yield box
    finally:
        _SPENDING.reset(token)


@contextmanager
def uncounted() -> Iterator[None]:
    """What is opened inside is compared in the server and shown to nobody."""
    token = _SPENDING.set(None)
    try:
        yield
    finally:
        _SPENDING.reset(token)


def spend(owners: Iterable[UUID]) -> None:
    """Count these owners for whoever is signed in. Raises OverBudget before anything is opened. One query where none is new."""
    box = _SPENDING.get()
    if box is None or not box.code:
        return
    asked = set(owners) - box.known
    if not asked:
        return
    rows = OpenedToday.objects.filter(staff_code=box.code, day=clock.today())
    fresh = asked - set(rows.filter(owner__in=asked).values_list("owner", flat=True))
    if fresh:
        limits = WatchRules.objects.filter(pk=1).first() or WatchRules()
        count = rows.count() + len(fresh)
        if count > limits.stop_after and count > limits.stop_after * (1 + _let_go_on(box.code)):
            raise OverBudget(count)
        OpenedToday.objects.bulk_create([OpenedToday(staff_code=box.code, day=clock.today(), owner=owner) for owner in fresh], ignore_conflicts=True)
        box.crossed = count if count > limits.alarm_after else 0
    box.known |= asked


def _let_go_on(code: str) -> int:
    found = Alarm.objects.filter(staff_code=code, kind=Watched.STOP, day=clock.today()).aggregate(times=Sum("allowed"))
    return found["times"] or 0
