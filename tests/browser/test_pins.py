"""A pin on a map of our own outlines: put down by touch, by keyboard and by name, or by numbers without a script; only its square is kept."""

import json
import re
import sqlite3
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Visit
from tests.browser.crawl import violations
from tests.browser.house import PASSPHRASE, House
from tests.browser.test_interview import consent, register
from tests.browser.walking import begin_interview, press, saved
from titip.dictionary.rules.codebook import Codebook, ElementEntry, FormEntry, PlacementEntry, RecordTypeEntry, to_plain
from titip.dictionary.rules.types import ElementType, IdentifierKind

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.xdist_group("browser")]
#: Where she worked, as a careless page might send it.
EXACT = ("13.103472", "103.202881")
FIRST, SECOND = "Town of the workplace", "Town where she was met"

#: Puts a codebook in force, as signing and publishing it would: a folder, its passphrase, the codebook as JSON on standard input.
PUBLISH = """
import json, os, sys
os.environ.update(TITIP_HOME=sys.argv[1], DJANGO_SETTINGS_MODULE="titip.web.settings")
import django
django.setup()
from titip.dictionary.actions.freezing import freeze
from titip.dictionary.actions.storing import store
from titip.dictionary.rules.codebook import from_plain
from titip.protect import vault
vault.unlock(sys.argv[2])
store(from_plain(json.load(sys.stdin)))
freeze(note="pins", actor_code="tests")
"""


@pytest.fixture(scope="module")
def pins(house: House) -> House:
    """The practice house with one form more, in force: two pins, of 10 and of 100 km."""
    sealed: dict[str, Any] = {"risk": "high", "identifier": IdentifierKind.LOCALITY, "never_by_default": True, "purposes": ("care",), "code_list": "places"}
    elements = (
        ElementEntry("town_worked", "registration", ElementType.GEOPOINT, FIRST, minimum_value=Decimal(10), definition="d", **sealed),
        ElementEntry("town_met", "registration", ElementType.GEOPOINT, SECOND, definition="d", **sealed),
    )
    placements = tuple(PlacementEntry(e.code, "Towns") for e in elements)
    form = FormEntry("towns", "Towns", "registration", order=60, placements=placements)
    book = to_plain(Codebook(record_types=(RecordTypeEntry("registration", "Registration"),), elements=elements, forms=(form,)))
    subprocess.run([sys.executable, "-c", PUBLISH, str(house.home), PASSPHRASE], input=json.dumps(book), text=True, check=True)
    subprocess.run([sys.executable, "-m", "titip", "--home", str(house.home), "places", "build"], check=True, capture_output=True)
    return house


def told(page: Any, words: str) -> None:
    """Wait until the first pin's map says so."""
    page.locator(".titip-pin__told").first.get_by_text(re.compile(words)).wait_for()


def tap(page: Any, x: float, y: float) -> None:
    """A finger, not a mouse."""
    phone = page.context.new_cdp_session(page)
    phone.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    phone.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    phone.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    phone.detach()


def numbers(page: Any, which: int = 0) -> list[str]:
    return [page.get_by_label(name).nth(which).input_value() for name in ("Latitude, as 11.55", "Longitude, as 104.92")]


