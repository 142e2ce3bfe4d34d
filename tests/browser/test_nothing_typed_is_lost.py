"""Whatever happens while somebody types, her words are still there: signed out, locked out, overtaken, gone back, pressed twice."""

import re
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import walking
from tests.browser.conftest import Visit, type_the_code, walk_in
from tests.browser.house import PASSPHRASE, House, practice_house
from tests.browser.walking import answer, heading, press, saved

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WORDS = "She asked for a room with a door that she can close"


@pytest.fixture(scope="module")
def impatient(chromium: str, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A small practice house that signs out whoever is idle for eight seconds."""
    home = tmp_path_factory.mktemp("impatient") / "home"
    with practice_house(home, people=2, DJANGO_SETTINGS_MODULE="tests.browser.impatient", PYTHONPATH=str(root)) as standing:
        yield standing


def interviewed(page: Any) -> str:
    """Somebody new who agreed to care, with her interview begun; the address of her page. Stands at the first section."""
    page.goto("/register/new/")
    page.get_by_label("18 or older").check()
    press(page, "Register under a code")
    page.get_by_text("Registered under the code").wait_for()
    person = str(page.url)
    walking.consent(page, {"Caring for you": "Yes"})
    page.goto(person)
    begin(page)
    return person


def begin(page: Any) -> None:
    """Begin an interview from her page, and answer the one question that must have an answer."""
    walking.begin_interview(page)
    answer(page, "Age, about", "21 to 23")


def note_about_her(page: Any, person: str) -> str:
    """A case of hers; the address of its form for a note, which is open."""
    page.goto(person)
    page.get_by_role("link", name="Open a case").click()
    page.get_by_label("Why is a case opened?").fill("A test of what is typed")
    press(page, "Open the case")
    page.get_by_role("link", name="Write a note").click()
    page.get_by_role("group", name="About whom?").get_by_role("radio").first.check()
    return str(page.url)


def notes(page: Any, form: str) -> list[str]:
    """The texts of the notes of the case that this form belongs to."""
    page.goto(form.replace("/write/", "/"))
    return [text.strip() for text in page.locator("article .govuk-body p").all_inner_texts()]


@contextmanager
def locked(house: House) -> Iterator[None]:
    """The server locked, as by ``titip keys lock`` on its machine; unlocked again whatever happens."""
    ask(house, "lock", b"{}", {"X-Titip-Control": house.token})
    try:
        yield
    finally:
        ask(house, "unlock", f'{{"passphrase": "{PASSPHRASE}"}}'.encode(), {})


def ask(house: House, what: str, body: bytes, headers: dict[str, str]) -> None:
    """What the command asks of a server on the same machine."""
    asked = urllib.request.Request(f"{house.url}/protect/{what}", data=body, headers={"Content-Type": "application/json", **headers})
    with urllib.request.urlopen(asked, timeout=30) as answered:
        assert answered.status == 200


def test_signed_out_by_the_clock_while_writing(visit: Visit, impatient: House) -> None:
    page = visit("Dara", at=impatient)
    person = interviewed(page)
    form = note_about_her(page, person)
    page.get_by_label("Note", exact=True).fill(WORDS)
    page.wait_for_timeout(9_000)
    press(page, "Keep the note")
    heading(page, "Sign in")
    page.get_by_role("button", name=re.compile("^Dara")).click()
    type_the_code(page)
    heading(page, "What you typed was kept")
    press(page, "Send what I typed")
    page.get_by_text("The note is kept.").wait_for()
    assert notes(page, form) == [WORDS]


def test_left_alone_the_page_covers_itself_and_the_place_is_found_again(visit: Visit, impatient: House) -> None:
    page = visit("Dara", at=impatient, fresh=True)
    walk_in(page, "Dara")
    person = interviewed(page)
    form = note_about_her(page, person)
    page.get_by_label("Note", exact=True).fill(WORDS)
    heading(page, "Sign in")  # by itself, with nothing pressed
    page.go_back()
    assert WORDS not in page.content()
    assert page.get_by_label("Note", exact=True).count() == 0, "the button back shows nothing"
    page.goto(f"/protect/sign-in?next={form.removeprefix(impatient.url)}")
    page.get_by_role("button", name=re.compile("^Dara")).click()
    type_the_code(page)
    page.get_by_label("Note", exact=True).wait_for()
    assert page.get_by_label("Note", exact=True).input_value() == WORDS


def test_signed_out_in_another_tab_while_an_interview_is_typed(visit: Visit) -> None:
    page = visit("Mali")
    interviewed(page)
    other = page.context.new_page()
    other.goto("/")
    press(other, "Sign out")
    page.watch.forgive("401", "403")
    page.get_by_label("Registered on").fill("1/2/2024")
    page.get_by_text("You were signed out").wait_for()
    press(page, "Save these answers")
    assert page.get_by_label("Registered on").input_value() == "1/2/2024"
    walk_in(other, "Mali")
    press(page, "Save these answers")
    heading(page, "What she told us", 2)
    assert "01/02/2024" in page.get_by_role("region", name="What she told us").inner_text()


def test_two_people_answer_the_same_question(visit: Visit) -> None:
    dara, sopha = visit("Dara"), visit("Sopha")
    person = interviewed(dara)
    sopha.goto(person)
    begin(sopha)
    sopha.watch.forgive("409")
    sopha.get_by_label("Registered on").fill("2/2/2024")
    saved(sopha)
    dara.get_by_label("Registered on").fill("1/1/2024")
    press(dara, "Save these answers")
    dara.get_by_text("Saved.").first.wait_for()
    press(sopha, "Save these answers")
    heading(sopha, "Somebody else changed the same answers")
    both = sopha.get_by_role("group", name="Registered on").inner_text()
    assert "01/01/2024" in both and "02/02/2024" in both and "Dara" in both
    sopha.get_by_role("link", name="Back to the form").click()
    assert sopha.get_by_label("Registered on").input_value() == "2/2/2024"
    press(sopha, "Save these answers")
    answer(sopha, "Registered on", "What you wrote")
    press(sopha, "Save with these choices")
    heading(sopha, "What she told us", 2)
    assert "02/02/2024" in sopha.get_by_role("region", name="What she told us").inner_text()
    sopha.get_by_role("link", name="Who changed what").click()
    assert sopha.get_by_role("heading", name=re.compile(r"^Version \d")).count() == 2


def test_a_wrong_passphrase_says_so_and_keeps_the_name(visit: Visit) -> None:
    page = visit()
    page.goto("/protect/sign-in")
    page.get_by_label("Your user name").fill("dara")
    page.get_by_label("Your passphrase").fill("not the right words at all")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text("do not belong together").first.wait_for()
    assert page.get_by_label("Your user name").input_value() == "dara"
    assert page.get_by_label("Your passphrase").input_value() == ""


def test_the_server_locks_while_an_interview_is_typed(visit: Visit, house: House) -> None:
    page = visit("Dara")
    interviewed(page)
    page.watch.forgive("423", "403")
    with locked(house):
        page.get_by_label("Registered on").fill("3/3/2024")
        page.get_by_text("the store is locked").wait_for()
        press(page, "Save these answers")
        assert page.get_by_label("Registered on").input_value() == "3/3/2024"
        keeper = page.context.new_page()
        keeper.goto("/")
        heading(keeper, "The server is locked")
        keeper.get_by_label("Passphrase", exact=False).first.fill("not the passphrase of this house")
        press(keeper, "Unlock the server")
        keeper.locator(".govuk-error-summary").wait_for()
        keeper.get_by_label("Passphrase", exact=False).first.fill(PASSPHRASE)
        press(keeper, "Unlock the server")
        heading(keeper, "Today")
        press(page, "Save these answers")
        heading(page, "What she told us", 2)
    assert "03/03/2024" in page.get_by_role("region", name="What she told us").inner_text()


def test_the_server_locks_and_there_is_no_script(visit: Visit, house: House) -> None:
    page = visit("Dara", script=False)
    person = interviewed(page)
    form = note_about_her(page, person)
    page.get_by_label("Note", exact=True).fill(WORDS)
    page.watch.forgive("423", "403")
    with locked(house):
        press(page, "Keep the note")
        heading(page, "Not saved yet: the server is locked")
        assert WORDS not in page.locator("main").inner_text()
    press(page, "Send what I typed")
    page.get_by_text("The note is kept.").wait_for()
    assert notes(page, form) == [WORDS]


def test_the_way_back_finds_what_was_typed(visit: Visit) -> None:
    page = visit("Dara")
    interviewed(page)
    page.get_by_label("Registered on").fill("4/4/2024")
    walking.to_section(page, "About her")
    page.get_by_label("Age", exact=True).fill("twenty")
    page.go_back()
    heading(page, "Welcome and urgent needs")
    assert page.get_by_label("Registered on").input_value() == "4/4/2024"
    page.go_forward()
    heading(page, "About her")
    # What was typed last is sent while the page is left: it may arrive after the next one was asked for. The page waits for it.
    expect(page.get_by_label("Age", exact=True)).to_have_value("twenty", timeout=12_000)
    press(page, "Save these answers")
    heading(page, "Please check these answers", level=2)
    assert page.get_by_label("Age", exact=True).input_value() == "twenty"
    page.get_by_label("Age", exact=True).fill("20")
    press(page, "Save these answers")
    page.get_by_text("Saved.").first.wait_for()


def test_pressed_twice_is_kept_once(visit: Visit) -> None:
    page = visit("Dara")
    person = interviewed(page)
    page.get_by_label("Registered on").fill("5/5/2024")
    saved(page)
    page.get_by_role("button", name="Save these answers").dblclick()
    heading(page, "What she told us", 2)
    page.get_by_role("link", name="Who changed what").click()
    assert page.get_by_role("heading", name=re.compile(r"^Version \d")).count() == 1
    form = note_about_her(page, person)
    page.get_by_label("Note", exact=True).fill(WORDS)
    page.get_by_role("button", name="Keep the note").dblclick()
    page.get_by_text("The note is kept.").wait_for()
    assert notes(page, form) == [WORDS]


def test_a_note_in_pieces_survives_the_browser_and_is_taken_back(visit: Visit) -> None:
    page = visit("Dara")
    form = note_about_her(page, interviewed(page))
    page.get_by_label("Note", exact=True).fill(WORDS)
    saved(page)
    page.goto("/")
    page.get_by_role("region", name="Not sent yet").get_by_role("link", name=re.compile("Write a note")).first.click()
    assert page.get_by_label("Note", exact=True).input_value() == WORDS
    press(page, "Keep the note")
    page.get_by_text("The note is kept.").wait_for()
    press(page, "Undo")
    heading(page, "Write a note")
    assert page.get_by_label("Note", exact=True).input_value() == WORDS
    press(page, "Keep the note")
    page.get_by_text("The note is kept.").wait_for()
    assert notes(page, form) == [WORDS]


def test_away_for_too_long_the_screen_is_cleared_and_the_words_come_back(visit: Visit, impatient: House) -> None:
    page = visit("Dara", at=impatient, fresh=True)
    walk_in(page, "Dara")
    note_about_her(page, interviewed(page))
    page.get_by_label("Note", exact=True).fill(WORDS)
    saved(page)
    page.mouse.move(5, 5)
    heading(page, "Sign in")
    assert WORDS not in page.content()
    page.get_by_role("button", name=re.compile("^Dara")).click()
    type_the_code(page)
    heading(page, "Write a note")
    assert page.get_by_label("Note", exact=True).input_value() == WORDS


def test_the_line_is_cut_and_the_page_says_so(visit: Visit) -> None:
    page = visit("Dara")
    note_about_her(page, interviewed(page))
    page.watch.forgive("net::ERR_INTERNET_DISCONNECTED", "Failed to load resource")
    page.context.set_offline(True)
    page.get_by_label("Note", exact=True).fill(WORDS)
    page.get_by_text("Not saved yet: no connection").wait_for()
    press(page, "Keep the note")
    assert page.get_by_label("Note", exact=True).input_value() == WORDS
    page.context.set_offline(False)
    saved(page)
    page.wait_for_timeout(1_100)  # a second press within a second counts as one
    press(page, "Keep the note")
    page.get_by_text("The note is kept.").wait_for()


def test_covered_at_a_touch_in_an_interview_and_opened_again_by_the_pin(visit: Visit) -> None:
    page = visit("Mali")
    interviewed(page)
    here = page.url
    page.get_by_role("link", name="Choose a PIN first").click()
    page.get_by_label("PIN for this interview").fill("4820")
    page.get_by_label("The same PIN again").fill("4820")
    press(page, "Set this PIN")
    page.goto(here)
    answer(page, "Age, about", "24 to 26")
    page.set_viewport_size({"width": 390, "height": 844})
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.get_by_label("PIN").wait_for()
    assert page.title() == "Notes" and "Age" not in page.content()
    page.go_back()
    page.get_by_label("PIN").wait_for()
    assert "Age" not in page.content(), "the button back shows nothing"
    page.reload()
    assert "Age" not in page.content()
    page.get_by_label("PIN").fill("4820")
    page.get_by_role("button", name="Open").click()
    page.get_by_role("button", name="Cover").wait_for()
    assert page.get_by_label("24 to 26").first.is_checked(), "what was answered just before is there"
    page.get_by_role("button", name="Cover").click()
    for _ in range(3):
        page.get_by_label("PIN").fill("0000")
        page.get_by_role("button", name="Open").click()
        page.wait_for_load_state()
    heading(page, "Sign in")
