"""Walking in without a passphrase: in a practice organisation, and nowhere else whatever one tries."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.world import KEYRING_PASSPHRASE, STORES, World, client_for, make_world
from titip.kit.home import Home
from titip.protect import vault
from titip.protect.models import AuditEvent
from titip.protect.sign_in import practice
from titip.protect.views.practice import sign_in_as as view

pytestmark = pytest.mark.django_db(databases=STORES)


@pytest.fixture
def practising(home: Home) -> World:
    cache.clear()
    return make_world(practice=True)


@pytest.fixture
def real(home: Home) -> World:
    cache.clear()
    return make_world()


def walk_in(client: Client, staff_id: Any) -> Any:
    return client.post(reverse("practice_sign_in"), {"colleague": staff_id})


class TestPractice:
    def test_one_press_and_the_code_shown_lead_in(self, practising: World) -> None:
        client = Client()
        page = client.get(reverse("account_login")).content.decode()
        assert "Alice Test – Frontline worker" in page
        assert "PRACTICE" in page
        assert walk_in(client, practising.alice.pk)["Location"] == reverse("mfa_authenticate")
        assert client.get(reverse("today")).status_code == 302, "the second factor still stands before everything"
        shown = client.get(reverse("mfa_authenticate"))
        code = shown.context["practice_code"]
        assert code in shown.content.decode()
        assert client.post(reverse("mfa_authenticate"), {"code": code})["Location"] == reverse("today")
        assert client.get(reverse("today")).status_code == 200
        assert AuditEvent.objects.filter(kind="protect.sign_in").latest("seq").detail == {"steps": ["mfa"], "browser": "Another-browser"}

    def test_three_times_in_a_minute_as_the_same_colleague(self, practising: World) -> None:
        for _ in range(3):
            client = Client()
            walk_in(client, practising.alice.pk)
            code = client.get(reverse("mfa_authenticate")).context["practice_code"]
            assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302

    @pytest.mark.parametrize("chosen", ["0", "", "x", "-1", "9" * 30, "٣", "1e1"])
    def test_nonsense_is_nobody(self, practising: World, chosen: str) -> None:
        assert walk_in(Client(), chosen).status_code == 404

    def test_one_who_left_is_not_listed_nor_let_in(self, practising: World) -> None:
        practising.alice.is_active = False
        practising.alice.save()
        assert "Alice Test" not in Client().get(reverse("account_login")).content.decode()
        assert walk_in(Client(), practising.alice.pk).status_code == 404


class TestReal:
    def test_there_is_no_such_page_and_no_list(self, real: World) -> None:
        client = Client()
        page = client.get(reverse("account_login"))
        assert page.context["colleagues"] == []
        assert "Alice" not in page.content.decode()
        assert walk_in(client, real.alice.pk).status_code == 404
        assert client.get(reverse("mfa_authenticate"))["Location"] == reverse("account_login"), "no sign-in has begun"

    def test_the_view_itself_refuses_even_if_reached(self, real: World, rf: RequestFactory) -> None:
        from django.http import Http404

        with pytest.raises(Http404):
            view(rf.post("/anything", {"colleague": real.alice.pk}))
        with pytest.raises(practice.NotPractice):
            practice.sign_in_as(rf.post("/anything"), real.alice.pk)

    def test_no_code_is_shown(self, real: World) -> None:
        client = client_for(real.alice, second_factor=False)
        assert client.get(reverse("mfa_reauthenticate")).context["practice_code"] is None
        assert practice.code_for(real.alice) is None
        assert practice.code_of_secret("JBSWY3DPEHPK3PXP") is None

    def test_an_edited_keyring_opens_nothing(self, real: World, home: Home) -> None:
        told = json.loads(home.keyring.read_text())
        told["practice"] = True
        home.keyring.write_text(json.dumps(told))
        vault.lock()
        with pytest.raises(vault.KeyringError):
            vault.unlock(KEYRING_PASSPHRASE)
        assert walk_in(Client(), real.alice.pk).status_code in (302, 423)
        assert not practice.is_practice()

    def test_no_setting_and_no_variable_makes_it_one(self, real: World, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("PRACTICE", "TITIP_PRACTICE", "DEBUG"):
            monkeypatch.setenv(name, "1")
            setattr(settings, name, True)
        assert walk_in(Client(), real.alice.pk).status_code == 404

    def test_a_locked_server_is_no_practice(self, practising: World) -> None:
        vault.lock()
        assert not practice.is_practice()
        assert walk_in(Client(), practising.alice.pk).status_code == 423
