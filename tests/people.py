"""People for tests: registered under a code, agreeing to what the test says."""

from tests.world import actor_for
from titip.consent import actions as consent
from titip.consent.rules import Choice, Conditions, State
from titip.consent.rules.deciding import NEEDED_FOR_A_YES
from titip.protect.models import Staff
from titip.register import actions as register
from titip.register.models import Person

#: Everything that stands before a yes was said and seen.
ALL_SAID = Conditions(language="Khmer", **dict.fromkeys(NEEDED_FOR_A_YES, True))


def registered(staff: Staff, *, pseudonym: str = "", age_status: str = "adult") -> Person:
    """A person whom this colleague registered."""
    return register.register_person(actor=actor_for(staff), pseudonym=pseudonym, age_status=age_status)


def agrees(staff: Staff, person: Person, *purposes: str, declines: tuple[str, ...] = ()):
    """An adult says yes to these purposes, and no to those."""
    choices = [*(Choice(p, State.GIVEN) for p in purposes), *(Choice(p, State.DECLINED) for p in declines)]
    return consent.record_consent(actor=actor_for(staff), person=person, choices=choices, conditions=ALL_SAID)
