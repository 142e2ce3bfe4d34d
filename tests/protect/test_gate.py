"""The gate: nothing passes that does not say who may; nothing typed is lost."""

import re
import time
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path, reverse

from tests.world import STORES, World, client_for, make_world
from titip.protect import vault
from titip.protect.actions.staff import end_role
from titip.protect.gate import Gate, NotHere, allow, may, open_page, page
from titip.protect.gate.asking import SEEN, SINCE
from titip.protect.models import AuditEvent, KeptInput, SealedValue, Training
from titip.protect.rules.access import Action, Facts, Scope, declare
from titip.protect.rules.roles import Role
from titip.web import urls as root

pytestmark = pytest.mark.django_db(databases=STORES)

declare(Action("protect.tests.case", "Open a test case", {Role.FRONTLINE: Scope.TEAM, Role.SUPERVISOR: Scope.TEAM}))
CASES: dict[int, Facts] = {}


def _undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("never")


@open_page()
def _open(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


@page("protect.tests.case")
def _case(request: HttpRequest, case: int) -> HttpResponse:
    if case not in CASES:
        raise NotHere
    allow(request, "protect.tests.case", CASES[case])
    return HttpResponse(f"case {request.POST.get('note', '')}")


@page("protect.tests.case", keeps=False)
def _secret(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


urlpatterns = [
    *root.urlpatterns,
    path("t/undeclared", _undeclared),
    path("t/open", _open),
    path("t/case/<int:case>", _case, name="case"),
    path("t/secret", _secret),
]
handler404, handler400, handler403 = root.handler404, root.handler400, root.handler403


@pytest.fixture
def world(settings: Any) -> World:
    settings.ROOT_URLCONF = __name__
    made = make_world()
    CASES.clear()
    CASES[1] = Facts(owner=made.alice.pk, team=made.north.pk)
    return made


def plain(response: Any) -> str:
    """A page without the mask that makes every form token look different."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", response.content.decode())


def last_event() -> AuditEvent:
    found = AuditEvent.objects.order_by("-seq").first()
    assert found is not None
    return found


class TestWhoPasses:
    def test_a_view_that_says_nothing_is_closed_to_everybody_and_said_loudly(self, world: World, caplog: pytest.LogCaptureFixture) -> None:
        for staff in world.by_role.values():
            assert world.client_for(staff).get("/t/undeclared").status_code == 404
        assert "declares no action" in caplog.text

    def test_an_open_page_needs_nobody(self, world: World) -> None:
        assert Client().get("/t/open").content == b"open"

    def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(self, world: World) -> None:
        response = Client().get("/t/case/1?tab=2")
        assert response.status_code == 302
        assert response["Location"] == reverse("account_login") + "?next=%2Ft%2Fcase%2F1%3Ftab%3D2"

    def test_the_owner_and_her_team_pass(self, world: World) -> None:
        assert world.client_for(world.alice).get("/t/case/1").status_code == 200
        assert world.client_for(world.bob).get("/t/case/1").status_code == 200

    def test_the_outsider_sees_the_page_of_a_thing_that_does_not_exist(self, world: World) -> None:
        charlie = world.client_for(world.charlie)
        refused, missing = charlie.get("/t/case/1"), charlie.get("/t/case/2")
        assert refused.status_code == missing.status_code == 404
        assert plain(refused).replace("/t/case/1", "/t/case/2") == plain(missing)
        assert dict(refused.headers) == dict(missing.headers)

    def test_a_refusal_is_logged_without_what_was_typed(self, world: World) -> None:
        world.client_for(world.charlie).post("/t/case/1?q=Sokha", {"note": "Sokha was here"})
        event = last_event()
        assert (event.kind, event.outcome, event.actor_code) == ("protect.tests.case", "refused", world.charlie.code)
        assert [(one.kind, one.subject) for one in event.subjects.all()] == [("case", "1")]
        assert "Sokha" not in str(event.detail)

    def test_a_role_without_the_action_gets_404_and_is_logged(self, world: World) -> None:
        for staff in (world.eve, world.farid, world.gita, world.hun, world.dara, world.ines):
            assert world.client_for(staff).get("/t/case/1").status_code == 404
            assert last_event().actor_code == staff.code

    def test_an_ended_role_bites_at_the_next_page(self, world: World) -> None:
        client = world.client_for(world.alice)
        assert client.get("/t/case/1").status_code == 200
        end_role(staff=world.alice, role=Role.FRONTLINE, actor_code=world.hun.code)
        assert client.get("/t/case/1").status_code == 404

    def test_who_has_left_is_out_at_the_next_page(self, world: World) -> None:
        client = world.client_for(world.alice)
        world.alice.is_active = False
        world.alice.save()
        assert client.get("/t/case/1").status_code == 302

    def test_training_counts_from_its_record(self, world: World, rf: RequestFactory) -> None:
        from titip.protect.reads.staff import actor_of

        assert actor_of(world.alice, second_factor=True).trained
        Training.objects.filter(staff=world.alice).update(valid_until="2024-02-01")
        assert not actor_of(world.alice, second_factor=True).trained

    def test_may_asks_and_allow_raises(self, world: World, rf: RequestFactory) -> None:
        request = rf.get("/")
        request.user, request.session, request.resolver_match = world.charlie, world.client_for(world.charlie).session, None  # type: ignore[attr-defined]
        assert may(request, "protect.tests.case")
        assert not may(request, "protect.tests.case", CASES[1])
        with pytest.raises(Http404):
            allow(request, "protect.tests.case", CASES[1])


class TestSecondFactor:
    def test_without_one_nothing_is_reachable_but_setting_it_up(self, world: World) -> None:
        from allauth.mfa.models import Authenticator

        Authenticator.objects.filter(user=world.alice).delete()
        client = client_for(world.alice)
        assert client.get("/t/case/1")["Location"].startswith(reverse("mfa_activate_totp"))
        assert client.get(reverse("today"))["Location"].startswith(reverse("mfa_activate_totp"))
        assert client.get(reverse("mfa_activate_totp")).status_code == 200

    def test_who_has_one_must_have_given_it_in_this_session(self, world: World) -> None:
        client = client_for(world.alice, second_factor=False)
        assert client.get("/t/case/1")["Location"].startswith(reverse("mfa_reauthenticate"))
        assert client.get(reverse("today"), headers={"Accept": "application/json"}).status_code == 401

    def test_a_role_without_high_risk_data_may_do_without(self, world: World) -> None:
        assert world.client_for(world.ines).get(reverse("today")).status_code == 200


class TestSessionsEnd:
    def set(self, client: Client, **values: float) -> None:
        session = client.session
        for name, value in values.items():
            session[{"seen": SEEN, "since": SINCE}[name]] = value
        session.save()

    def test_idle_with_high_risk_rights_ends_after_five_minutes(self, world: World) -> None:
        client = client_for(world.alice)
        self.set(client, seen=time.time() - 290, since=time.time() - 290)
        assert client.get("/t/case/1").status_code == 200
        self.set(client, seen=time.time() - 301)
        assert client.get("/t/case/1")["Location"].startswith(reverse("account_login"))
        assert last_event().kind == "protect.sign_out"
        assert last_event().detail == {"why": "idle"}

    def test_idle_without_them_ends_after_fifteen(self, world: World) -> None:
        client = client_for(world.farid)
        self.set(client, seen=time.time() - 600, since=time.time() - 600)
        assert client.get(reverse("today")).status_code == 200
        self.set(client, seen=time.time() - 901)
        assert client.get(reverse("today")).status_code == 302

    def test_eight_hours_end_it_however_busy(self, world: World) -> None:
        client = client_for(world.alice)
        self.set(client, seen=time.time(), since=time.time() - 8 * 3600 - 1)
        assert client.get("/t/case/1").status_code == 302

    def test_use_keeps_it_open(self, world: World) -> None:
        client = client_for(world.alice)
        self.set(client, seen=time.time() - 200, since=time.time() - 200)
        client.get("/t/case/1")
        assert time.time() - client.session[SEEN] < 5


class TestNothingTypedIsLost:
    TYPED = {"note": "She asked for her daughter\r\nand for water", "signs": ["a", "b"]}

    def expire(self, client: Client) -> None:
        session = client.session
        session[SEEN] = session[SINCE] = time.time() - 4000
        session.save()

    def test_a_form_that_comes_after_the_session_ended_is_kept_sealed_and_offered_to_her(self, world: World) -> None:
        client = client_for(world.alice)
        self.expire(client)
        response = client.post("/t/case/1", self.TYPED)
        kept = KeptInput.objects.get()
        assert response["Location"] == reverse("account_login") + "?next=" + reverse("kept", args=[kept.pk]).replace("/", "%2F")
        assert b"daughter" not in bytes(SealedValue.objects.get(pk=kept.vault_id).blob)
        shown = client_for(world.alice).get(reverse("kept", args=[kept.pk]))
        assert shown.context["fields"] == [("note", self.TYPED["note"]), ("signs", "a"), ("signs", "b")]
        assert b'action="/t/case/1"' in shown.content

    def test_nobody_else_is_offered_it(self, world: World) -> None:
        client = client_for(world.alice)
        self.expire(client)
        client.post("/t/case/1", self.TYPED)
        url = reverse("kept", args=[KeptInput.objects.get().pk])
        assert all(world.client_for(staff).get(url).status_code == 404 for staff in world.by_role.values() if staff != world.alice)

    def test_thrown_away_it_is_gone(self, world: World, django_capture_on_commit_callbacks: Any) -> None:
        client = client_for(world.alice)
        self.expire(client)
        client.post("/t/case/1", self.TYPED)
        url = reverse("kept", args=[KeptInput.objects.get().pk])
        with django_capture_on_commit_callbacks(execute=True):
            client_for(world.alice).post(url)
        assert not KeptInput.objects.exists()
        assert not SealedValue.objects.exists()

    def test_a_page_that_takes_secrets_keeps_nothing(self, world: World) -> None:
        client = client_for(world.alice)
        self.expire(client)
        assert client.post("/t/secret", {"passphrase": "never kept at all"}).status_code == 302
        assert not KeptInput.objects.exists()

    def test_nobody_known_gets_it_back_in_the_page(self, world: World) -> None:
        response = Client().post("/t/case/1", self.TYPED)
        assert response.status_code == 401
        assert b"She asked for her daughter" in response.content
        assert response["Cache-Control"] == "no-store"
        assert not KeptInput.objects.exists()

    def test_a_script_is_told_and_keeps_the_text_itself(self, world: World) -> None:
        response = Client().post("/t/case/1", self.TYPED, headers={"Accept": "application/json"})
        assert (response.status_code, response.json()) == (401, {"state": "signed-out"})

    def test_locked_a_form_comes_back_and_a_script_is_told(self, world: World) -> None:
        client = client_for(world.alice)
        vault.lock()
        response = client.post("/t/case/1", self.TYPED)
        assert response.status_code == 423
        assert b"She asked for her daughter" in response.content
        told = client.post("/t/case/1", self.TYPED, headers={"Accept": "application/json"})
        assert (told.status_code, told.json()) == (423, {"state": "locked"})

    def test_a_token_that_no_longer_fits_brings_the_text_back_from_our_own_page_only(self, world: World) -> None:
        client = client_for(world.alice, enforce_csrf_checks=True)
        ours = client.post("/t/case/1", self.TYPED, headers={"Sec-Fetch-Site": "same-origin"})
        assert ours.status_code == 403
        assert b"She asked for her daughter" in ours.content
        foreign = client.post("/t/case/1", self.TYPED, headers={"Sec-Fetch-Site": "cross-site"})
        assert foreign.status_code == 403
        assert b"daughter" not in foreign.content


class TestLocked:
    def test_every_page_leads_to_unlocking_and_back(self, world: World) -> None:
        client = client_for(world.alice)
        vault.lock()
        assert client.get("/t/case/1")["Location"] == reverse("unlock") + "?next=%2Ft%2Fcase%2F1"
        assert client.get(reverse("account_login"))["Location"].startswith(reverse("unlock"))
        assert client.get(reverse("unlock")).status_code == 200

    def test_unlocked_again_the_session_goes_on(self, world: World) -> None:
        from tests.world import open_house

        client = client_for(world.alice)
        vault.lock()
        client.get("/t/case/1")
        open_house()
        assert client.get("/t/case/1").status_code == 200


class TestAtRest:
    def test_sessions_are_sealed(self, world: World) -> None:
        client_for(world.alice)
        session = Session.objects.get()
        assert "alice" not in session.session_data
        assert session.session_data.startswith("titip2:")
        assert vault.open_secret(session.session_data).startswith(f"session|{session.session_key}|")

    def test_a_session_that_was_not_sealed_here_is_nobody(self, world: World) -> None:
        client = client_for(world.alice)
        Session.objects.update(session_data=vault.seal_secret("second factor|x"))
        assert client.get("/t/case/1").status_code == 302

    @pytest.mark.parametrize("backend", ["django.core.cache.backends.locmem.LocMemCache", "django.core.cache.backends.dummy.DummyCache"])
    def test_a_cache_of_one_process_is_refused(self, settings: Any, backend: str) -> None:
        settings.CACHES = {"default": {"BACKEND": backend}}
        with pytest.raises(ImproperlyConfigured):
            Gate(lambda request: HttpResponse())

    def test_an_unknown_kept_form_is_not_there(self, world: World) -> None:
        assert world.client_for(world.alice).get(reverse("kept", args=[uuid4()])).status_code == 404
