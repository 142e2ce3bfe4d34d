"""A kind of record with ten questions is declared and its first record collected, on a phone, by the words on the pages; what it takes is counted."""

import re
import time
from dataclasses import dataclass
from typing import Any

import pytest

from tests.browser.conftest import Visit
from tests.browser.walking import go, heading

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: Question, kind of answer, choices, and what the first record says.
QUESTIONS = [
    ("Day of the visit", "A date", "", "5/11/2026"), ("Kind of workplace", "One of a list", "Boat\nFactory\nFarm", "Boat"),
    ("Workers present", "A whole number", "", "12"), ("Workers under 18 seen", "A whole number", "", "0"),
    ("Who keeps the papers", "One of a list", "The workers\nThe employer\nNot known", "The employer"), ("Doors locked from outside", "Yes or no", "", "No"),
    ("Hours worked in a day", "A number", "", "11.5"), ("Languages spoken", "Several of a list", "Khmer\nBurmese\nThai", "Burmese"),
    ("What was seen", "A few words", "", "A locked cabin"), ("What we agreed to do", "A few words", "", "Come again in May"),
]


@dataclass
class Hands:
    """What a person does on a page, counted. ``actions``: taps and boxes written in; ``characters``: typed."""

    page: Any
    actions: int = 0
    characters: int = 0

    def press(self, role: str, words: Any) -> None:
        """One tap."""
        self.actions += 1
        self.page.get_by_role(role, name=words).first.click()

    def write(self, label: Any, text: str) -> None:
        """One box written in."""
        self.actions, self.characters = self.actions + 1, self.characters + len(text)
        self.page.get_by_label(label).first.fill(text)

    def choose(self, label: Any, words: str) -> None:
        """One choice from a list that opens: two taps."""
        self.actions += 2
        self.page.get_by_label(label).first.select_option(label=words)

    def tick(self, group: str, words: str) -> None:
        """One choice that is seen."""
        self.actions += 1
        self.page.get_by_role("group", name=group).get_by_label(words, exact=True).first.check()


def declare(hands: Hands) -> None:
    """From the page Records to a kind with ten questions in the draft."""
    go(hands.page, "Records")
    hands.actions += 2  # the menu, and its entry
    declares = hands.page.get_by_role("link", name=re.compile("^Declare")).or_(hands.page.get_by_role("button", name=re.compile("^Declare")))
    hands.actions += 1
    declares.first.click()
    hands.write("What do you call one of them?", "Workplace visit")
    hands.press("button", "Go on to its questions")
    for number, (question, kind, choices, _answer) in enumerate(QUESTIONS):
        hands.write("The question, in a few words", question)
        hands.choose("The answer is", kind)
        if choices:
            hands.write(re.compile("^Choices, one on each line"), choices)
        hands.press("button", "Add this question")
        said = "1 question" if number == 0 else f"{number + 1} questions"
        hands.page.get_by_role("heading", name=said, exact=True).wait_for()


def test_ten_questions_are_declared_weighed_published_and_the_first_record_collected(visit: Visit, capsys: pytest.CaptureFixture[str]) -> None:
    began = time.monotonic()
    steward = Hands(visit("Noy"))
    declare(steward)
    assert steward.page.evaluate("document.documentElement.scrollWidth") <= 390
    kind_page = steward.page.url
    steward.press("link", "Weigh harm and benefit")
    steward.press("button", "Write the review")
    steward.write(re.compile("^Who gains"), "Workers whose papers are kept from them.")
    steward.write(re.compile("^What could go wrong"), "The employer may be angry with workers.")
    steward.write(re.compile("^What do we do"), "No names; we speak with nobody alone.")
    steward.press("button", "Keep this review")
    declared = time.monotonic() - began

    second = Hands(visit("Vanna"))
    second.page.goto(steward.page.url)
    second.press("button", "I have weighed this and sign")
    second.page.get_by_text("Signed").first.wait_for()

    steward.page.goto(kind_page)
    steward.press("link", "Read it once more and publish")
    steward.write("What changes, in a line", "Visits to workplaces")
    steward.press("button", "Publish")
    steward.page.wait_for_url(re.compile("dictionary/(?!draft/publish)"))

    worker, start = Hands(visit("Dara")), time.monotonic()
    go(worker.page, "Records")
    worker.actions += 2
    worker.press("link", "New: Workplace visit")
    for question, kind, _choices, answer in QUESTIONS:
        if kind in ("One of a list", "Several of a list", "Yes or no"):
            worker.tick(question, answer)
        else:
            worker.write(question, answer)
    worker.press("button", "Save this record")
    heading(worker.page, worker.page.locator("h1.titip-code").inner_text())
    text = worker.page.locator("main").inner_text()
    assert all(answer in text for *_rest, answer in QUESTIONS[1:]) and "05/11/2026" in text
    assert worker.page.evaluate("document.documentElement.scrollWidth") <= 390
    with capsys.disabled():
        print(
            f"\nown kind, ten questions: declared and weighed in {steward.actions} actions, {steward.characters} characters, {declared:.0f} s of machine time; "
            f"signed in {second.actions}; first record in {worker.actions} actions, {worker.characters} characters, {time.monotonic() - start:.0f} s",
        )
    assert steward.actions <= 70 and worker.actions <= 20
