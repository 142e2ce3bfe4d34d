"""A night on duty at 390 px, by keyboard: an emergency card in two presses, a broken glass, and the review the next morning."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Visit
from tests.browser.test_by_keyboard import tab_to
from tests.browser.walking import heading

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def picture(page: Any, folder: Path, name: str) -> None:
    """Kept for looking at; wide things would scroll sideways on a phone."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 391, f"{name} is wider than the phone"
    page.screenshot(path=str(folder / f"{name}.png"), full_page=True)


def test_a_night_on_duty(visit: Visit, tmp_path: Path) -> None:
    hers = visit("Dara")
    hers.goto("/register/")
    hers.locator("main a.titip-code").first.click()
    code = re.search(r"[0-9A-Z]{3}-[0-9A-Z]{4}", hers.locator("h1").inner_text()).group()  # type: ignore[union-attr]
    hers.get_by_role("link", name="Write it with her").click()
    heading(hers, f"Emergency card of {code}")
    hers.get_by_label("Allergies").fill("Nuts: her tongue swells")
    hers.get_by_label("Never do this").fill("Do not close the door behind her")
    hers.get_by_label("She agrees: any colleague on duty, with a reason").check()
    hers.get_by_label("I read it back to her").check()
    picture(hers, tmp_path, "card_form")
    hers.get_by_role("button", name="Keep this card").click()
    hers.get_by_text("Her card is kept").wait_for()
    picture(hers, tmp_path, "person")

    night = visit("Mali")
    night.goto("/")
    picture(night, tmp_path, "today")
    tab_to(night, "Her code")
    night.keyboard.type(code)
    night.keyboard.press("Enter")
    heading(night, "Emergency card")
    picture(night, tmp_path, "card_ask")
    tab_to(night, "She is hurt or ill")
    night.keyboard.press("Enter")
    night.get_by_text("Nuts: her tongue swells").wait_for()
    picture(night, tmp_path, "card")

    night.goto("/protect/glass/break")
    heading(night, "Break the glass")
    picture(night, tmp_path, "glass_break")
    night.get_by_label("Code of the person or case").fill(code)
    night.get_by_label("She needs medical care now").check()
    night.get_by_label("What happened, in a few words").fill("The ambulance asks what she takes")
    night.get_by_role("button", name="Break the glass and open it").click()
    night.get_by_text("Open to you for 1 hour").wait_for()
    picture(night, tmp_path, "opened")

    morning = visit("Sopha")
    morning.goto("/protect/glass")
    picture(morning, tmp_path, "glass_list")
    morning.get_by_role("link", name=re.compile("A person's record")).first.click()
    morning.get_by_label("It was right").check()
    picture(morning, tmp_path, "glass_one")
    morning.get_by_role("button", name="Keep my word on it").click()
    morning.get_by_text("Your word on it is kept").wait_for()

    office = visit("Tola")
    office.goto("/protect/colleagues")
    picture(office, tmp_path, "colleagues")
    office.get_by_role("link", name=re.compile(r"Her list, teams and leaving\W+Mali")).click()
    picture(office, tmp_path, "colleague")
    hers.goto("/protect/me/rules")
    picture(hers, tmp_path, "rules")
    hers.goto("/register/")
    hers.locator("main a.titip-code", has_text=code).first.click()
    hers.goto(hers.url.replace("/register/", "/consent/person/") + "answers/")
    heading(hers, "Answers that stay with those who care for her")
    picture(hers, tmp_path, "answers")
