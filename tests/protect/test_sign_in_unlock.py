"""Unlocking and locking: before sign-in, by page or by command."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.world import CHEAP, KEYRING_PASSPHRASE, STORES, World, make_world
from titip.kit.home import Home
from titip.protect import vault
from titip.protect.actions import keys
from titip.protect.models import AuditEvent

pytestmark = pytest.mark.django_db(databases=STORES)
UNLOCK, LOCK = "/protect/unlock", "/protect/lock"


@pytest.fixture
def world(home: Home) -> World:
    cache.clear()
    return make_world()


@pytest.fixture
def locked(world: World) -> World:
    vault.lock()
    return world


def test_the_addresses_that_the_command_line_uses() -> None:
    assert (reverse("unlock"), reverse("lock")) == (UNLOCK, LOCK)


def test_the_button_that_locks_stands_where_the_breach_plan_says(world: World) -> None:
    administrator = world.client_for(world.hun)
    assert f'action="{LOCK}"' in administrator.get(reverse("myself")).content.decode()
    assert LOCK not in world.client_for(world.gita).get(reverse("myself")).content.decode(), "who may not lock is not offered it"
    assert administrator.post(LOCK)["Location"] == UNLOCK
    assert vault.is_locked()


class TestPage:
    def test_the_right_passphrase_unlocks_and_leads_on(self, locked: World) -> None:
        response = Client().post(UNLOCK, {"passphrase": KEYRING_PASSPHRASE, "next": "/help"})
        assert response["Location"] == "/help"
        assert not vault.is_locked()
        event = AuditEvent.objects.filter(kind="protect.keys.unlock").latest("seq")
        assert event.detail["where"] == "page"

    def test_never_on_to_another_site(self, locked: World) -> None:
        assert Client().post(UNLOCK, {"passphrase": KEYRING_PASSPHRASE, "next": "https://example.org"})["Location"] == "/"

    def test_a_wrong_passphrase_is_said_and_counted(self, locked: World) -> None:
        page = Client().post(UNLOCK, {"passphrase": "not this one, surely"})
        assert "opens no slot" in page.content.decode()
        assert b"not this one" not in page.content
        assert vault.is_locked()
        for _ in range(4):
            page = Client().post(UNLOCK, {"passphrase": "not this one, surely"})
        assert "Too many wrong passphrases" in page.content.decode()

    def test_an_empty_passphrase_is_named(self, locked: World) -> None:
        assert "Type the passphrase" in Client().post(UNLOCK, {"passphrase": ""}).content.decode()

    def test_a_colleagues_own_passphrase_is_no_key(self, locked: World) -> None:
        Client().post(UNLOCK, {"passphrase": "copper kettle walks beside nine rivers"})
        assert vault.is_locked()

    def test_without_keyring_the_page_says_what_to_do(self, locked: World, home: Home) -> None:
        home.keyring.unlink()
        page = Client().get(UNLOCK).content.decode()
        assert "titip init" in page
        assert 'name="passphrase"' not in page

    def test_a_damaged_keyring_is_said_and_where_its_copy_is(self, locked: World, home: Home) -> None:
        home.keyring.write_text("{" + home.keyring.read_text()[10:])
        page = Client().get(UNLOCK).content.decode()
        assert "damaged" in page
        assert "backups" in page

    def test_a_forged_form_is_refused(self, locked: World) -> None:
        assert Client(enforce_csrf_checks=True).post(UNLOCK, {"passphrase": KEYRING_PASSPHRASE}).status_code == 403
        assert vault.is_locked()

    def test_unlocked_there_is_nothing_to_do(self, world: World) -> None:
        assert Client().get(UNLOCK).status_code == 302

    def test_it_says_nothing_of_who_works_here(self, locked: World) -> None:
        page = Client().get(UNLOCK).content.decode()
        assert "Test house" not in page
        assert "Alice" not in page


class TestCommand:
    def post(self, told: Any, **extra: Any) -> Any:
        body = told if isinstance(told, bytes) else json.dumps(told)
        return Client(enforce_csrf_checks=True).post(UNLOCK, body, content_type="application/json", **extra)

    def test_json_from_this_machine_unlocks(self, locked: World) -> None:
        assert self.post({"passphrase": KEYRING_PASSPHRASE}).json() == {"locked": False}
        assert not vault.is_locked()

    def test_from_another_machine_there_is_no_such_page(self, locked: World) -> None:
        assert self.post({"passphrase": KEYRING_PASSPHRASE}, REMOTE_ADDR="192.0.2.7").status_code == 404
        assert vault.is_locked()

    def test_through_a_proxy_on_this_machine_neither(self, locked: World) -> None:
        assert self.post({"passphrase": KEYRING_PASSPHRASE}, headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 404
        assert vault.is_locked()

    def test_a_wrong_one_says_why(self, locked: World) -> None:
        answer = self.post({"passphrase": "not this one, surely"})
        assert answer.status_code == 403
        assert answer.json()["error"] == "WrongPassphrase"
        assert "opens no slot" in answer.json()["message"]

    @pytest.mark.parametrize("told", [b" ", b"{", b"[]", {"passphrase": 7}, {"passphrase": ""}, {}, b"[" * 3000, b"x" * 5000])
    def test_nonsense_is_answered_calmly(self, locked: World, told: Any) -> None:
        assert self.post(told).status_code == 400


class TestLock:
    TOKEN = "t" * 43

    def test_custodian_and_administrator_lock_by_a_press(self, world: World) -> None:
        for staff in (world.dara, world.hun):
            assert world.client_for(staff).post(LOCK)["Location"] == UNLOCK
            assert vault.is_locked()
            vault.unlock(KEYRING_PASSPHRASE)
        assert AuditEvent.objects.filter(kind="protect.keys.lock").latest("seq").actor_code == world.hun.code

    def test_nobody_else_does(self, world: World) -> None:
        for staff in (world.alice, world.bob, world.farid, world.gita):
            assert world.client_for(staff).post(LOCK).status_code == 404
        assert Client().post(LOCK).status_code in (302, 401)
        assert not vault.is_locked()

    def test_the_command_locks_with_the_servers_token(self, world: World, home: Home) -> None:
        home.run.joinpath("server.json").write_text(json.dumps({"token": self.TOKEN}))
        client = Client(enforce_csrf_checks=True)
        assert client.post(LOCK, headers={"X-Titip-Control": "u" * 43}).status_code == 404
        assert client.post(LOCK, headers={"X-Titip-Control": "é"}).status_code == 404
        assert client.post(LOCK, headers={"X-Titip-Control": self.TOKEN}, REMOTE_ADDR="192.0.2.7").status_code == 404
        assert not vault.is_locked()
        assert client.post(LOCK, headers={"X-Titip-Control": self.TOKEN}).json() == {"locked": True}
        assert vault.is_locked()

    @pytest.mark.parametrize("written", ["", "{", "[]", '{"token": ""}', '{"token": 5}', "{}"])
    def test_without_a_token_no_command_locks(self, world: World, home: Home, written: str) -> None:
        home.run.joinpath("server.json").write_text(written)
        for given in ("x", "", "5"):
            Client(enforce_csrf_checks=True).post(LOCK, headers={"X-Titip-Control": given})
        assert not vault.is_locked()

    def test_without_its_own_form_no_press_locks(self, world: World) -> None:
        client = Client(enforce_csrf_checks=True)
        client.cookies = world.client_for(world.hun).cookies
        assert client.post(LOCK).status_code == 403
        assert not vault.is_locked()


def test_the_test_keyring_costs_little() -> None:
    assert CHEAP.memory_kib < 1000
    assert len(KEYRING_PASSPHRASE) >= keys.SHORTEST
