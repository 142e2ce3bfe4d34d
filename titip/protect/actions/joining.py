"""Ticks what a colleague brings when she joins, keeps her signature, changes her teams."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from titip.kit import clock
from titip.kit.text import clean_line
from titip.protect.actions import audit
from titip.protect.actions.staff import CannotChangeStaff
from titip.protect.models import Staff, StaffCheck, Team
from titip.protect.rules.joining import SIGNED_FOR, TICKED


@transaction.atomic
def tick(*, staff: Staff, item: str, note: str, actor_code: str) -> None:
    """Note that one thing of the list is done, by whom. Raises CannotChangeStaff."""
    if item not in TICKED:
        raise CannotChangeStaff(_("This is not ticked here."))
    if staff.left_at is not None:
        raise CannotChangeStaff(_("She has left already."))
    if staff.code == actor_code:
        raise CannotChangeStaff(_("Nobody ticks her own list. Ask another administrator."))
    note = clean_line(note)[:160]
    if not note:
        raise CannotChangeStaff(_("Write what was seen, and where the paper lies."))
    _replace(staff, item, StaffCheck(staff=staff, item=item, note=note, by_code=actor_code[:12]), actor_code)


@transaction.atomic
def untick(*, staff: Staff, item: str, actor_code: str) -> None:
    """Take one thing back: high-risk answers close to her until it is done again. Once."""
    if StaffCheck.objects.filter(staff=staff, item=item, ended_at=None).update(ended_at=clock.now()):
        audit.record(kind="protect.staff.check", actor_code=actor_code, subjects=[("staff", staff.code)], detail={"item": item, "done": False})


@transaction.atomic
def sign_rules(*, staff: Staff) -> None:
    """She signs the rules of the house, for a year."""
    check = StaffCheck(staff=staff, item="rules", by_code=staff.code, valid_until=clock.today() + SIGNED_FOR)
    _replace(staff, "rules", check, staff.code)


@transaction.atomic
def change_teams(*, staff: Staff, teams: Iterable[Team], actor_code: str) -> None:
    """Put a colleague into these teams and no others, from her next page. What she registered stays with the team it belongs to."""
    if staff.left_at is not None:
        raise CannotChangeStaff(_("She has left already."))
    if staff.code == actor_code:
        raise CannotChangeStaff(_("Nobody changes her own teams. Ask another administrator."))
    before, after = set(staff.teams.values_list("pk", flat=True)), {team.pk for team in teams}
    if before == after:
        return
    staff.teams.set(after)
    audit.record(
        kind="protect.staff.teams", actor_code=actor_code, subjects=[("staff", staff.code)],
        detail={"joined": sorted(map(str, after - before)), "left": sorted(map(str, before - after))},
    )


def _replace(staff: Staff, item: str, check: StaffCheck, actor_code: str) -> None:
    StaffCheck.objects.filter(staff=staff, item=item, ended_at=None).update(ended_at=clock.now())
    check.save()
    audit.record(kind="protect.staff.check", actor_code=actor_code, subjects=[("staff", staff.code)], detail={"item": item, "done": True})
