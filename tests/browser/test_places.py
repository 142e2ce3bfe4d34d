"""A place is found by typing its name: by touch, by keyboard, in its own letters; the list is there without a script."""

import re
import subprocess
import sys

import pytest

from tests.browser import walking
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.test_interview import begin, consent, register
from tests.browser.walking import to_section

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_province_is_found_by_a_village_in_any_spelling(visit: Visit, house: House) -> None:
    subprocess.run([sys.executable, "-m", "titip", "--home", str(house.home), "places", "build"], check=True, capture_output=True)
    page = visit("Dara")
    person = register(page, pseudonym="Plover")
    consent(page, person)
    begin(page, person)
    page.get_by_label("21 to 23").check()
    page.get_by_label("Registered on").fill("1/2/2024")
    to_section(page, "About her")
    box = page.get_by_role("combobox", name="Home province")
    box.press_sequentially("paoy")
    page.get_by_role("option", name=re.compile("Banteay Meanchey .*Paoy Paet lies there")).wait_for()
    box.press("ArrowDown")
    box.press("Enter")
    assert re.match("Banteay Meanchey", box.input_value())
    page.locator("[data-autosave-state][data-state=saved]").wait_for()

    box.fill("ភ្នំពេញ")
    page.get_by_role("option", name=re.compile("^Phnom Penh")).first.click()
    assert re.match("Phnom Penh", box.input_value())
    box.fill("nowhere at all xyz")
    page.get_by_role("option", name=re.compile("No place is called so")).wait_for()
    page.keyboard.press("Tab")
    page.get_by_text("Not kept yet: choose one of the places").wait_for()
    box.fill("")
    box.fill("surin")
    page.get_by_role("option", name=re.compile("^Surin .*Thailand")).first.click()
    walking.press(page, "Save these answers")
    page.get_by_role("heading", name="What she told us").wait_for()
    assert "Surin" in page.locator("main").inner_text()


def test_the_page_of_places_without_a_script(visit: Visit) -> None:
    page = visit("Dara", script=False)
    page.goto("/dictionary/places/")
    page.get_by_label("Name of a place").fill("mae sot")
    page.get_by_role("button", name="Find").click()
    page.get_by_text(re.compile("Mae Sot .*Tak, Thailand")).first.wait_for()
