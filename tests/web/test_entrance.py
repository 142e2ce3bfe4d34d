"""Today, Exit, help, and what is said when something cannot be shown."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import resolve, reverse

from tests.world import STORES, World, make_world
from titip.protect import vault
from titip.protect.rules.pages import _PANELS, Panel, register_panel

pytestmark = pytest.mark.django_db(databases=STORES)


@pytest.fixture
def world() -> World:
    cache.clear()
    return make_world()


class TestToday:
    def test_each_sees_the_panels_of_her_role_that_have_something_to_say(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        before = dict(_PANELS)
        monkeypatch.setattr("titip.protect.rules.pages._PANELS", before)
        register_panel(
            Panel("today", 1, "tests", "protect.audit.read", "titip/empty.html", lambda request: {"what": "for the auditor"}),
            Panel("today", 2, "tests", "protect.today", "titip/messages.html", lambda request: None),
        )
        assert "for the auditor" in world.client_for(world.gita).get("/").content.decode()
        assert "for the auditor" not in world.client_for(world.alice).get("/").content.decode()

    def test_the_menu_has_what_she_may_open_and_says_where_she_is(self, world: World) -> None:
        auditor = world.client_for(world.gita).get("/").context["navigation"]
        worker = world.client_for(world.alice).get("/").context["navigation"]
        assert reverse("menu", args=["trust"]) in {entry["url"] for entry in auditor}
        assert "who_did_what" not in {resolve(entry["url"]).url_name for entry in worker}
        assert [entry["url"] for entry in worker if entry["current"]] == ["/"]

    def test_a_page_asks_the_store_few_questions(self, world: World, django_assert_max_num_queries: Any) -> None:
        client = world.client_for(world.gita)
        client.get(reverse("help"))
        with django_assert_max_num_queries(11):  # session, colleague, roles, teams, training, readiness, policy, glass, sign-in, cover, organisation
            client.get(reverse("help"))

    def test_signed_out_pages_ask_none(self, world: World, django_assert_num_queries: Any) -> None:
        client = Client()
        with django_assert_num_queries(0):
            assert client.get(reverse("neutral")).status_code == 200
            assert client.get("/nothing-here").status_code == 404


class TestExit:
    def test_signs_out_empties_the_browser_and_shows_something_harmless(self, world: World) -> None:
        client = world.client_for(world.alice)
        response = client.post(reverse("exit"))
        assert response["Clear-Site-Data"] == '"cache", "cookies"'
        page = client.get(response["Location"]).content.decode()
        assert "Rice" in page
        assert "Test house" not in page
        assert client.get("/").status_code == 302

    def test_to_the_organisations_own_page_by_a_refresh(self, world: World) -> None:
        world.organisation.neutral_page = "https://weather.example/today"
        world.organisation.save()
        response = world.client_for(world.alice).post(reverse("exit"))
        assert response["Refresh"] == "0; url=https://weather.example/today"
        assert response["Referrer-Policy"] == "no-referrer"

    def test_never_fails(self, world: World) -> None:
        client = Client(enforce_csrf_checks=True)
        client.cookies = world.client_for(world.alice).cookies
        assert client.post(reverse("exit")).status_code == 302, "a form that waited too long"
        assert Client().post(reverse("exit")).status_code == 302, "nobody signed in"
        client = world.client_for(world.bob)
        key = client.cookies["sessionid"].value
        vault.lock()
        response = client.post(reverse("exit"))
        assert response.status_code == 302
        assert client.cookies["sessionid"].value == ""
        assert not Session.objects.filter(session_key=key).exists()


class TestLanguage:
    def test_a_language_is_kept_in_a_cookie_and_leads_nowhere_else(self, world: World) -> None:
        response = Client().post(reverse("set_language"), {"language": "en", "next": "https://example.org/"})
        assert response.status_code == 302
        assert "example.org" not in response["Location"]


def test_health_says_nothing_but_that_it_answers(world: World) -> None:
    vault.lock()
    response = Client().get(reverse("health"))
    assert response.json() == {"ok": True}


def test_a_fault_shows_no_value(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(request: Any) -> Any:
        raise ValueError("Sokha, born in Battambang")

    monkeypatch.setattr("titip.protect.rules.pages._PANELS", {("today", "t", "t"): Panel("today", 1, "t", "protect.today", "titip/empty.html", broken)})
    client = world.client_for(world.alice)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert "Sokha" not in response.content.decode()
    assert "Traceback" not in response.content.decode()
