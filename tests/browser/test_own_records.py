"""A kind of record with ten questions, declared by somebody who never saw the product, signed by a second, collected by a third; on a phone."""

import re
from typing import Any

import pytest

from tests.browser.conftest import Visit
from tests.browser.hands import Hands
from tests.browser.walking import heading

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: Measured 2026-11: a walk that costs more than this has lost what made it short.
MOST_ACTIONS, MOST_MINUTES = 70, 22
ASKED = (
    ("Day of the hearing", "A date", ""), ("What the hearing was for", "One of a list", "First hearing\nA witness is heard\nSentence"),
    ("Interpreter present", "Yes or no", ""), ("Screen or video link used", "Yes or no", ""), ("Her lawyer was there", "Yes or no", ""),
    ("Minutes it lasted", "A whole number", ""), ("Breaks given", "A whole number", ""), ("Asked about her past", "Yes or no", ""),
    ("Strangers sent out", "Yes or no", ""), ("What stood out, without names", "A few words", ""),
)
REVIEW = {
    "Who gains": "Witnesses: the court learns what hurts them.", "What could go wrong for": "The accused sees us and guesses who called us.",
    "What do we do about it": "We sit with the public and write no names.",
}


def nav(page: Any, hands: Hands, *way: str) -> None:
    """Through the menu by its words, each a press."""
    for words in way:
        hands.tap(page.get_by_role("link", name=words, exact=True).first)


def declare(page: Any, hands: Hands) -> None:
    page.goto("/")
    hands.see(page)
    nav(page, hands, "Data", "Dictionary", "Change the dictionary", "Declare a kind of record of our own")
    hands.type(page.get_by_label("What do you call one of them?"), "Court hearing watched")
    hands.tap(page.get_by_role("button", name="Go on to its questions"))
    for n, (words, answer, choices) in enumerate(ASKED, start=1):
        row = page.get_by_role("group", name=f"Question {n}", exact=True)
        hands.type(row.get_by_label(f"Question {n}", exact=True), words)
        hands.select(row.get_by_label("The answer is"), answer)
        assert row.get_by_label("Choices").is_visible() == bool(choices)
        if choices:
            hands.type(row.get_by_label("Choices"), choices)
    hands.tap(page.get_by_role("button", name="Go on", exact=True))
    heading(page, "Could an answer harm?")
    hands.tap(page.get_by_role("button", name="Put them on the form"))
    page.get_by_text("10 questions").wait_for()
    hands.tap(page.get_by_role("link", name="Weigh harm and benefit"))
    for label, words in REVIEW.items():
        hands.type(page.get_by_label(re.compile(f"^{label}")), words)
    hands.tap(page.get_by_role("button", name="Keep this review"))


def sign(page: Any, hands: Hands) -> None:
    page.goto("/")
    hands.see(page)
    hands.tap(page.get_by_role("link", name="Harm and benefit of “Court hearing watched”"))
    hands.tap(page.get_by_role("button", name="I have weighed this and sign"))


def publish(page: Any, hands: Hands) -> None:
    page.goto("/")
    hands.see(page)
    hands.tap(page.get_by_role("link", name="Your draft of the dictionary"))
    assert page.get_by_label("What changes, in a line").input_value() == "New: Court hearing watched"
    hands.tap(page.get_by_role("button", name="Publish"))


def collect(page: Any, hands: Hands) -> None:
    page.goto("/")
    hands.see(page)
    nav(page, hands, "Data", "Records", "Court hearing watched")
    hands.tap(page.get_by_role("button", name="Fill in a new one"))
    hands.type(page.get_by_label("Day of the hearing", exact=True), "03/11/2026")
    hands.choose(page.get_by_role("group", name="What the hearing was for").get_by_label("A witness is heard"))
    for words in ("Interpreter present", "Screen or video link used", "Her lawyer was there", "Asked about her past", "Strangers sent out"):
        hands.choose(page.get_by_role("group", name=words).get_by_label("Yes", exact=True))
    hands.type(page.get_by_label("Minutes it lasted", exact=True), "90")
    hands.type(page.get_by_label("Breaks given", exact=True), "1")
    hands.type(page.get_by_label("What stood out, without names", exact=True), "Asked twice what she wore")
    hands.tap(page.get_by_role("button", name="Save this record"))
    page.get_by_text(re.compile("Saved as R")).wait_for()


def test_from_no_kind_of_record_to_the_first_one_collected(visit: Visit, record_property: Any) -> None:
    steward = visit("Noy")
    walk = (("declares", steward, declare), ("signs", visit("Kham"), sign), ("publishes", steward, publish), ("collects", visit("Dara"), collect))
    all_of_it = Hands()
    for name, page, step in walk:
        mine = Hands()
        step(page, mine)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
        all_of_it += mine
        print(f"{name}: {mine}")
    print(f"all: {all_of_it}; {all_of_it.seconds:.0f} s automated")
    record_property("minutes_by_the_model", round(all_of_it.newcomer_minutes, 1))

    assert all_of_it.actions <= MOST_ACTIONS
    assert all_of_it.newcomer_minutes <= MOST_MINUTES
