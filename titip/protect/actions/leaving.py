"""Colleagues who begin again with a new passphrase and phone, who finish a training later, and who leave."""

from datetime import date

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.actions.inviting import new_code, take_back
from titip.protect.actions.sessions import end_all
from titip.protect.actions.staff import CannotChangeStaff
from titip.protect.models import Staff, StaffRole, Training
from titip.protect.reads.staff import HIGH_RISK_TRAINING
from titip.protect.rules.roles import Role


@transaction.atomic
def begin_again(*, staff: Staff, actor_code: str) -> str:
    """Close a colleague's sign-in, her passphrase, second factor and recovery codes gone, and return a code to begin anew.

    Her roles, teams and people stay. Whoever has the code steps into her place: only the command may call this, for it asks for the
    keyring's passphrase; no page does, so that no administrator alone can. Raises CannotChangeStaff for who has left.
    """
    locked = Staff.objects.select_for_update().get(pk=staff.pk)
    if locked.left_at is not None:
        raise CannotChangeStaff(_("She has left. Invite her under a new user name."))
    _shut(locked, actor_code)
    audit.record(kind="protect.staff.begin_again", actor_code=actor_code, subjects=[("staff", locked.code)])
    return new_code(locked, actor_code)


@transaction.atomic
def leave(*, staff: Staff, actor_code: str) -> None:
    """Let a colleague go: she is signed out everywhere, her roles end, nothing opens for her any more. What she wrote stays hers in the log.

    Raises CannotChangeStaff for who has left already, and for the only administrator.
    """
    locked = Staff.objects.select_for_update().get(pk=staff.pk)
    if locked.left_at is not None:
        raise CannotChangeStaff(_("She has left already."))
    live = StaffRole.objects.select_for_update().filter(ended_at=None)
    administrators = live.filter(role=Role.ADMINISTRATOR, staff__is_active=True)
    if administrators.filter(staff=locked).exists() and not administrators.exclude(staff=locked).exists():
        raise CannotChangeStaff(_("This is the only administrator. Grant the role to someone else first."))
    _shut(locked, actor_code)
    ended = live.filter(staff=locked).update(ended_at=clock.now())
    locked.left_at = clock.now()
    locked.save(update_fields=["left_at"])
    audit.record(kind="protect.staff.leave", actor_code=actor_code, subjects=[("staff", locked.code)], detail={"roles": ended})


@transaction.atomic
def trained(*, staff: Staff, on: date, actor_code: str) -> None:
    """Note that a colleague completed the training for high-risk data. Raises CannotChangeStaff for a day ahead."""
    if on > clock.today():
        raise CannotChangeStaff(_("This day is still ahead. Note the training once it is done."))
    Training.objects.create(staff=staff, kind=HIGH_RISK_TRAINING, completed_on=on)
    audit.record(kind="protect.staff.trained", actor_code=actor_code, subjects=[("staff", staff.code)], detail={"on": on.isoformat()})


def _shut(staff: Staff, actor_code: str) -> None:
    """No passphrase, no second factor, no open code, no known browser; sessions that stand belong to nobody from their next request on."""
    take_back(staff)
    end_all(staff=staff, actor_code=actor_code)
    Authenticator.objects.filter(user=staff).delete()
    staff.set_unusable_password()
    staff.is_active = False
    staff.save(update_fields=["password", "is_active"])
