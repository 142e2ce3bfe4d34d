"""Breaks the glass: opens one thing outside somebody's scope for a short time, tells its supervisors at once, and takes their word on it afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from titip.kit import clock
from titip.kit.codes import BadCode, read_code
from titip.kit.text import clean_line
from titip.protect.actions import audit, notices
from titip.protect.actions.watching.alarms import sound
from titip.protect.models import Glass, Staff, StaffRole
from titip.protect.reads.glass import asked_today
from titip.protect.rules.access import GLASS_FOR, Actor, can
from titip.protect.rules.glass import ALARM_FROM, CARD_ALARM_FROM, CARD_STOP_FROM, MINUTES, OPENABLE, REASONS, STOP_FROM, Found
from titip.protect.rules.roles import Role
from titip.protect.rules.watching import Watched

BROKEN, REVIEWED = "protect.glass", "protect.glass_reviewed"


class CannotBreak(ValueError):
    """It cannot be asked so. ``field`` names what to mend; the message says how."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Asked:
    """What came of it. ``glass`` is None where the thing is within her scope anyway; ``url`` is empty where nothing was opened."""

    glass: Glass | None
    url: str


@transaction.atomic
def break_glass(*, actor: Actor, code: str, reason: str, words: str, minutes: int) -> Asked:
    """Open the thing of this code to ``actor`` for so many minutes.

    What does not exist, was erased, or is not hers to open in any scope is answered alike, counted alike, and is in the log. Raises
    CannotBreak for what is wrong with the asking itself, and after too many in one day.
    """
    code, words = _checked(actor, code, reason, words, minutes)
    found = OPENABLE.find(actor, code)
    if found is not None and found.within:
        return Asked(None, found.url)
    return Asked(*_open(actor, found, reason, words, minutes))


def _checked(actor: Actor, code: str, reason: str, words: str, minutes: int) -> tuple[str, str]:
    if not can(actor, "protect.glass.break", now=clock.now()).allowed or not actor.roles & GLASS_FOR:
        raise CannotBreak(_("Your role never breaks the glass."))
    try:
        plain = read_code(code)
    except BadCode:
        raise CannotBreak(_("This is no whole code. Read it again: its last character proves the others."), "code") from None
    if reason not in REASONS:
        raise CannotBreak(_("Choose why."), "reason")
    if minutes not in MINUTES:
        raise CannotBreak(_("Choose for how long."), "minutes")
    words = clean_line(words)[:200]
    if len(words) < 10:
        raise CannotBreak(_("Say in a few words what happened. Write no names."), "words")
    return plain, words


def _open(actor: Actor, found: Found | None, reason: str, words: str, minutes: int) -> tuple[Glass, str]:
    before = count_asking(actor, ("person", "case", "nothing"))
    now = clock.now()
    told, team = who_is_told(found.team, actor) if found is not None else ([], None)
    row = Glass.objects.create(
        staff_id=actor.id, kind=found.kind if found else "nothing", thing=str(found.id) if found else "", code=found.code if found else "",
        team_id=team, reason=reason, words=words, opened_at=now, until=now + timedelta(minutes=minutes if found else 0),
    )
    audit.record(
        kind="protect.glass.break", actor_code=actor.code, outcome="ok" if found else "refused",
        subjects=[("glass", str(row.pk)), *([(found.kind, str(found.id))] if found else [])],
        detail={"reason": reason, "minutes": minutes, "today": before + 1},
    )
    if found is not None:
        notices.tell(staff_ids=told, kind=BROKEN, code=found.code, thing=row.pk)
    alarm(actor, before + 1)
    return row, found.url if found else ""


def count_asking(actor: Actor, kinds: tuple[str, ...], stop_from: int = STOP_FROM) -> int:
    """How often she asked within a day. Raises CannotBreak where it was too often."""
    Staff.objects.select_for_update().get(pk=actor.id)  # two askings at once are counted one after the other
    before = asked_today(actor.id, kinds)
    if before + 1 >= stop_from:
        raise CannotBreak(_("This was asked for too often today. Call a supervisor: she can let you work with this person at once."))
    return before


