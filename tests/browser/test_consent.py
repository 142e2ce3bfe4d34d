"""Journey 2 on a phone: the cards gone through by touch, by keyboard alone and in a second language; and with every choice "No"."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Visit
from tests.browser.crawl import violations
from tests.browser.house import House, practice_house
from tests.browser.test_emergency import picture
from tests.browser.test_identification import Hand
from tests.browser.test_interview import register
from tests.browser.walking import CONDITIONS, begin_interview, heading, press
from tests.dictionary.test_sounds import a_wav

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CARDS = {
    "Caring for you": "Yes", "Asking others to help you": "No", "Your rights and the law": "Not now", "Counting, without your name": "Yes",
    "Learning, without your name": "No", "Telling your story": "No",
}  # fmt: skip
#: Made-up practice words in Khmer script, read by no speaker: what a card is called, its sentence, who sees it.
WORDS = {
    "care": ("ពាក្យសាកល្បង", "នេះជាពាក្យសាកល្បងប៉ុណ្ណោះ។", "មនុស្សសាកល្បងនៅទីនេះ"),
    "statistics": ("ពាក្យទីពីរ", "ពាក្យសាកល្បងទីពីរ។", "មនុស្សសាកល្បងផ្សេង"),
}
AROUND = {"Yes": "បាទ ឬ ចាស", "No": "ទេ", "Not now": "មិនទាន់", "Who sees it:": "អ្នកណាឃើញ៖", "Lasts": "រយៈពេល # ខែ", "What you told us": "ពាក្យលើក្រដាស។"}
_HEARD = "e => new Promise((done, no) => { e.oncanplaythrough = () => done(e.duration); e.onerror = () => no(e.error.message); e.load(); })"
#: Words a minute of somebody who reads aloud to a tired person and lets her think.
ALOUD = 100


@dataclass
class Finger:
    """A colleague's finger. ``taps``: everything touched; ``looked``: seconds that the test itself took."""

    page: Any
    folder: Path
    taps: int = 0
    aloud: int = 0
    began: float = 0.0
    looked: float = 0.0

    def tap(self, element: Any) -> None:
        """Touch it, where a finger would."""
        self.taps += 1
        element.tap()

    def tick(self, words: str) -> None:
        """Touch the label that begins so."""
        self.tap(self.page.locator("label").filter(has_text=re.compile(f"^{re.escape(words)}")))

    def choose(self, card: str, words: str) -> None:
        """One answer on one card."""
        self.tap(self.page.get_by_role("group", name=card).locator("label").filter(has_text=re.compile(rf"(^|· ){words}$")))

    def here(self, words: str, name: str) -> None:
        """The page that is called so has come, is as wide as the phone, and axe finds nothing on it."""
        heading(self.page, words)
        looking = time.monotonic()
        picture(self.page, self.folder, name)
        assert violations(self.page) == [], name
        self.looked += time.monotonic() - looking

    def hear(self, text: str) -> None:
        """What is read aloud to her."""
        self.aloud += len(text.split())

    def told(self) -> str:
        """What it took: the machine's part measured, the reading aloud reckoned."""
        pages = time.monotonic() - self.began - self.looked
        return f"{self.taps} taps, {pages:.1f} s of pages; {self.aloud} words read aloud: about {self.aloud / ALOUD:.1f} min"


def one_idea_a_card(page: Any) -> list[Any]:
    """Each card: a picture, one sentence, who sees it, how long, three answers apart from every other card's, none of them chosen."""
    cards = page.locator("fieldset", has=page.locator(".consent-icon")).all()
    for card in cards:
        assert card.locator("img.consent-icon").evaluate("e => e.naturalWidth > 0") and card.locator(".consent-card__says").inner_text()
        assert card.locator(".consent-card__line").count() == 2 and card.locator("input[type=radio]").count() == 3
        assert card.locator("input:checked").count() == 0
        assert card.locator(".govuk-radios__label").first.bounding_box()["height"] < 100, "an answer stands in a line or two"
    names = {card.locator("input").first.get_attribute("name") for card in cards}
    assert len(names) == len(cards) == len(CARDS)
    return cards


def slip_of(page: Any) -> str:
    """What is printed."""
    return str(page.get_by_role("region", name="What is printed").inner_text())


