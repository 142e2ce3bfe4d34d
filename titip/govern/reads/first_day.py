"""How far the first day has come: asked of what stands, never of a note, so that it goes on wherever it was broken off."""

from django.conf import settings

from titip.dictionary import reads as dictionary
from titip.govern.rules.first_day import Standing, Step, remaining
from titip.protect.reads import readiness, staff
from titip.protect.rules.readiness import Proof


def steps_left() -> tuple[Step, ...]:
    """The steps still to take, in order. Needs no keys."""
    return remaining(
        Standing(
            keyring=settings.HOME.keyring.exists(),
            organisation=staff.organisation() is not None,
            questions=dictionary.current() is not None,
            sheet=Proof.SHEET in readiness.passed_proofs(),
            administrator=not staff.nobody_yet(),
        )
    )