def alarm(actor: Actor, times: int, alarm_from: int = ALARM_FROM) -> None:
    """From the fourth time in a day on the day's alarm is raised at once, and anew each time: it calls for a look again, whoever has looked."""
    if times >= alarm_from:
        audit.record(kind="protect.glass.alarm", actor_code=actor.code, subjects=[("staff", actor.code)], detail={"today": times})
        sound(staff_code=actor.code, kind=Watched.GLASS, count=times, anew=True)


def who_is_told(team: int | None, actor: Actor) -> tuple[list[int], int | None]:
    """Who is told of an opening, and the team whose supervisors review it.

    Where that team has no supervisor but herself: every other supervisor, or else the auditors (None).
    """
    if team is not None and (hers := _holders((Role.SUPERVISOR,), actor, team)):
        return hers, team
    return _holders((Role.SUPERVISOR,), actor) or _holders((Role.AUDITOR,), actor), None


@transaction.atomic
def note_card_opening(*, actor: Actor, person: UUID | None, code: str, team: int | None, reason: str) -> Glass:
    """Note that somebody opened the emergency card of a person whom she does not work with, or tried a code under which there is none.

    It waits for a supervisor's word like a broken glass; nobody is rung for it. Raises CannotBreak after too many in one day.
    """
    before = count_asking(actor, ("card", "nothing"), CARD_STOP_FROM)
    now = clock.now()
    row = Glass.objects.create(
        staff_id=actor.id, kind="card" if person else "nothing", thing=str(person) if person else "", code=code,
        team_id=who_is_told(team, actor)[1] if person else None, reason=reason, opened_at=now, until=now,
    )
    alarm(actor, before + 1, CARD_ALARM_FROM)
    return row


@transaction.atomic
def end_glass(*, actor: Actor, glass: Glass) -> None:
    """End what she opened, before its time. Once."""
    if Glass.objects.filter(pk=glass.pk, staff=actor.id, ended_at=None, until__gt=clock.now()).update(ended_at=clock.now()):
        audit.record(kind="protect.glass.end", actor_code=actor.code, subjects=[("glass", str(glass.pk))])


@transaction.atomic
def review_glass(*, actor: Actor, glass: Glass, right: bool, note: str) -> None:
    """A supervisor's word on it, once, never on her own. Raises CannotBreak."""
    row = Glass.objects.select_for_update().get(pk=glass.pk)
    if row.staff_id == actor.id:
        raise CannotBreak(_("Nobody reviews what she opened herself. Ask another supervisor."))
    if row.verdict:
        raise CannotBreak(_("This was reviewed already."))
    note = clean_line(note)[:300]
    if not right and not note:
        raise CannotBreak(_("Say what was not right, and what follows from it. Write no names."), "note")
    row.verdict, row.note, row.reviewed_by_id, row.reviewed_at = ("right" if right else "not_right"), note, actor.id, clock.now()
    row.save(update_fields=["verdict", "note", "reviewed_by", "reviewed_at"])
    audit.record(kind="protect.glass.review", actor_code=actor.code, subjects=[("glass", str(row.pk))], detail={"verdict": row.verdict})
    if not right:
        notices.tell(staff_ids=[row.staff_id], kind=REVIEWED, code=row.code, thing=row.pk)


def _holders(roles: Iterable[Role], actor: Actor, team: int | None = None) -> list[int]:
    rows = StaffRole.objects.filter(role__in=[role.value for role in roles], ended_at=None, staff__is_active=True).exclude(staff=actor.id)
    if team is not None:
        rows = rows.filter(staff__teams=team)
    return list(rows.order_by("staff").values_list("staff", flat=True).distinct())
