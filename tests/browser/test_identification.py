"""Journeys 3 and 5 on a phone: a screening that survives a killed browser, a formal assessment by keyboard alone."""

import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.browser import walking
from tests.browser.conftest import Visit
from tests.browser.crawl import violations
from tests.browser.test_by_keyboard import tab_to
from tests.browser.test_emergency import picture
from tests.browser.test_interview import register
from tests.browser.walking import heading, press, saved

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: The most taps of a rapid screening.
TAPS = 20
#: Who decides for a child, and what the child says.
CHILD = {"Who decides for the child?": "A best-interest decision by those responsible for the child", "What does the child say?": "The child agrees"}


def test_a_screening_half_done_survives_the_killing_of_the_browser(visit: Visit, tmp_path: Any) -> None:
    page, taps, began = visit("Dara"), 0, time.monotonic()

    def tap(element: Any) -> None:
        nonlocal taps
        taps += 1
        element.click()

    tap(page.get_by_role("navigation", name="Main").get_by_role("link", name="Screen", exact=True))
    heading(page, "Can anyone hear or watch them?")
    assert page.locator("main input:not([type=hidden])").count() == 0, "that is asked first, and alone"
    tap(page.get_by_role("button", name="Somebody can"))
    page.get_by_text("Do not ask anything that others could hear").wait_for()
    what = page.get_by_role("group", name="What you look at")
    assert all(what.get_by_label(words, exact=True).count() == 1 for words in ("One person", "A group", "A place")), "of whom, never who"
    tap(what.get_by_label("A place"))
    signs = page.locator(".titip-tiles fieldset")
    for number in range(4):
        tap(signs.nth(number).get_by_label("Saw it" if number == 2 else "Not seen", exact=True))
    saved(page)
    page.context.close()  # killed: nothing was pressed

    again = visit("Dara")
    again.goto("/")
    tap(again.get_by_role("link", name=re.compile("A rapid screening")).first)
    signs = again.locator(".titip-tiles fieldset")
    assert signs.nth(2).get_by_label("Saw it", exact=True).is_checked() and again.get_by_label("A place").is_checked()
    tap(again.get_by_role("group", name="Does anyone need help at once?").get_by_label("No", exact=True))
    for number in range(4, 9):
        tap(signs.nth(number).get_by_label("Not seen", exact=True))
    tap(again.get_by_role("button", name="See what follows"))
    heading(again, "Signs present: refer for a full interview")
    assert taps <= TAPS and again.get_by_role("button", name="Register under a code").count() == 0, "a place is nobody"
    picture(again, tmp_path, "screened")
    print(f"screening: {taps} taps, {time.monotonic() - began:.1f} s of pages, the killing included")


@dataclass
class Hand:
    """A colleague who has a keyboard and nothing else.

    ``keys``: everything pressed but letters; ``typed``: letters; ``stops``: presses of Tab; ``looked``: seconds that the test itself took.
    """

    page: Any
    folder: Path
    keys: int = 0
    typed: int = 0
    stops: int = 0
    began: float = 0.0
    looked: float = 0.0

    def press(self, words: str, key: str = "Enter") -> None:
        """Tab to what is called so, and press a key there."""
        self.stops += tab_to(self.page, words)
        self.keys += 1
        self.page.keyboard.press(key)

    def type(self, words: str, text: str) -> None:
        """Tab to the field that is called so, and write."""
        self.stops += tab_to(self.page, words)
        self.typed += len(text)
        self.page.keyboard.type(text)

    def tick(self, *words: str) -> None:
        """Tick each of them."""
        for one in words:
            self.press(one, "Space")

    def here(self, words: str, name: str) -> None:
        """The page that is called so has come, is as wide as the phone, and axe finds nothing on it."""
        self.page.get_by_role("heading", name=re.compile(words), level=1).wait_for()
        looking = time.monotonic()
        picture(self.page, self.folder, name)
        assert violations(self.page) == [], name
        self.looked += time.monotonic() - looking

    def told(self) -> str:
        """What it took."""
        taken = time.monotonic() - self.began - self.looked
        return f"{self.keys} presses, {self.typed} letters, {self.stops} presses of Tab, {taken:.1f} s of pages and typing"


def opened(page: Any, *, pseudonym: str, age: str) -> None:
    """Somebody registered who agrees to care, with a case; ends at the decisions of that case."""
    person = register(page, pseudonym=pseudonym, age=age)
    page.goto(person)
    decided = {} if age == "18 or older" else CHILD
    walking.consent(page, {**decided, "Caring for you": "Yes", "Learning, without your name": "No"})
    page.goto(person)
    page.get_by_role("link", name="Open a case").click()
    page.get_by_label("Why is a case opened?").fill("Signs at the border")
    press(page, "Open the case")
    page.get_by_role("link", name="Assess, or see the decisions").click()
    heading(page, "Formal identification")


