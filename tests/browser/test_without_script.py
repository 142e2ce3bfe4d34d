"""From sign-in to a saved interview on a phone that runs no script at all."""

import re

import pytest

from tests.browser import walking
from tests.browser.conftest import Visit, walk_in
from tests.browser.walking import answer, heading, press

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_from_the_door_to_a_saved_interview(visit: Visit) -> None:
    page = visit(script=False)
    walk_in(page, "Mali")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="People").click()
    press(page, "Register a person")
    press(page, "Register under a code")
    heading(page, "Please check these answers", level=2)
    page.get_by_label(re.compile("A name she chooses")).fill("Egret")
    page.get_by_label("18 or older").check()
    press(page, "Register under a code")
    page.get_by_text("Registered under the code").wait_for()
    person = page.url
    walking.consent(page, {"Caring for you": "Yes", "Telling your story": "No"})
    page.goto(person)
    walking.begin_interview(page)
    heading(page, "Welcome and urgent needs")
    page.get_by_text("Press Save to keep what you typed.").wait_for()
    page.get_by_label("Registered on").fill("31/02/2567")
    answer(page, "Age, about", "21 to 23")
    walking.to_section(page, "About her")
    page.get_by_label("Age", exact=True).fill("22")
    press(page, "Save these answers")
    heading(page, "Please check these answers", level=2)
    assert page.get_by_label("Registered on").input_value() == "31/02/2567"
    page.get_by_label("Registered on").fill("28/02/2567")
    press(page, "Save these answers")
    page.get_by_text("Saved.").first.wait_for()
    told = page.get_by_role("region", name="What she told us").inner_text()
    assert "28/02/2024" in told and "22 years" in told and "21 to 23" in told
    press(page, "Exit")
    page.wait_for_url("**/notes")
    page.goto(person)
    heading(page, "Sign in")
