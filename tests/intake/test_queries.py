"""The number of queries stays the same however much there is."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.intake.filling import begin, section_of, send, url
from tests.people import agrees, registered
from tests.world import STORES, World

pytestmark = pytest.mark.django_db(databases=STORES)


def statements(work, *, first=lambda: None) -> int:
    """Statements sent to the three databases, once messages of earlier pages are shown."""
    first()
    captures = [CaptureQueriesContext(connections[store]) for store in STORES]
    with captures[0], captures[1], captures[2]:
        work()
    return sum(len(capture) for capture in captures)


def test_a_person_with_many_answers_and_versions_costs_what_one_with_few_costs(world: World) -> None:
    alice = world.client_for(world.alice)
    person = registered(world.alice)
    agrees(world.alice, person, "care", "statistics")
    begin(alice, person)
    send(alice, person, "wishes", {"wishes": "words"})
    begin(alice, person)
    send(alice, person, "given_name", {"given_name": "Sokha"})
    section = section_of_saved(alice, person)

    def look():
        return alice.get(reverse("register:person", args=[person.pk]))

    few = {
        "page": statements(look, first=look),
        "form": statements(lambda: alice.get(url("fill", person), {"section": section})),
        "save": statements(lambda: alice.post(url("fill", person), {"section": section, "go": "save", "given_name": "Sok"})),
    }
    for round_ in range(3):
        begin(alice, person)
        send(alice, person, "narrative", {"narrative": f"words {round_}", "wishes": f"more words {round_}"})
        begin(alice, person)
        send(alice, person, "given_name", {"given_name": f"Name {round_}", "family_name": f"Name {round_}", "home_village": f"Village {round_}"})
        agrees(world.alice, person, "care", "statistics", "legal")
    begin(alice, person)
    many = {
        "page": statements(look, first=look),
        "form": statements(lambda: alice.get(url("fill", person), {"section": section})),
        "save": statements(lambda: alice.post(url("fill", person), {"section": section, "go": "save", "given_name": "Soki"})),
    }

    assert many == few
    assert max(many.values()) < 90, many


def section_of_saved(client, person) -> int:
    """The section of the name, with an interview that has begun again."""
    begin(client, person)
    return section_of(client, person, "given_name")
