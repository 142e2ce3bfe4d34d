"""One person's data from the door to the page: every step of the first house, by those whose work it is, on a phone."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.browser import walking
from tests.browser.conftest import Visit
from tests.browser.crawl import LATER, Scale
from tests.browser.walking import answer, go, heading, press, tick

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: The most that a rapid screening may take.
TAPS = 20
CARDS = {
    "Caring for you": "Yes", "Asking others to help you": "No", "Your rights and the law": "No", "Counting, without your name": "Yes",
    "Learning, without your name": "No", "Telling your story": "No",
}
OFFERED = ("Chart as picture (PNG)", "Chart as PDF", "Chart as SVG", "Its table as CSV", "One-page report (PDF)")
NAME, VILLAGE = "Umbrella", "A village that is on no map"


def day(after: int) -> str:
    """A day so many days after today, as people write it."""
    return (date.today() + timedelta(days=after)).strftime("%d/%m/%Y")


@pytest.fixture(scope="module")
def path() -> dict[str, str]:
    """What one step leaves for the next: her code and the addresses of her page, case and release."""
    return {}


def test_1_screening_without_a_name_in_few_taps(visit: Visit, path: dict[str, str]) -> None:
    page, taps = visit("Dara"), 0

    def tap(element: Any) -> None:
        nonlocal taps
        taps += 1
        element.click()

    go(page, "Screen")
    tap(page.get_by_role("button", name="Nobody can"))
    tap(page.get_by_role("group", name="What you look at").get_by_label("One person"))
    tap(page.get_by_role("group", name="Does anyone need help at once?").get_by_label("No", exact=True))
    signs = page.locator(".titip-tiles fieldset").filter(has=page.get_by_label("Was told")).all()
    assert len(signs) == 9
    for number, sign in enumerate(signs):
        tap(sign.get_by_label("Was told" if number == 3 else "Not seen", exact=True))
    tap(page.get_by_role("button", name="See what follows"))
    heading(page, "Signs present: refer for a full interview")
    assert taps <= TAPS
    assert not re.search("victim|score|guilt", page.locator("main").inner_text(), re.IGNORECASE)
    press(page, "Register under a code and ask for consent")
    page.get_by_text("Registered under the code").wait_for()
    page.get_by_role("link", name=re.compile("^change")).click()
    page.get_by_label("18 or older").check()
    press(page, "Keep her age")
    page.get_by_text("Her age is kept.").wait_for()
    path["person"], path["code"] = page.url, page.locator("h1 .titip-code").inner_text()


def test_2_consent_for_each_purpose_and_a_slip(visit: Visit, path: dict[str, str]) -> None:
    page = visit("Dara")
    page.goto(path["person"])
    walking.consent(page, CARDS)
    slip = page.get_by_role("region", name="What is printed").inner_text()
    assert path["code"] not in slip
    page.get_by_role("link", name="Without any clue to the organisation").click()
    assert "Practice House" not in page.get_by_role("region", name="What is printed").inner_text()
    page.goto(path["person"])
    agreed = page.get_by_role("region", name="What she agreed to").inner_text()
    assert "Yes Caring for you; Counting, without your name" in agreed
    assert "No Asking others to help you; Your rights and the law; Learning, without your name; Telling your story" in agreed


def test_3_an_interview_that_keeps_every_word_and_every_way_not_to_answer(visit: Visit, path: dict[str, str]) -> None:
    page = visit("Dara")
    page.goto(path["person"])
    walking.begin_interview(page)
    heading(page, "Welcome and urgent needs")
    page.get_by_label("Registered on").fill(day(-10))
    answer(page, "Age, about", "21 to 23")
    walking.saved(page)
    page.reload()
    assert page.get_by_label("Registered on").input_value() == day(-10)
    walking.to_section(page, "About her")
    page.get_by_label("Age", exact=True).fill("22")
    for question, way in (("Schooling", "Prefer not to say"), ("Home province", "Not known"), ("People who depend on her", "Ask later")):
        answer_in(page, question, way)
    walking.to_section(page, "Identity and contact")
    page.get_by_label("Given name", exact=True).fill(NAME)
    page.get_by_label("Home village", exact=False).first.fill(VILLAGE)
    walking.saved(page)
    press(page, "Save these answers")
    page.get_by_text("Saved.").first.wait_for()
    told = page.get_by_role("region", name="What she told us").inner_text()
    for words in (day(-10), "21 to 23", "Prefer", "Not known", "Ask later"):
        assert words.lower() in told.lower(), words
    assert NAME not in page.content() and VILLAGE not in page.content()


def answer_in(page: Any, question: str, way: str) -> None:
    """One of the ways not to answer a question."""
    page.locator("[data-element]").filter(has_text=question).first.get_by_label(way, exact=True).check()


def test_4_a_case_with_an_alleged_perpetrator_a_note_and_a_step_done(visit: Visit, path: dict[str, str]) -> None:
    page = visit("Dara")
    page.goto(path["person"])
    page.get_by_role("link", name="Open a case").click()
    page.get_by_label("Why is a case opened?").fill("Signs at the border")
    press(page, "Open the case")
    page.get_by_text(" is open.").wait_for()
    path["case"] = page.url
    page.get_by_role("link", name="Add an alleged perpetrator").click()
    page.get_by_label(re.compile("^Alleged perpetrator")).check()
    page.get_by_label("Why must we hold data about this person?").fill("Named by her as the one who took her there")
    page.get_by_role("group", name="Age").get_by_label("18 or older").check()
    page.get_by_label("Who looks at this again?").select_option(index=1)
    page.get_by_label("When?").fill(day(300))
    press(page, "Register and add")
    page.get_by_text("Registered under a code and added to the case.").wait_for()
    assert "Alleged" in page.get_by_role("region", name="People in this case").inner_text()
    page.get_by_role("link", name="Write a note").click()
    page.get_by_role("group", name="About whom?").get_by_label(re.compile(path["code"])).check()
    page.get_by_label("Note", exact=True).fill("She slept, and asked when she may call home.")
    press(page, "Keep the note")
    page.get_by_text("The note is kept.").wait_for()
    assert "slept" not in page.content()
    page.get_by_role("region", name="Next steps").get_by_role("button", name=re.compile("^Done")).first.click()
    page.get_by_role("region", name="Next steps").get_by_text("Done lately").wait_for()


def test_5_the_steward_looks_and_makes_a_release(visit: Visit, path: dict[str, str]) -> None:
    page = visit("Noy")
    go(page, "Quality")
    press(page, "Check all records now")
    page.get_by_text("records checked").wait_for()
    page.goto(path["person"])
    assert NAME not in page.content()
    go(page, "Releases")
    press(page, "Make a release")
    page.get_by_label("What is this table for?").fill("Work and months, for the team")
    page.get_by_label("Our team").check()
    tick(page, "Sector of work")
    tick(page, "Months in the situation")
    page.get_by_label("Period", exact=True).fill("The last three years")
    page.get_by_label("Place", exact=True).fill("Three countries")
    press(page, "Build the draft")
    heading(page, "Work and months, for the team")
    press(page, "Release to colleagues")
    page.get_by_text("Released.").first.wait_for()
    path["release"] = page.url


def test_6_the_analyst_asks_reads_and_takes_it_away(visit: Visit, path: dict[str, str]) -> None:
    page = visit("Anan")
    go(page, "Questions")
    press(page, "Ask a question")
    page.get_by_label("What do you want to know?").fill("In which kinds of work were the people we met?")
    page.get_by_label("What do you expect to see, and why?").fill("Fishing first, because we work near the coast.")
    press(page, "Write the question down")
    page.get_by_role("link", name="Work and months, for the team").click()
    page.get_by_role("link", name="Describe").click()
    page.get_by_label("Count people by").select_option(label="Sector of work")
    press(page, "Show the answer")
    heading(page, "In which kinds of work were the people we met?")
    said = page.locator("main").inner_text()
    assert re.search(r"is known for \d+ of \d+ observed people", said) and "not all that exist" in said
    page.wait_for_load_state("load")
    assert page.locator(".titip-figure img").evaluate("i => i.complete && i.naturalWidth") > 250
    path["reading"] = page.url
    taken = {words: taken_away(page, words) for words in OFFERED}
    assert taken["Chart as picture (PNG)"].startswith(b"\x89PNG\r\n\x1a\n")
    assert taken["Chart as PDF"].startswith(b"%PDF-") and taken["One-page report (PDF)"].startswith(b"%PDF-")
    assert b"<svg" in taken["Chart as SVG"][:1000]
    assert b"Sector of work" in taken["Its table as CSV"]
    assert all(len(data) > 200 for data in taken.values())
    assert not [words for words, data in taken.items() if path["code"].encode() in data or NAME.encode() in data]


def taken_away(page: Any, words: str) -> bytes:
    """What a link gives."""
    answered = page.context.request.get(page.get_by_role("link", name=words).get_attribute("href"))
    assert answered.status == 200, words
    return bytes(answered.body())


def test_7_the_auditor_sees_who_did_what_and_proves_it(visit: Visit, path: dict[str, str]) -> None:
    page = visit("Vanna")
    go(page, "Who did what")
    page.get_by_text("Look for something").click()
    page.get_by_label("Code or id of a person, case or record").fill(path["person"].rstrip("/").rsplit("/", 1)[1])
    kinds = page.get_by_label("What was done").locator("option").all_inner_texts()
    assert len(kinds) > 20 and not [kind for kind in kinds if re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", kind)]
    press(page, "Show these")
    lines = page.get_by_role("list", name="The log").inner_text()
    for words in ("Register a person", "consent", "Interview", "Open a new case", "Dara Practice-Desk", "Noy Practice-Desk"):
        assert words.lower() in lines.lower(), words
    assert NAME not in lines
    press(page, "Verify the log")
    heading(page, "Verify the whole log")  # in the background; its page loads itself again
    page.get_by_text(re.compile("entries, all in order")).wait_for(timeout=120_000)
    page.watch.forgive("404")
    page.goto(path["person"])
    heading(page, "We could not find this page")


def test_8_she_takes_it_back_and_the_table_is_gone(visit: Visit, path: dict[str, str]) -> None:
    page = visit("Dara")
    page.goto(path["person"])
    page.get_by_role("link", name="She takes something back").click()
    page.get_by_label("Counting, without your name").check()
    press(page, "See what would follow")
    page.get_by_text("holds her row: it is recalled and its table destroyed").wait_for()
    press(page, "Take it back now")
    heading(page, "Taken back")
    analyst = visit("Anan")
    analyst.watch.forgive("410", "404")
    analyst.goto(path["release"])
    assert "Recalled" in analyst.locator("main").inner_text()
    assert analyst.get_by_role("link", name="Download as CSV").count() == 0
    analyst.goto(path["reading"])
    heading(analyst, "This answer is gone")


def test_9_the_real_htcds_form_comes_in_and_can_be_filled_in(visit: Visit, path: dict[str, str], shared: Path) -> None:
    steward = visit("Noy")
    go(steward, "Dictionary")
    steward.get_by_role("link", name="Bring in a form").click()
    steward.get_by_label("XLSForm").set_input_files(shared / "standards" / "htcds" / "original" / "Toolkit" / "Survey" / "htcds_xlsform.xlsx")
    steward.locator("main form button[type=submit]").click()
    heading(steward, "What came in")
    report = steward.locator("main").inner_text()
    assert re.search(r"\b[1-9]\d+ to look at", report), report[:500]
    scale = Scale(steward)
    scale.put(steward.get_by_role("link", name="See the form").get_attribute("href"))
    assert scale.without_fonts < 5 * LATER
    page = visit("Dara")
    page.goto(path["person"])
    press(page, "Interview or add answers")
    names = page.get_by_role("group", name="Which form").locator("label").all_inner_texts()
    assert len(names) >= 2
    page.get_by_role("group", name="Which form").get_by_label(next(name for name in names if name != "First interview")).check()
    for words in ("I am with her", "Nobody else can hear us", "Somebody is there for her"):
        tick(page, words)
    press(page, "Begin")
    page.get_by_text("What you type is saved as you go.").or_(page.get_by_text("All saved")).first.wait_for()
    assert page.locator("[data-element]").count() > 0
