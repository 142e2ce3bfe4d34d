"""From the door to the first saved interview, on a phone: registered, asked, interviewed, the browser killed half-way, nothing lost."""

import re
from typing import Any

import pytest

from tests.browser import walking
from tests.browser.conftest import Visit
from tests.browser.walking import heading, press, to_section

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def register(page: Any, *, pseudonym: str, age: str = "18 or older") -> str:
    """Somebody new; the address of her page."""
    page.goto("/register/new/")
    page.get_by_label(re.compile("A name she chooses")).fill(pseudonym)
    page.get_by_label(age, exact=True).check()
    press(page, "Register under a code")
    page.get_by_role("heading", name=re.compile(pseudonym), level=1).wait_for()
    return str(page.url)


def consent(page: Any, person: str) -> None:
    """She agrees to care and to nothing else."""
    page.goto(person)
    walking.consent(page, {"Caring for you": "Yes", "Learning, without your name": "No"})


def begin(page: Any, person: str) -> None:
    """The conditions of an interview, and its first section."""
    page.goto(person)
    walking.begin_interview(page)
    heading(page, "Welcome and urgent needs")


def test_a_killed_browser_loses_nothing(visit: Visit) -> None:
    page = visit("Dara")
    person = register(page, pseudonym="Heron")
    consent(page, person)
    begin(page, person)
    page.get_by_label("21 to 23").check()
    page.get_by_label("Registered on").fill("1/2/2024")
    to_section(page, "In her own words last")
    page.get_by_label("What she wants to happen", exact=True).fill("A quiet room, and to call her sister")
    page.locator("[data-autosave-state][data-state=saved]").wait_for()
    page.context.close()  # killed: no button was pressed

    again = visit("Dara")
    again.goto("/")
    again.get_by_role("region", name="Drafts").get_by_role("link", name=re.compile("First interview")).first.click()
    to_section(again, "In her own words last")
    assert again.get_by_label("What she wants to happen", exact=True).input_value() == "A quiet room, and to call her sister"
    again.get_by_role("button", name="Save these answers").click()
    again.get_by_role("heading", name="What she told us").wait_for()
    text = again.locator("main").inner_text()
    assert "A quiet room, and to call her sister" in text and "21 to 23" in text and "01/02/2024" in text
    assert "Your drafts" not in text


def test_the_same_without_a_script(visit: Visit) -> None:
    page = visit("Dara", script=False)
    person = register(page, pseudonym="Egret")
    consent(page, person)
    begin(page, person)
    page.get_by_label("Registered on").fill("31/02/2567")
    page.get_by_role("button", name="Save draft and stop").click()
    page.get_by_text("The draft is kept").wait_for()
    page.get_by_role("link", name=re.compile("First interview")).first.click()
    assert page.get_by_label("Registered on").input_value() == "31/02/2567"
    page.get_by_role("button", name="Save these answers").click()
    page.get_by_role("heading", name="Please check these answers").wait_for()
    assert page.get_by_label("Registered on").input_value() == "31/02/2567"


def test_a_screening_takes_few_taps_and_gives_no_verdict(visit: Visit) -> None:
    page, taps = visit("Dara"), 0
    page.goto("/intake/screen/")
    page.get_by_role("button", name="Nobody can").click()
    for group, answer in [("What you look at", "One person"), ("Does anyone need help at once?", "No")]:
        page.get_by_role("group", name=group).get_by_label(answer, exact=True).check()
        taps += 1
    for cue in page.locator(".titip-tiles fieldset").all():
        cue.get_by_label("Was told" if taps == 5 else "Not seen", exact=True).check()
        taps += 1
    page.get_by_role("button", name="See what follows").click()
    page.get_by_role("heading", name="Signs present: refer for a full interview").wait_for()
    assert taps + 2 <= 20
    assert not re.search("victim|score", page.locator("main").inner_text(), re.IGNORECASE)


def test_taking_back_shows_what_follows_first(visit: Visit) -> None:
    page = visit("Dara")
    person = register(page, pseudonym="Plover")
    consent(page, person)
    page.goto(person)
    page.get_by_role("link", name="She takes something back").click()
    page.get_by_label("Caring for you").check()
    page.get_by_role("button", name="See what would follow").click()
    page.get_by_role("heading", name="What would follow").wait_for()
    page.get_by_role("button", name="Take it back now").click()
    page.get_by_role("heading", name="Taken back").wait_for()
    assert "Services go on as before" in page.locator("main").inner_text()
    page.goto(person)
    assert "Withdrawn" in page.get_by_role("region", name="What she agreed to").inner_text()