def keep_law(office: Any, *, version: str, text: str) -> None:
    """A law's wording, kept by a supervisor."""
    office.goto("/casework/laws/add/")
    for label, words in (("Name of the law", "A practice law"), ("Articles", "Articles 1 to 3"), ("Version", version), ("In force from", "15/02/2008"),
                         ("Text", text), ("Where the text was taken from", "Made up for practice")):
        office.get_by_label(label, exact=True).fill(words)
    press(office, "Keep this text")
    office.get_by_text("The text is kept").wait_for()


def test_a_formal_assessment_by_keyboard(visit: Visit, tmp_path: Path) -> None:
    office = visit("Sopha")
    keep_law(office, version="2008", text="Practice wording of an article.")
    assert violations(office) == []
    page = visit("Dara")
    opened(page, pseudonym="Bittern", age="18 or older")
    hand = Hand(page, tmp_path)
    hand.here("Formal identification", "decisions")
    hand.began, hand.looked = time.monotonic(), 0.0
    hand.press("Begin a formal assessment")
    hand.here("Begin a formal assessment", "begin")
    hand.press("Begin$")
    hand.here("Formal assessment of", "open")
    hand.press("What happened")
    hand.here("What happened", "happened")
    hand.tick("Transportation", "Deception", "Forced labour")
    hand.press("Keep this section")
    page.get_by_text("3 ticked").wait_for()
    hand.press("What shows it")
    hand.here("What shows it", "shown")
    for words in ("Transportation", "Deception", "Forced labour"):
        assert page.get_by_role("group", name=words).get_by_label("How do we know?").is_visible()
        hand.type("How do we know", "She told us")
        hand.type("Her words", "They said a shop; it was a boat")
    hand.press("Keep this section")
    page.get_by_text("3 of 3 shown").wait_for()
    hand.press("Decide")
    hand.here("Decide", "decide")
    hand.press("Presumed", "ArrowDown")
    assert page.get_by_label("Confirmed as a trafficked person").is_checked()
    hand.type("Who decided there", "Dara, case worker")
    hand.type("Under which law", "A practice law")
    hand.type("Reasons", "An act, a means and a purpose, each in her words.")
    hand.press("Keep this decision")
    page.get_by_text("Practice wording of an article.").wait_for()
    print(f"assessment of an adult: {hand.told()}")
    hand.here("Formal assessment of", "decided")

    # A new wording is a new version: the decision keeps the one it was made under.
    keep_law(office, version="as amended in 2026", text="Another practice wording.")
    page.reload()
    main = page.locator("main").inner_text()
    assert "A practice law, Articles 1 to 3 (2008)" in main and "Practice wording of an article." in main and "Another practice wording." not in main
    assert "Confirmed as a trafficked person" in main and "They said a shop; it was a boat" in main and "Bittern" not in main
    page.emulate_media(media="print")
    assert not page.get_by_text("Begin a review").is_visible() and page.get_by_text("They said a shop").first.is_visible()
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format="A4"))) <= 3


def test_a_formal_assessment_of_a_child_asks_no_means(visit: Visit, tmp_path: Path) -> None:
    keep_law(visit("Sopha"), version="2009", text="Practice wording about a child.")
    page = visit("Dara")
    opened(page, pseudonym="Little Grebe", age="Under 18")
    hand = Hand(page, tmp_path, began=time.monotonic())
    hand.press("Begin a formal assessment")
    hand.here("Begin a formal assessment", "begin")
    hand.press("Begin$")
    hand.here("Formal assessment of", "open")
    assert "a child cannot agree to be exploited" in page.locator("main").inner_text()
    hand.press("The child's checklist")
    hand.here("The child's checklist", "checklist")
    for item in ("A guardian", "Indirect wording", "A support person", "Not interviewed again", "The child knows"):
        group = page.get_by_role("group", name=re.compile(item))
        hand.press("Yes", "Space")
        assert group.get_by_label("Yes", exact=True).is_checked()
    hand.press("Keep this section")
    page.get_by_text("gone through").wait_for()
    hand.press("What happened")
    hand.here("What happened", "happened")
    assert "none is asked" in page.locator("main").inner_text() and not page.get_by_role("group", name=re.compile("Means")).count()
    hand.tick("Harbouring", "Forced begging")
    hand.press("Keep this section")
    page.get_by_text("2 ticked").wait_for()
    hand.press("What shows it")
    hand.here("What shows it", "shown")
    for words in ("Harbouring", "Forced begging"):
        assert page.get_by_role("group", name=words).get_by_label("How do we know?").is_visible()
        hand.type("How do we know", "We saw it")
        hand.type("Her words", "Slept where the money was counted")
    hand.press("Keep this section")
    page.get_by_text("2 of 2 shown").wait_for()
    hand.press("Decide")
    hand.here("Decide", "decide")
    hand.press("Presumed", "ArrowDown")
    hand.type("Who decided there", "Dara, case worker")
    hand.type("Under which law", "A practice law")
    hand.type("Reasons", "An act and a purpose; no means need be shown.")
    hand.press("Keep this decision")
    page.get_by_text("Not needed: under 18").wait_for()
    print(f"assessment of a child: {hand.told()}")
    hand.here("Formal assessment of", "decided")
    assert "Confirmed as a trafficked person" in page.locator("main").inner_text()