@pytest.fixture(scope="module")
def house(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house of their own for these tests, in place of everybody's: what its organisation publishes reaches no other."""
    with practice_house(tmp_path_factory.mktemp("cards") / "home", people=12) as standing:
        yield standing


def test_by_touch_with_a_drawn_sign(visit: Visit, tmp_path: Path) -> None:
    page = visit("Dara", touch=True)
    person = register(page, pseudonym="Avocet")
    finger = Finger(page, tmp_path, began=time.monotonic())
    finger.tap(page.get_by_role("button", name="Ask for consent"))
    finger.here("What may we keep and use?", "cards")
    for card in one_idea_a_card(page):
        finger.hear(card.inner_text())
    for card, words in CARDS.items():
        finger.choose(card, words)
    assert not page.get_by_text("Who vouches for the interpreter?").is_visible(), "asked only where somebody interprets"
    for words in CONDITIONS:
        finger.tick(words)
    finger.tap(page.get_by_role("button", name="Read her choices back to her"))
    finger.here("Read these back to her", "read_back")
    finger.hear(page.locator("dl").inner_text())
    finger.tick("I read these back to her")
    finger.tick("She draws a sign with her finger")
    page.locator("canvas").scroll_into_view_if_needed()
    board = page.locator("canvas").bounding_box()
    page.touchscreen.tap(board["x"] + 60, board["y"] + 60)
    page.mouse.move(board["x"] + 80, board["y"] + 80)
    page.mouse.down()
    page.mouse.move(board["x"] + 200, board["y"] + 50, steps=6)
    page.mouse.up()
    finger.taps += 2
    finger.tap(page.get_by_role("button", name="Keep her choices"))
    finger.here("A slip for her", "slip")
    assert re.search(r"[0-9A-Z]{3}-[0-9A-Z]{4}", slip_of(page)) and "front desk" in slip_of(page)
    finger.tap(page.get_by_role("link", name="Without any clue to the organisation"))
    finger.here("A slip for her", "plain_slip")
    assert "Practice House" not in slip_of(page) and re.search(r"[0-9A-Z]{3}-[0-9A-Z]{4}", slip_of(page))
    print(f"consent by touch: {finger.told()}")
    assert finger.taps <= 24
    page.goto(person)
    agreed = page.get_by_role("region", name="What she agreed to").inner_text()
    assert "Yes Caring for you; Counting, without your name" in agreed and "Not decided yet Your rights and the law" in agreed


def test_by_keyboard_alone_and_every_choice_no(visit: Visit, tmp_path: Path) -> None:
    page = visit("Dara")
    person = register(page, pseudonym="Curlew")
    hand = Hand(page, tmp_path, began=time.monotonic())
    hand.press("Ask for consent")
    hand.here("What may we keep and use?", "cards_by_keyboard")
    one_idea_a_card(page)
    for _card in CARDS:
        hand.press("Yes", "ArrowRight")
        assert page.evaluate("document.activeElement.value") == "no" and page.evaluate("document.activeElement.checked")
    hand.press("Read her choices back to her")
    hand.here("Read these back to her", "read_back_by_keyboard")
    assert "Services can still be offered to her, all of them" in page.locator("main").inner_text()
    hand.press("I read these back to her", "Space")
    hand.press("Keep her choices")
    hand.here("A slip for her", "slip_by_keyboard")
    hand.press("Without any clue")
    hand.here("A slip for her", "plain_by_keyboard")
    print(f"consent by keyboard, every choice no: {hand.told()}")

    page.goto(person)
    assert "only the minimum is kept" in page.get_by_role("region", name="What she agreed to").inner_text()
    begin_interview(page)
    heading(page, "Welcome and urgent needs")
    assert "only the minimum can be written" in page.locator("main").inner_text()
    asked = page.locator("[data-element]:visible").evaluate_all("all => all.map(e => e.dataset.element)")
    assert asked and set(asked) <= {"registered_on", "age_band", "urgent_needs", "service_offered"}, asked
    assert page.get_by_role("button", name="Identity and contact").count() == 0

    page.goto(person)
    page.get_by_role("link", name="Open a case").click()
    page.get_by_label("Why is a case opened?").fill("She needs a bed tonight")
    press(page, "Open the case")
    page.get_by_role("link", name="Offer a service").click()
    picture(page, tmp_path, "offer")
    page.get_by_label("Which service?").select_option(index=1)
    page.get_by_role("group", name="What did the person say?").locator("input").first.check()
    press(page, "Note the offer")
    page.get_by_role("region", name="Services").get_by_text("offered").first.wait_for()


def test_the_organisation_writes_and_records_cards_and_she_is_asked_in_her_language(visit: Visit, tmp_path: Path) -> None:
    steward = visit("Noy")
    _written(steward, tmp_path)
    second = visit("Tola")
    second.goto("/dictionary/draft/")
    assert second.locator("audio").count() == 1, "whoever agrees can listen"
    press(second, "I have read it and agree")
    second.get_by_text("A colleague has agreed").wait_for()
    steward.goto("/dictionary/draft/publish/")
    steward.get_by_label("What changes, in a line").fill("Two cards in Khmer script (practice words)")
    press(steward, "Publish")
    steward.get_by_text("is in force").wait_for()

    page = visit("Dara", touch=True)
    person = register(page, pseudonym="Godwit")
    finger = Finger(page, tmp_path, began=time.monotonic())
    finger.tap(page.get_by_role("button", name="Ask for consent"))
    finger.here("What may we keep and use?", "language")
    assert page.locator("input:checked").count() == 0 and "2 of 6 cards written, 1 to listen to" in page.locator("main").inner_text()
    finger.tick("ខ្មែរ")
    finger.tap(page.get_by_role("button", name="Go through the cards"))
    page.get_by_text("One choice at a time").wait_for()
    finger.here("What may we keep and use?", "cards_in_khmer")
    cards = one_idea_a_card(page)
    said = page.locator(".consent-card__says").evaluate_all("all => all.map(e => e.lang)")
    assert said == ["km", "en", "en", "km", "en", "en"] and page.get_by_text("yet: say this in her language").count() == 4
    sound = cards[0].locator("audio")
    assert sound.evaluate(_HEARD) == 1
    for card in cards:
        finger.hear(card.inner_text())
    finger.choose(WORDS["care"][0], "Yes")
    finger.choose(WORDS["statistics"][0], "No")
    for words in CONDITIONS:
        finger.tick(words)
    finger.tap(page.get_by_role("button", name="Read her choices back to her"))
    finger.here("Read these back to her", "read_back_in_khmer")
    assert "បាទ ឬ ចាស · Yes" in page.locator("dl").inner_text() and WORDS["care"][1] in page.locator("dl").inner_text()
    finger.tick("I read these back to her")
    finger.tap(page.get_by_role("button", name="Keep her choices"))
    finger.here("A slip for her", "slip_in_khmer")
    assert "ពាក្យលើក្រដាស។" in slip_of(page)
    print(f"consent in a second language: {finger.told()}")
    page.goto(person)
    page.get_by_role("link", name="All of it").click()
    page.get_by_role("link", name=re.compile("^Certificate")).click()
    finger.here("What was read and chosen", "certificate_in_khmer")
    assert page.locator("main [lang=km]").count() >= 3 and "A recording of these words could be listened to." in page.locator("main").inner_text()


def _written(page: Any, folder: Path) -> None:
    """The data officer adds a language, words for two cards, what stands around them, and a recording."""
    page.goto("/dictionary/purposes/")
    finger = Finger(page, folder)
    finger.here("What people are asked to agree to", "purposes")
    page.get_by_role("link", name="Add a language").click()
    finger.here("Cards in another language", "language_new")
    page.get_by_label("Language", exact=True).select_option("km")
    press(page, "Add this language")
    finger.here("Around every card", "around")
    for label, words in AROUND.items():
        page.get_by_label(re.compile(f"^{re.escape(label)}( #|$| is)")).fill(words)
    press(page, "Keep in the draft")
    page.get_by_text("Kept in the draft").wait_for()
    for code, (name, card, who) in WORDS.items():
        page.goto(f"/dictionary/purposes/{code}/words/km/")
        page.get_by_label("What it is called").fill(name)
        page.get_by_label("The sentence that is read to her").fill(card)
        page.get_by_label("Who will see it").fill(who)
        finger.here("·", f"words_{code}")
        press(page, "Keep in the draft")
        page.get_by_text("Kept in the draft").wait_for()
    page.goto("/dictionary/purposes/care/recording/km/")
    finger.here("·", "recording_empty")
    page.get_by_label("Recording", exact=True).set_input_files(files=[{"name": "card.mp3", "mimeType": "audio/mpeg", "buffer": a_wav(1)}])
    press(page, "Keep in the draft")
    page.get_by_text("Listen to it once").wait_for()
    finger.here("·", "recording")
