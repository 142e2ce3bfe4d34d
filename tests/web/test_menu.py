"""The menu says once where one is."""

import pytest
from django.urls import reverse

from tests.world import STORES, make_world

pytestmark = pytest.mark.django_db(databases=STORES)


def test_a_page_under_two_entries_is_under_the_nearest() -> None:
    world = make_world()
    bob = world.client_for(world.bob)
    for name, label in (("casework:team", "Team"), ("casework:list", "Cases"), ("today", "Today"), ("search", "Find")):
        current = [entry["label"] for entry in bob.get(reverse(name)).context["navigation"] if entry["current"]]
        assert current == [label]
