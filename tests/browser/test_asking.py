"""Journey 4 on a phone: an interview over two visits, one idea a page, in any order; a tab closed half-way; by keyboard alone; without a script."""

import re
import time
from dataclasses import dataclass
from typing import Any

import pytest

from tests.browser.conftest import Visit
from tests.browser.crawl import LATER, Scale, violations
from tests.browser.test_by_keyboard import tab_to
from tests.browser.test_emergency import picture
from tests.browser.test_interview import consent, register
from tests.browser.walking import begin_interview, heading, press, saved

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@dataclass
class Hand:
    """Whoever holds the phone: taps are counted, and every page is looked at by axe."""

    page: Any
    taps: int = 0

    def tap(self, element: Any) -> None:
        self.taps += 1
        element.click()

    def press(self, words: Any) -> None:
        """A button that leads on, and the page it leads to."""
        with self.page.expect_navigation():
            self.tap(self.page.get_by_role("button", name=words).first)
        self.look()

    def link(self, words: str) -> None:
        with self.page.expect_navigation():
            self.tap(self.page.get_by_role("link", name=words))
        self.look()

    def choose(self, words: str) -> None:
        self.tap(self.page.get_by_label(words, exact=True).first)

    def asked(self) -> list[str]:
        """The questions on the page."""
        return [str(one.get_attribute("data-element")) for one in self.page.locator("form [data-element]").all()]

    def look(self) -> None:
        found = violations(self.page)
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert not found and wide <= 390, (self.page.url, found, wide)


def test_an_interview_over_two_visits_in_any_order(visit: Visit, tmp_path: Any) -> None:
    page = visit("Dara")
    person = register(page, pseudonym="Curlew")
    consent(page, person)
    page.goto(person)
    begin_interview(page, whole=False)
    heading(page, "First interview")
    hand, began = Hand(page), time.monotonic()
    picture(page, tmp_path, "list")

    hand.link("Work and control")  # she begins where she wants to
    assert hand.asked() == ["form_of_exploitation", "sexual_exploitation_kind"] and page.get_by_text("1 of 9").count() == 1
    assert not page.locator("[data-element=sexual_exploitation_kind]").is_visible(), "asked only after its answer"
    picture(page, tmp_path, "question")
    hand.choose("Forced labour")
    for way, element in (("Prefer not to say", "work_sector"), ("Not known", "country_of_exploitation"), ("Ask later", "exploitation_province")):
        hand.press("Next question")
        assert hand.asked() == [element]
        hand.choose(way)
    hand.press("Next question")
    hand.press("Next question")  # gone past: the fourth way
    assert hand.asked() == ["hours_per_day"]
    hand.press("Take a break")
    picture(page, tmp_path, "break")
    hand.choose("I saw signs of distress")
    hand.press("Go on")
    assert hand.asked() == ["hours_per_day"], "on where it was halted"
    hand.press("All sections")
    hand.link("Journey")
    page.get_by_text("Any question of this section").click()
    hand.press("It began")
    page.get_by_label("Year").first.fill("2566")
    hand.choose("About: only roughly known")
    hand.press("Save draft and stop")
    page.get_by_text("The draft is kept").wait_for()
    page.context.close()

    page = visit("Dara")  # another day
    hand = Hand(page, hand.taps)
    page.goto("/")
    hand.tap(page.get_by_role("region", name="Drafts").get_by_role("link", name=re.compile("First interview")).first)
    heading(page, "First interview")
    assert "4 of 10 answered" in page.locator("main").inner_text(), "a reason for no answer is an answer; what was gone past is none"
    hand.press("Go on: Journey")
    assert page.get_by_label("Year").first.input_value() == "2566" and page.get_by_label("About: only roughly known").is_checked()
    hand.press("All sections")
    hand.link("Welcome and urgent needs")
    page.get_by_text("Any question of this section").click()
    hand.press("Age, about")
    hand.choose("21 to 23")
    hand.press("Go on: About her")
    hand.press("All sections")
    hand.link("In her own words last")
    page.get_by_label("What she wants to happen", exact=True).fill("A quiet room, and to call her sister")
    saved(page)
    page.close()  # the tab closed half-way

    page = page.context.new_page()
    page.watch = None
    hand = Hand(page, hand.taps)
    page.goto("/")
    page.get_by_role("region", name="Drafts").get_by_role("link", name=re.compile("First interview")).first.click()
    hand.press("Go on: In her own words last")
    assert page.get_by_label("What she wants to happen", exact=True).input_value() == "A quiet room, and to call her sister"
    hand.press("Next question")
    assert hand.asked() == ["narrative"] and not page.locator("textarea").is_visible(), "last, and behind a click"
    hand.tap(page.get_by_text("Open to write."))
    page.locator("textarea").fill("They said a shop; it was a boat.")
    picture(page, tmp_path, "narrative")
    hand.press("Look over and save")
    picture(page, tmp_path, "list-at-the-end")
    hand.press("Save these answers")
    heading(page, "Not saved yet: look at these again")
    assert hand.asked() == ["registered_on"], "gone past, and it must be answered: alone on the page"
    page.get_by_label("Registered on").fill("1/2/2026")
    picture(page, tmp_path, "refused")
    hand.press("Save these answers")
    page.get_by_role("heading", name="What she told us").wait_for()
    told = page.locator("main").inner_text()
    for words in ("Prefers not to say", "Not known", "Ask later", "about 2023", "21 to 23", "A quiet room"):
        assert words in told, words
    hand.press("Undo")
    page.get_by_text("Taken back.").wait_for()
    hand.press("Save these answers")
    page.get_by_role("heading", name="What she told us").wait_for()
    assert "A quiet room" in page.locator("main").inner_text()
    print(f"interview over two visits: {hand.taps} taps besides typing, {time.monotonic() - began:.1f} s of pages, axe on each")
    weigh(page, person)


