"""Steps of a day's work as people take them: by the words on the page, never by how it is built."""

import re
from typing import Any

CONDITIONS = [
    "We are in a private place", "She is able to decide now", "Nobody presses her", "I explained what good", "I explained what could go wrong",
    "She knows that she may say no", "She knows that she gives up no rights",
]


def tick(page: Any, words: str) -> None:
    """Tick the box, or choose the answer, whose words begin so."""
    page.get_by_label(re.compile(f"^{re.escape(words)}")).check()


def go(page: Any, item: str) -> None:
    """Through the navigation; where her menu is folded, through the page of the group that has it."""
    menu = page.get_by_role("navigation", name="Main")
    for group in ("", "Data", "Insights", "Trust", "Settings"):
        if group and menu.get_by_role("link", name=group, exact=True).count():
            menu.get_by_role("link", name=group, exact=True).click()
            heading(page, group)
        found = (page.locator("main") if group else menu).get_by_role("link", name=item, exact=True)
        if found.count():
            found.click()
            return
    raise AssertionError(f"the menu does not lead to {item}")


def press(page: Any, words: str) -> None:
    """A button, or a link that looks like one."""
    page.get_by_role("button", name=words).click()


def heading(page: Any, words: str, level: int = 1) -> None:
    """Wait until the page says so."""
    page.get_by_role("heading", name=words, level=level).first.wait_for()


def answer(page: Any, question: str, words: str) -> None:
    """Choose one answer in the group of a question."""
    page.get_by_role("group", name=question).get_by_label(words, exact=True).first.check()


def consent(page: Any, choices: dict[str, str]) -> None:
    """From her page: the cards (none preselected), how they were asked, the reading back, the keeping. Ends at the slip."""
    press(page, "Ask for consent")
    heading(page, "What may we keep and use?")
    assert page.locator("input[type=radio][name^=card_]").count() >= 12
    assert page.locator("input[type=radio][name^=card_]:checked").count() == 0
    for card, words in choices.items():
        answer(page, card, words)
    for words in CONDITIONS:
        tick(page, words)
    press(page, "Read her choices back")
    tick(page, "I read these back to her")
    press(page, "Keep her choices")
    heading(page, "A slip for her")


def begin_interview(page: Any, form: str = "First interview", *, whole: bool = True) -> None:
    """From her page: the conditions of an interview; then its first section, or (not ``whole``) the list of sections, a question a page."""
    press(page, "Interview or add answers")
    heading(page, "Before you begin")
    for words in (form, "I am with her", "Nobody else can hear us", "Somebody is there for her"):
        page.get_by_label(words).first.check()
    press(page, "Begin")
    page.get_by_role("button", name=re.compile("Take a break")).wait_for()
    other = page.get_by_role("button", name="Whole sections at once" if whole else "One question a page", exact=True)
    if other.count():
        press(page, "Whole sections at once" if whole else "One question a page")
        page.get_by_role("button", name="One question a page" if whole else re.compile("whole section|Whole sections")).wait_for()


def to_section(page: Any, title: str) -> None:
    """Another section of the form; what was typed in this one is kept."""
    page.get_by_role("button", name=title, exact=True).click()
    heading(page, title)


def saved(page: Any) -> None:
    """Wait until the page says that what was typed is kept."""
    page.locator("[data-autosave-state][data-state=saved]").wait_for()
