"""Covers the screen of a sign-in in the midst of an interview, and uncovers it by the PIN that was chosen for it."""

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F

from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.models import OpenSession
from titip.protect.rules.pins import MOST_WRONG, why_not


class BadPin(ValueError):
    """This will not do as a PIN; the text is what ``rules.pins.why_not`` says."""


def hashed(*, pin: str, actor_code: str, session: str) -> str:
    """A PIN for this interview, stretched by Argon2: what the session keeps of it. Raises BadPin."""
    if wrong := why_not(pin):
        raise BadPin(wrong)
    audit.record(kind="protect.cover", actor_code=actor_code, session=session, detail={"what": "pin"})
    return make_password(pin)


def cover(*, reference: str, actor_code: str) -> None:
    """From now on the server shows this sign-in nothing but the cover. Once more changes nothing."""
    if OpenSession.objects.filter(reference=reference, ended_at=None, covered_at=None).update(covered_at=clock.now(), wrong_pins=0):
        audit.record(kind="protect.cover", actor_code=actor_code, session=reference, detail={"what": "covered"})


def uncover(*, reference: str, actor_code: str, pin: str, kept: str) -> int:
    """Take the cover off where the PIN fits ``kept``; how many tries are left after it: 0 means that the sign-in must end, -1 that it is off.

    The try is counted before anything is stretched, in one statement: a hundred guesses at once are three guesses all the same.
    """
    row = OpenSession.objects.filter(reference=reference, ended_at=None, covered_at__isnull=False)
    if not row.filter(wrong_pins__lt=MOST_WRONG).update(wrong_pins=F("wrong_pins") + 1):
        return 0
    if kept and len(pin) <= 20 and check_password(pin, kept):
        row.update(covered_at=None, wrong_pins=0)
        audit.record(kind="protect.cover", actor_code=actor_code, session=reference, detail={"what": "uncovered"})
        return -1
    wrong = row.values_list("wrong_pins", flat=True).first() or MOST_WRONG
    audit.record(kind="protect.cover", outcome="failed", actor_code=actor_code, session=reference, detail={"what": "wrong_pin", "number": wrong})
    return max(0, MOST_WRONG - wrong)
