"""Open sign-ins and known browsers: ended at a press, and what they keep out of the reach of guesses from elsewhere."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.protect.test_sign_in import code_of, events, knock
from tests.world import PASSPHRASE, STORES, World, client_for, make_world, with_passphrase
from titip.protect.models import Device, OpenSession, Staff

pytestmark = pytest.mark.django_db(databases=STORES)
PHONE = "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"


@pytest.fixture
def world() -> World:
    cache.clear()
    return make_world()


def signed_in(staff: Staff) -> Client:
    """A phone in which she signed in from beginning to end."""
    client = Client(HTTP_USER_AGENT=PHONE)
    knock(client, staff.username, PASSPHRASE)
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(staff)}).status_code == 302
    return client


def test_where_i_am_signed_in_is_shown_and_ended(world: World) -> None:
    with_passphrase(world.alice)
    phone, desk = signed_in(world.alice), client_for(world.alice)
    page = desk.get(reverse("myself")).content.decode()
    assert page.count("Firefox on Android") >= 2 and "This device" in page, "in the list and in the history"
    assert PHONE not in page
    there = OpenSession.objects.get(device__isnull=False)
    assert world.client_for(world.charlie).post(reverse("session_end", args=[there.pk])).status_code == 404, "nobody else's"
    desk.post(reverse("session_end", args=[there.pk]))
    assert phone.get(reverse("today"))["Location"].startswith(reverse("account_login"))
    assert not Device.objects.exists(), "its browser is a stranger again"
    assert desk.get(reverse("today")).status_code == 200
    third = client_for(world.alice)
    third.get(reverse("today"))
    assert desk.post(reverse("sessions_end"))["Location"] == reverse("account_login")
    assert desk.get(reverse("today")).status_code == third.get(reverse("today")).status_code == 302
    assert [event.detail["why"] for event in events("protect.sign_out")] == ["ended", "ended"]


def test_an_administrator_ends_the_sign_ins_of_a_colleague_and_she_comes_back_in(world: World) -> None:
    with_passphrase(world.alice)
    phone = signed_in(world.alice)
    world.client_for(world.hun).post(reverse("staff_sign_out", args=[world.alice.pk]))
    assert phone.get(reverse("today")).status_code == 302
    cache.clear()  # its guard against a code used twice
    assert signed_in(world.alice).get(reverse("today")).status_code == 200
    assert events("protect.sign_out")[-1].detail == {"why": "administrator", "sessions": 1}


def test_guesses_from_everywhere_do_not_lock_a_colleague_out_of_her_own_phone(world: World) -> None:
    with_passphrase(world.alice)
    phone = signed_in(world.alice)
    phone.post(reverse("account_logout"))
    said = [knock(Client(), "alice", f"guess number {number}", REMOTE_ADDR=f"203.0.113.{number}").content.decode() for number in range(1, 28)]
    assert "Too many tries" not in said[24] and "Too many tries" in said[25], "many addresses gain nothing"
    assert "Too many tries" in knock(Client(), "alice", PASSPHRASE, REMOTE_ADDR="203.0.113.99").content.decode()
    assert knock(phone, "alice", PASSPHRASE, REMOTE_ADDR="203.0.113.5")["Location"] == reverse("mfa_authenticate"), "her own phone, even there"
    assert "Too many tries" not in knock(Client(), "bob", "some words of his", REMOTE_ADDR="203.0.113.99").content.decode()


def test_who_has_the_passphrase_cannot_use_up_her_codes(world: World) -> None:
    with_passphrase(world.alice)
    phone = signed_in(world.alice)
    phone.post(reverse("account_logout"))
    cache.clear()
    thief = Client()
    knock(thief, "alice", PASSPHRASE)
    said = [thief.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode() for _ in range(6)]
    assert "Too many tries" in said[-1]
    knock(phone, "alice", PASSPHRASE)
    assert phone.post(reverse("mfa_authenticate"), {"code": code_of(world.alice)}).status_code == 302


def test_a_cookie_made_elsewhere_is_no_known_phone(world: World) -> None:
    with_passphrase(world.alice)
    phone = signed_in(world.alice)
    number = phone.cookies["device"].value
    assert not knock(Client(), "alice", "x").cookies.get("device"), "a stranger gets none"
    for forged in (number[:-1] + ("A" if number[-1] != "A" else "B"), "0" * 32, ""):
        client = Client()
        client.cookies["device"] = forged
        for _ in range(5):
            knock(client, "alice", "wrong words entirely here", REMOTE_ADDR="203.0.113.77")
        assert "Too many tries" in knock(client, "alice", PASSPHRASE, REMOTE_ADDR="203.0.113.77").content.decode()
        cache.clear()
