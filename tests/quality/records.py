"""Records for tests: a person who agreed to care, with answers."""

from tests.people import agrees, registered
from tests.world import actor_for
from titip.consent import reads as consent
from titip.dictionary.rules.answers import Answer
from titip.protect.models import Staff
from titip.register import actions as register
from titip.register.reads import Person, registration_of

#: Required answers, so that a record has no finding of its own.
WHOLE = {"registered_on": "2026-01-10", "age_band": "24-26", "age_at_registration": 25}


def write(staff: Staff, person: Person, **answers: object) -> None:
    """Save answers to the person's registration."""
    record = registration_of(person)
    register.save_record(
        actor=actor_for(staff), record_type="registration", person=person, base_number=record.number if record else 0, grounds=consent.grounds_for(person),
        answers={code: value if isinstance(value, Answer) else Answer(value) for code, value in answers.items()},
    )


def somebody(staff: Staff, *, age_status: str = "adult", **answers: object) -> Person:
    """A person in this colleague's care who agreed to care, with a whole registration and these answers."""
    person = registered(staff, age_status=age_status)
    agrees(staff, person, "care")
    write(staff, person, **{**WHOLE, **answers})
    return person
