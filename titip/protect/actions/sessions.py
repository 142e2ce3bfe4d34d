"""Begins and ends sign-ins: one, all of one's own, all of a colleague's. An ended one is over at its next request."""

from datetime import timedelta
from typing import Final

from django.db import transaction

from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.models import Device, OpenSession, Staff

#: How long an ended sign-in stays in the list of its owner's own history.
KEPT: Final = timedelta(days=90)


def begin(*, staff: Staff, reference: str, family: str, device: Device | None = None) -> OpenSession:
    """Note an open sign-in. Those that are long over are forgotten. The caller writes the event."""
    OpenSession.objects.filter(staff=staff, begun_at__lt=clock.settled() - KEPT).delete()
    return OpenSession.objects.create(staff=staff, reference=reference, family=family[:40], device=device)


def seen(*, reference: str) -> None:
    """Note that somebody sits there. No event: it says only when."""
    OpenSession.objects.filter(reference=reference, ended_at=None).update(seen_at=clock.now())


def ended(*, reference: str) -> None:
    """Note that a sign-in is over. The caller writes the event."""
    OpenSession.objects.filter(reference=reference, ended_at=None).update(ended_at=clock.now())


@transaction.atomic
def end(*, staff: Staff, one: int, actor_code: str, session: str = "") -> bool:
    """End one open sign-in of a colleague; False where it is not hers or over already. Its browser is known no longer."""
    row = OpenSession.objects.select_for_update().filter(pk=one, staff=staff, ended_at=None).first()
    if row is None:
        return False
    OpenSession.objects.filter(pk=row.pk).update(ended_at=clock.now())
    if row.device_id is not None:
        Device.objects.filter(pk=row.device_id).delete()
    audit.record(kind="protect.sign_out", actor_code=actor_code, session=session, subjects=[("staff", staff.code)], detail={"why": "ended", "sessions": 1})
    return True


@transaction.atomic
def end_all(*, staff: Staff, actor_code: str, session: str = "", but: str = "") -> int:
    """End every open sign-in of a colleague, ``but`` the one of this reference, and know none of her browsers any more; how many it were."""
    open_ones = OpenSession.objects.filter(staff=staff, ended_at=None).exclude(reference=but)
    number = open_ones.update(ended_at=clock.now())
    kept = OpenSession.objects.filter(staff=staff, reference=but).values("device_id") if but else OpenSession.objects.none().values("device_id")
    Device.objects.filter(staff=staff).exclude(pk__in=kept.filter(device__isnull=False)).delete()
    why = "ended" if actor_code == staff.code else "administrator"
    audit.record(kind="protect.sign_out", actor_code=actor_code, session=session, subjects=[("staff", staff.code)], detail={"why": why, "sessions": number})
    return number
