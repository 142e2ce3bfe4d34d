"""A world with fourteen people who agreed to statistics, and three who did not."""

from dataclasses import dataclass

import pytest

from tests.people import agrees, registered
from tests.world import STORES, World, actor_for, make_world
from titip.consent import reads as consents
from titip.dictionary import reads as dictionary
from titip.dictionary.actions import load_starter
from titip.dictionary.rules.answers import check
from titip.register import actions as register
from titip.register.models import Person
from titip.share import actions
from titip.share.models import Release


def pytest_collection_modifyitems(items):
    """Every test here that asks for people needs the three stores."""
    for item in items:
        if "people" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db(databases=STORES))


@dataclass
class Met:
    """The world, with those who agreed and those who did not."""

    world: World
    agreed: list[Person]
    refused: list[Person]


def answered(world: World, person: Person, **said: object) -> None:
    """Keep answers about a person, as Alice."""
    declared = dictionary.declared("registration")
    register.save_record(
        actor=actor_for(world.alice), record_type="registration", person=person, base_number=0, grounds=consents.grounds_for(person),
        answers={code: check(declared[code], raw) for code, raw in said.items()}, form_code="first_interview",
    )


@pytest.fixture
def people(db) -> Met:
    """Fourteen who agreed to care and statistics, three to care only."""
    world = make_world()
    load_starter(actor_code="tests")
    agreed, refused = [], []
    for number in range(17):
        person = registered(world.alice)
        agrees(world.alice, person, *(("care", "statistics") if number < 14 else ("care",)))
        (agreed if number < 14 else refused).append(person)
        answered(
            world, person, gender="woman" if number % 3 else "man", work_sector="fishing" if number % 2 else "construction", months_in_situation=str(number),
            family_name="Zanzibarra-Canary",
        )
    return Met(world, agreed, refused)


def wish(**changed: object) -> actions.Wish:
    """A wish for a small table for the team."""
    wanted = {
        "title": "Kinds of work", "purpose": "statistics", "audience": "team", "k": 3, "elements": ["gender", "work_sector", "months_in_situation"],
        "period": "2026", "place": "Cambodia", **changed,
    }
    return actions.Wish(**wanted)


@pytest.fixture
def live(people: Met) -> Release:
    """A release to the team, made by the steward."""
    eve = actor_for(people.world.eve)
    return actions.send_release(actor=eve, release=actions.draft_release(actor=eve, wish=wish()))
