"""My sign-in, colleagues, the access list and the log, as those see them who may."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from tests.world import STORES, World, make_world
from titip.protect.actions import background
from titip.protect.models import AuditEvent
from titip.protect.rules.access import REGISTER

pytestmark = pytest.mark.django_db(databases=STORES)


@pytest.fixture
def world() -> World:
    cache.clear()
    return make_world()


def text(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


class TestMyself:
    def test_shows_mine_and_only_mine(self, world: World) -> None:
        page = text(world.client_for(world.alice).get(reverse("myself")))
        assert "Alice Test" in page
        assert world.alice.code in page
        assert "Frontline worker" in page
        assert "Bob Test" not in page


class TestLog:
    def url(self, **query: str) -> str:
        from urllib.parse import urlencode

        return reverse("who_did_what") + "?" + urlencode(query)

    def test_looking_is_logged_before_it_is_shown(self, world: World) -> None:
        text(world.client_for(world.gita).get(self.url(person=world.alice.code)))
        event = AuditEvent.objects.latest("seq")
        assert (event.kind, event.actor_code, event.detail["by"]) == ("protect.audit.read", world.gita.code, ["person"])

    def test_filters_by_person_thing_kind_and_day(self, world: World) -> None:
        from titip.kit import clock

        gita = world.client_for(world.gita)
        every = AuditEvent.objects.count()
        about_alice = gita.get(self.url(thing=world.alice.code)).context["lines"]
        assert {line.kind for line in about_alice} == {"protect.staff.add", "protect.staff.second_factor"}
        kinds = gita.get(self.url(kind="protect.staff.add")).context["lines"]
        assert len(kinds) == 11
        today = clock.today()
        assert gita.get(self.url(day=f"{today:%d/%m/%Y}")).context["page"].paginator.count >= every
        assert gita.get(self.url(day="01/01/2020")).context["lines"] == []

    def test_a_day_that_is_none_is_named_and_nothing_breaks(self, world: World) -> None:
        gita = world.client_for(world.gita)
        assert "This is no day" in text(gita.get(self.url(day="31/02/2567")))
        for odd in ("x" * 500, "\x00", "'; DROP TABLE", "9" * 30):
            assert gita.get(self.url(person=odd, thing=odd, day=odd, page=odd, kind=odd)).status_code == 200

    def test_names_are_shown_beside_codes_to_those_who_may(self, world: World) -> None:
        world.client_for(world.hun).get(reverse("colleagues"))
        page = text(world.client_for(world.gita).get(self.url(person=world.hun.code)))
        assert world.hun.code in page
        assert "Hun Test" in page

    def test_verifying_says_that_it_holds_and_finds_a_change(self, world: World) -> None:
        gita = world.client_for(world.gita)
        asked = gita.post(reverse("log_verify"))
        background.Runner().once()
        assert "all in order" in text(gita.get(asked["Location"]))
        with connection.cursor() as cursor:
            cursor.execute("UPDATE protect_auditevent SET actor_code = %s WHERE seq = 3", [world.charlie.code])
        asked = gita.post(reverse("log_verify"))
        background.Runner().once()
        assert "The log is not whole" in text(gita.get(asked["Location"]))
        assert AuditEvent.objects.filter(kind="protect.audit.verify").latest("seq").outcome == "failed"
        assert "the first entry at fault is number 3" in text(gita.get(reverse("who_did_what")))

    def test_an_anchor_that_is_none_is_named(self, world: World) -> None:
        assert "not an anchor" in text(world.client_for(world.gita).post(reverse("log_verify"), {"anchor": "x" * 50}))


class TestAccessList:
    def test_prints_every_registered_action_with_its_reach(self, world: World) -> None:
        page = text(world.client_for(world.ines).get(reverse("access_list")))
        for action in REGISTER.actions.values():
            assert action.name in page


class TestColleagues:
    def test_the_administrator_sees_buttons_the_auditor_none(self, world: World) -> None:
        assert "Grant this role" in text(world.client_for(world.hun).get(reverse("colleagues")))
        assert "Grant this role" not in text(world.client_for(world.gita).get(reverse("colleagues")))

    def test_a_role_or_colleague_that_is_none_is_not_there(self, world: World) -> None:
        hun = world.client_for(world.hun)
        assert hun.post(reverse("role_grant", args=[world.eve.pk]), {"role": "emperor"}).status_code == 404
        assert hun.post(reverse("role_grant", args=[999999]), {"role": "analyst"}).status_code == 404

    def test_a_refused_grant_says_why(self, world: World) -> None:
        hun = world.client_for(world.hun)
        page = hun.post(reverse("role_grant", args=[world.dara.pk]), {"role": "analyst"}, follow=True)
        assert "One person cannot be both" in text(page)