def test_by_touch_by_keyboard_and_by_name_and_only_the_square_is_kept(visit: Visit, pins: House, tmp_path: Path) -> None:
    page = visit("Dara")
    person = register(page, pseudonym="Ibis")
    consent(page, person)
    page.goto(person)
    begin_interview(page, "Towns")
    assert page.get_by_text("Kept only as a square of about 10 km, whatever is written here.").count() == 1
    page.evaluate("performance.clearResourceTimings()")
    page.get_by_role("button", name="Show the map").first.click()
    map_ = page.get_by_role("application", name="Map of Southeast Asia, to put a pin on")
    map_.wait_for()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "application"
    fetched = page.evaluate("performance.getEntriesByType('resource').filter(e => e.name.includes('/outlines/')).map(e => e.transferSize)")
    assert len(fetched) == 1 and fetched[0] < 30_000, fetched

    # touch: near Battambang, then nearer
    box = map_.bounding_box()
    tap(page, box["x"] + box["width"] * (103.2 - 91) / 51, box["y"] + box["height"] * (29.5 - 13.1) / 41.5)
    told(page, "^Pin: .*Cambodia.*Kept as a square of about 10 km")
    for _press in range(3):
        page.get_by_role("button", name="Larger").click()
    page.screenshot(path=tmp_path / "touched.png")

    # keyboard: moved, not down, then put down; every stop is a middle of the grid
    before = numbers(page)
    map_.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowRight")
    told(page, "^Not put down yet")
    assert numbers(page) == before
    page.keyboard.press("Enter")
    told(page, "^Pin: ")
    assert [Decimal(now) - Decimal(then) for now, then in zip(numbers(page), before, strict=True)] == [Decimal("0.10"), Decimal("1.00")]
    assert all(re.fullmatch(r"\d+\.\d5", one) for one in numbers(page))

    # by name, and kept more coarsely; going finer again asks anew
    page.get_by_text("By the name of a place, or kept more coarsely").click()
    page.get_by_label("Name of a town, or of a province for its middle").first.fill("battambang")
    page.get_by_role("button", name="Find").first.click()
    page.get_by_role("button", name=re.compile("^Battambang .*Cambodia$")).first.click()
    told(page, "Kept as a square of about 100 km")
    assert page.get_by_label("Keep it more coarsely").input_value() == "100" and numbers(page) == ["12.5", "103.5"]
    page.get_by_label("Keep it more coarsely").select_option("")
    told(page, "Give the position anew")
    assert numbers(page) == ["", ""]

    # by numbers, made coarse as soon as they are written
    for name, text in zip(("Latitude, as 11.55", "Longitude, as 104.92"), EXACT, strict=True):
        page.get_by_label(name).first.fill(text)
        page.get_by_label(name).first.press("Tab")
    told(page, "^Pin: Battambang, Cambodia")
    assert numbers(page) == ["13.15", "103.25"]
    saved(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page) == []
    map_.scroll_into_view_if_needed()
    page.screenshot(path=tmp_path / "pin.png")

    press(page, "Save these answers")
    page.get_by_role("heading", name="What she told us").wait_for()
    page.get_by_text("Open", exact=False).first.wait_for()
    keeps_nothing_finer(pins)


def keeps_nothing_finer(house: House) -> None:
    """No file of the house holds the digits of the exact position, nor does a row of its stores."""
    digits = [one[:-2].encode() for one in EXACT]  # with their point: bare digits stand in sums by chance
    for file in house.home.rglob("*"):
        if file.is_file() and file.suffix in (".sqlite3", ".sqlite3-wal", ".log", ".db", ".jsonl"):
            content = file.read_bytes()
            assert not any(one in content for one in digits), file
    assert sqlite3.connect(f"file:{next(house.home.rglob('app.sqlite3'))}?mode=ro", uri=True).execute("SELECT count(*) FROM register_record").fetchone()[0]


def test_without_a_script_numbers_or_a_name_do_and_errors_stand_at_the_field(visit: Visit, pins: House, tmp_path: Path) -> None:
    page = visit("Dara", script=True)
    person = register(page, pseudonym="Egret")
    consent(page, person)
    page = visit("Dara", script=False)
    page.goto(person)
    begin_interview(page, "Towns")
    assert not page.get_by_role("button", name="Show the map").count()
    page.get_by_label("Latitude, as 11.55").first.fill(EXACT[0])
    page.get_by_text("By the name of a place", exact=True).click()
    page.get_by_label("Name of a town, or of a province for its middle").nth(1).fill("Battambang")
    press(page, "Save these answers")
    page.get_by_text("One of the two numbers is missing. Write latitude and longitude, or leave both empty.").first.wait_for()
    assert numbers(page) == ["13.15", ""], "shown again as coarse as it is kept"
    page.get_by_label("Longitude, as 104.92").first.fill(EXACT[1])
    page.screenshot(path=tmp_path / "plain.png", full_page=True)
    press(page, "Save these answers")
    page.get_by_role("heading", name="What she told us").wait_for()
    keeps_nothing_finer(pins)
