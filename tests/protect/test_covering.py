"""Interview mode: a covered screen shows nothing, to nobody, until the PIN of this interview was typed."""

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.core.cache import cache
from django.urls import reverse

from tests.protect.test_sign_in import events
from tests.world import STORES, World, make_world
from titip.protect.gate.covering import PIN
from titip.protect.models import KeptInput, OpenSession
from titip.protect.rules.pins import why_not

pytestmark = pytest.mark.django_db(databases=STORES)
HERS = "4820"


@pytest.fixture
def world() -> World:
    cache.clear()
    return make_world()


def choose(client, pin: str = HERS, again: str = ""):
    return client.post(reverse("cover_pin"), {"pin": pin, "pin_again": again or pin, "next": reverse("myself")})


def test_a_pin_that_is_guessed_at_once_is_refused() -> None:
    assert [why_not(pin) for pin in ("482", "4820371", "48a0", "٤٨٢٠", "1234", "98765", "7777", "4820", "112233")] == [
        "digits", "digits", "digits", "digits", "runs", "runs", "runs", "", "",
    ]


def test_covered_the_server_holds_every_page_back_until_the_pin(world: World) -> None:
    alice = world.client_for(world.alice)
    assert alice.get(reverse("today")).content.decode().count("data-cover-button") == 0, "no interview, no button"
    assert "not alike" in choose(alice, again="4821").content.decode()
    assert choose(alice)["Location"] == reverse("myself")
    kept = alice.session[PIN]
    assert HERS not in kept and identify_hasher(kept).algorithm
    assert "data-cover-button" in alice.get(reverse("myself")).content.decode(), "on every page of this sign-in"
    assert alice.post(reverse("cover"), {"cover_for": reverse("myself")})["Location"] == reverse("cover")
    cover = alice.get(reverse("cover")).content.decode()
    assert "<title>Notes</title>" in cover and world.alice.name not in cover and "Titip" not in cover and "app.js" not in cover
    for name in ("today", "myself", "my_log", "cover_pin", "colleagues"):
        assert alice.get(reverse(name))["Location"] == reverse("cover"), name
    missing = alice.get("/no-such-page")
    assert missing.status_code == 404 and world.alice.name not in missing.content.decode() and "titip-nav__link" not in missing.content.decode()
    saved = alice.post(reverse("myself"), {"note": "said in another tab"}, headers={"accept": "application/json"})
    assert (saved.status_code, saved.json()) == (423, {"state": "covered"})
    assert "One try" not in alice.post(reverse("uncover"), {"pin": "0000"}).content.decode()
    assert alice.post(reverse("uncover"), {"pin": HERS})["Location"] == reverse("myself")
    assert alice.get(reverse("myself")).status_code == 200
    assert OpenSession.objects.get(staff=world.alice).wrong_pins == 0
    assert [event.detail["what"] for event in events("protect.cover")] == ["pin", "covered", "wrong_pin", "uncovered"]
    assert HERS not in str([event.detail for event in events("protect.cover")])


def test_three_wrong_pins_end_the_sign_in_also_when_sent_all_at_once(world: World) -> None:
    alice = world.client_for(world.alice)
    choose(alice)
    alice.post(reverse("cover"), {"cover_for": reverse("myself")})
    assert [alice.post(reverse("uncover"), {"pin": "0000"}).status_code for _ in range(2)] == [200, 200]
    assert alice.post(reverse("uncover"), {"pin": "0001"})["Location"] == reverse("account_login")
    assert alice.get(reverse("today"))["Location"].startswith(reverse("account_login"))
    assert events("protect.sign_out")[-1].detail == {"why": "wrong_pin"}
    bob = world.client_for(world.bob)
    choose(bob)
    bob.post(reverse("cover"))
    OpenSession.objects.filter(staff=world.bob).update(wrong_pins=3)  # as three that came just before left it
    assert bob.post(reverse("uncover"), {"pin": HERS})["Location"] == reverse("account_login"), "the right one comes too late"


def test_what_comes_with_the_press_is_kept_sealed_and_offered_after_the_pin(world: World) -> None:
    alice = world.client_for(world.alice)
    choose(alice)
    sent = {"cover_for": "/help", "note": "she is afraid of him", "form_token": "", "draft_number": "1"}
    alice.post(reverse("cover"), sent)
    held = KeptInput.objects.get(staff=world.alice)
    assert alice.get(reverse("kept", args=[held.pk]))["Location"] == reverse("cover"), "not before the PIN"
    back = alice.post(reverse("uncover"), {"pin": HERS})["Location"]
    page = alice.get(back).content.decode()
    assert "she is afraid of him" in page and 'name="save_draft"' in page and 'type="hidden" name="cover_for"' not in page
    alice.post(reverse("cover"), {"cover_for": "//evil.example/"})
    assert alice.post(reverse("uncover"), {"pin": HERS})["Location"] == reverse("today"), "never to another site"


def test_without_a_pin_and_when_nobody_came_back_the_sign_in_ends(world: World, settings) -> None:
    alice = world.client_for(world.alice)
    gone = alice.post(reverse("cover"), {"cover_for": reverse("myself")})["Location"]
    assert gone == f"{reverse('account_login')}?next={reverse('myself').replace('/', '%2F')}"
    assert alice.get(reverse("today")).status_code == 302 and events("protect.sign_out")[-1].detail == {"why": "covered"}
    bob = world.client_for(world.bob)
    choose(bob)
    bob.post(reverse("cover"), {"cover_for": reverse("myself")})
    settings.TITIP_IDLE = settings.TITIP_IDLE_HIGH = -1
    late = bob.post(reverse("uncover"), {"pin": HERS})
    assert late["Location"].startswith(reverse("account_login")), "the idle lock goes on underneath"