def weigh(page: Any, person: str) -> None:
    """The bytes of the list, of the first question, of the next, and of a whole section."""
    page.goto(person)
    begin_interview(page, whole=False)
    scale, form = Scale(page), page.url.partition("?")[0]
    for name, query in (("list", ""), ("question", "?section=3"), ("next question", "?section=3&at=work_sector"), ("longest", "?section=1&at=origin_province")):
        scale.put(form + query)
        print(f"{name}: {scale.without_fonts} bytes")
        assert scale.without_fonts < LATER and page.locator("form[data-autosave]").count() == (name != "list"), name


def test_an_interview_by_keyboard_alone(visit: Visit) -> None:
    page = visit("Dara")
    person = register(page, pseudonym="Dunlin")
    consent(page, person)
    page.goto(person)
    begin_interview(page, whole=False)
    heading(page, "First interview")
    keys, began = [0], time.monotonic()

    def key(words: str, *presses: str) -> None:
        tab_to(page, words)
        for one in presses:
            keys[0] += 1
            page.keyboard.press(one) if len(one) < 10 and one[0].isupper() else page.keyboard.type(one)

    key("Identity and contact", "Enter")
    page.get_by_label("Given name").wait_for()
    key("Given name", "sokha", "Enter")  # Enter in a field goes on
    page.get_by_label("Family name").wait_for()
    key("Question before", "Enter")
    page.get_by_label("Given name").wait_for()
    assert page.get_by_label("Given name").input_value() == "sokha"
    key("All sections", "Enter")
    heading(page, "First interview")
    key("Health", "Enter")
    page.get_by_text("1 of 5").wait_for()
    key("Why we ask", "Enter")
    key("Prefer not to say", "Space")
    key("Next question", "Enter")
    page.get_by_text("2 of 5").wait_for()
    key("Take a break", "Enter")
    heading(page, "A break")
    key("Go on", "Enter")
    page.get_by_text("2 of 5").wait_for()
    key("All sections", "Enter")
    heading(page, "First interview")
    key("Save these answers", "Enter")
    page.get_by_role("heading", name="What she told us").wait_for()
    assert "Prefers not to say" in page.locator("main").inner_text()
    print(f"by keyboard: {keys[0]} presses besides Tab, {time.monotonic() - began:.1f} s")


def test_one_question_a_page_and_whole_sections_without_a_script(visit: Visit) -> None:
    page = visit("Dara", script=False)
    person = register(page, pseudonym="Godwit")
    consent(page, person)
    page.goto(person)
    begin_interview(page, whole=False)
    page.get_by_role("link", name="Work and control").click()
    page.get_by_label("Sexual exploitation", exact=True).check()
    press(page, "Next question")
    press(page, "Question before")
    assert page.get_by_label("Sexual exploitation", exact=True).is_checked()
    assert page.locator("[data-element=sexual_exploitation_kind] legend").first.is_visible(), "it arises now"
    press(page, "The whole section at once")
    page.get_by_role("textbox", name="Hours of work a day").fill("14")
    press(page, "One question a page")
    page.get_by_text("Any question of this section").click()
    press(page, "Hours of work a day")
    assert page.get_by_role("textbox", name="Hours of work a day").input_value() == "14"
    press(page, "All sections")
    press(page, "Save these answers")
    assert "14 hours" in page.locator("main").inner_text()
