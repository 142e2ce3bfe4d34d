"""The menu says once where one is."""

import pytest
from django.urls import reverse

from tests.world import STORES, make_world
from titip.protect.rules.pages import GROUPS
from titip.web.menu import MOST, entries

pytestmark = pytest.mark.django_db(databases=STORES)


def test_a_page_under_two_entries_is_under_the_nearest() -> None:
    world = make_world()
    bob = world.client_for(world.bob)
    for name, label in (("casework:team", "Team"), ("casework:list", "Cases"), ("today", "Today"), ("search", "Find")):
        current = [entry["label"] for entry in bob.get(reverse(name)).context["navigation"] if entry["current"]]
        assert current == [label]


def test_a_long_menu_is_folded_and_says_what_lies_behind() -> None:
    world = make_world()
    at = {name: world.client_for(staff) for name, staff in (("worker", world.alice), ("supervisor", world.bob), ("auditor", world.gita))}
    short = [entry["label"] for entry in at["worker"].get("/").context["navigation"]]
    assert {"Today", "People", "Screen", "Data", "Help"} <= set(short) and "Quality" not in short and len(short) <= MOST
    data = [entry["label"] for entry in at["worker"].get(reverse("menu", args=["data"])).context["entries"]]
    assert {"Quality", "Records"} <= set(data)

    for who in ("supervisor", "auditor"):
        page = at[who].get(reverse("alarms"))
        labels = [entry["label"] for entry in page.context["navigation"]]
        assert len(labels) <= MOST + 2 and "Trust" in labels and "Alarms" not in labels
        assert [entry["label"] for entry in page.context["navigation"] if entry["current"]] == ["Trust"]
        trust = at[who].get(reverse("menu", args=["trust"]))
        assert reverse("alarms") in {entry["url"] for entry in trust.context["entries"]}
        assert all(entry["hint"] for entry in trust.context["entries"])
        assert [entry["label"] for entry in trust.context["navigation"] if entry["current"]] == ["Trust"]
    assert "People and roles" in [entry["label"] for entry in at["auditor"].get("/").context["navigation"]], "alone in its group it stays itself"


def test_nothing_is_folded_away_for_good_and_no_group_is_empty() -> None:
    world = make_world()
    for staff in world.by_role.values():
        client = world.client_for(staff)
        page = client.get(reverse("help"))
        hers, shown = entries(page.wsgi_request), {entry["url"] for entry in page.context["navigation"]}
        assert len(shown) <= MOST + 2
        for code in GROUPS:
            url, inside = reverse("menu", args=[code]), [entry["url"] for entry in hers if entry["group"] == code]
            answer = client.get(url)
            assert answer.status_code == (200 if inside else 404)
            if inside:
                assert [entry["url"] for entry in answer.context["entries"]] == inside
                assert url in shown or set(inside) <= shown
        assert {entry["url"] for entry in hers if not entry["group"]} <= shown
        assert client.get(reverse("menu", args=["nothing"])).status_code == 404
