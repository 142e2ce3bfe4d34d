"""The first day on pages: only with the code that the server printed, step by step, and never again."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.world import CHEAP, STORES
from titip.dictionary import reads as dictionary
from titip.kit.home import Home
from titip.protect import vault
from titip.protect.actions import door, keys
from titip.protect.models import Organisation, ReadinessMark, Staff
from titip.protect.reads.staff import time_zone
from titip.protect.vault import crypto, keyring

pytestmark = pytest.mark.django_db(databases=STORES, transaction=False)
KEYRING = "violet tractor hums under eleven moons"
HERS = "copper kettle walks beside nine rivers"


@pytest.fixture
def empty(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """A house in which nothing stands, with a keyring that costs little to stretch."""
    vault.lock()
    cache.clear()
    settings.HOME = Home(tmp_path / "home").make()
    real = keyring.NewSlot
    monkeypatch.setattr(keyring, "NewSlot", lambda kind, label, passphrase, costs=None: real(kind, label, passphrase, CHEAP))
    yield settings.HOME
    vault.lock()


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, page[-3000:]
    return found[1]


def test_from_nothing_to_the_sign_in_page(empty: Home) -> None:
    browser, url = Client(), reverse("first_day")
    assert browser.get(url).status_code == 404, "no server printed a code"
    code = door.open_door()
    assert code.replace("-", "") not in (empty.run / "first-day.json").read_text()
    assert browser.get("/")["Location"] == reverse("unlock") and browser.get(reverse("unlock"))["Location"] == url

    assert "This is not the code" in browser.post(url, {"code": "AAAA-AAAA"}).content.decode()
    assert b"This is not the code" in browser.post(url, {"step": "keyring", "passphrase": KEYRING, "code": "x"}).content
    assert not empty.keyring.exists(), "nothing is done without the code"
    assert browser.post(url, {"code": code.lower()})["Location"] == url

    assert "not the same" in browser.post(url, {"step": "keyring", "passphrase": KEYRING, "again": "x"}).content.decode()
    assert "longer passphrase" in browser.post(url, {"step": "keyring", "passphrase": "short", "again": "short"}).content.decode()
    assert browser.post(url, {"step": "keyring", "passphrase": KEYRING, "again": KEYRING})["Location"] == url
    assert not vault.is_locked() and not vault.is_practice()
    vault.lock()  # the server was started again in the middle
    assert browser.get(url)["Location"].startswith(reverse("unlock")), "it goes on after unlocking"
    keys.unlock(passphrase=KEYRING, where="command")

    assert "Give the name" in browser.post(url, {"step": "organisation", "country": "KH"}).content.decode()
    told = {"step": "organisation", "name": "Hope House", "country": "KH", "languages": ["km", "th"]}
    assert browser.post(url, told)["Location"] == url
    assert browser.post(url, told)["Location"] == url, "sent twice changes nothing"
    house = Organisation.objects.get()
    assert (time_zone(), house.languages) == ("Asia/Phnom_Penh", ["en", "th", "km"])

    assert "more things to ask" in browser.get(url).content.decode()
    assert browser.post(url, {"step": "questions", "questions": ["who_comes"]})["Location"] == url
    assert {question.code for question in dictionary.questions()} == {"what_needed", "reach_safely", "where_found", "how_cases_go", "who_comes"}

    assert "opens no slot" in browser.post(url, {"step": "sheet", "passphrase": "another one altogether"}).content.decode()
    page = browser.post(url, {"step": "sheet", "passphrase": KEYRING}).content.decode()
    sheet, number = hidden(page, "sheet"), int(hidden(page, "number"))
    drawn = browser.post(reverse("recovery_sheet_pdf"), {"sheet": sheet})
    assert drawn["Content-Type"] == "application/pdf" and drawn.content.startswith(b"%PDF-")
    assert Client().post(reverse("recovery_sheet_pdf"), {"sheet": sheet}).status_code == 302, "nobody else may take it"
    back = {"step": "sheet", "sheet": sheet, "number": number}
    assert "not what stands there" in browser.post(url, {**back, "group": "0000"}).content.decode()
    assert not ReadinessMark.objects.exists()
    assert browser.post(url, {**back, "group": sheet.split("-")[number - 1].lower()})["Location"] == url
    assert ReadinessMark.objects.get().kind == "recovery_sheet"

    her = {"step": "administrator", "name": "Tola Test", "username": "tola", "passphrase": HERS, "again": HERS}
    assert "guessed" in browser.post(url, {**her, "passphrase": "aaaaaaaaaaaaaaaa", "again": "aaaaaaaaaaaaaaaa"}).content.decode()
    assert browser.post(url, her)["Location"] == reverse("account_login")
    assert browser.post(reverse("account_login"), {"login": "tola", "password": HERS})["Location"] == reverse("today")
    assert browser.get("/")["Location"].startswith(reverse("mfa_activate_totp")), "the second factor is next"

    assert browser.get(url).status_code == 404 and not (empty.run / "first-day.json").exists()
    door.open_door()
    assert browser.get(url).status_code == 404, "never again once somebody works here"
    assert Staff.objects.get().roles.get().role == "administrator"


def test_too_many_wrong_codes_take_the_door_away_and_a_new_code_forgets_the_browser(empty: Home) -> None:
    code, browser, url = door.open_door(), Client(), reverse("first_day")
    browser.post(url, {"code": code})
    assert "The keyring" in browser.get(url).content.decode()
    door.open_door()
    assert "The first day" in browser.get(url).content.decode()
    for _number in range(19):
        browser.post(url, {"code": "AAAA-AAAA"})
    assert door.is_open()
    browser.post(url, {"code": "AAAA-AAAA"})
    assert not door.is_open() and browser.get(url).status_code == 404


def test_a_newer_sheet_ends_the_older(empty: Home) -> None:
    keys.init(passphrase=KEYRING, practice=False, with_sheet=False, costs=CHEAP)
    keys.unlock(passphrase=KEYRING, where="command")
    first, second = (keys.new_sheet(passphrase=KEYRING, actor_code="tests") for _ in range(2))
    with pytest.raises(vault.WrongPassphrase):
        keys.confirm_sheet(code=first, actor_code="tests")
    with pytest.raises(vault.WrongPassphrase):
        keys.confirm_sheet(code=KEYRING, actor_code="tests")
    keys.confirm_sheet(code=second, actor_code="tests")
    assert [slot.kind for slot in keyring.load(empty.keyring).slots] == ["passphrase", "recovery"]
    assert crypto.STRETCH.memory_kib >= 65_536, "what is saved on in tests is not saved on in a house"
