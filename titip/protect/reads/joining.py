"""How the list of a colleague stands."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from titip.kit import clock
from titip.protect.models import Staff, StaffCheck, Training
from titip.protect.rules.joining import LIST, TICKED, due

HIGH_RISK_TRAINING = "high_risk_data"


@dataclass(frozen=True)
class Item:
    """A line of the list. ``words`` and ``hint`` are message ids."""

    item: str
    words: str
    hint: str
    done: bool
    until: date | None
    check: StaffCheck | None
    ticked: bool


def list_of(staff: Staff) -> list[Item]:
    """Her list in its order. Two queries."""
    today = clock.today()
    checks = {one.item: one for one in StaffCheck.objects.filter(staff=staff, ended_at=None)}
    trained = Training.objects.filter(staff=staff, kind=HIGH_RISK_TRAINING, completed_on__lte=today)
    trained = trained.filter(Q(valid_until=None) | Q(valid_until__gte=today))
    is_trained = trained.exists()
    rows = []
    for item, (words, hint) in LIST.items():
        check = checks.get(item)
        until = check.valid_until if check else None
        done = is_trained if item == "training" else check is not None and (until is None or until >= today)
        rows.append(Item(item, words, hint, done, until, check, item in TICKED))
    return rows


def is_cleared(staff: Staff) -> bool:
    """Whether nothing of the list stands in her way: all of it is done, or she was here before there was one."""
    if not staff.listed:
        return True
    today = clock.today()
    live = StaffCheck.objects.filter(staff=staff, ended_at=None).filter(Q(valid_until=None) | Q(valid_until__gte=today))
    return {*live.values_list("item", flat=True), "training"} >= LIST.keys()


def signature(staff: Staff) -> tuple[str, date | None]:
    """How her signature under the rules stands, and until when."""
    until = StaffCheck.objects.filter(staff=staff, item="rules", ended_at=None).values_list("valid_until", flat=True).first()
    return due(until, clock.today()), until
