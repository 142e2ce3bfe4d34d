"""Journey 8 on a phone: three spellings find the same made-up person with reasons in words; a colleague asks the custodian; a likeness is decided."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser import walking
from tests.browser.conftest import Visit
from tests.browser.crawl import violations
from tests.browser.test_emergency import picture
from tests.browser.test_interview import consent, register
from tests.browser.walking import press

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: As the clerk of another house, a friend, and she herself would write the name.
SPELLINGS = ("Chanthol Riverbend", "RIVARBEND CHANTOL", "Riverbend, Mr. Chanthol")


def look(page: Any, name: str, born: str) -> Any:
    """Ask whether somebody has been here before; the part of the page that answers."""
    page.goto("/quality/meet/")
    page.get_by_label(re.compile("^Her name, as you hear it")).fill(name)
    page.get_by_label("Born", exact=True).fill(born)
    press(page, "Look")
    found = page.get_by_role("region").filter(has=page.locator("#met"))
    found.wait_for()
    return found


def identify(page: Any, person: str, **said: str) -> None:
    """What she is called, in the section for it."""
    page.goto(person)
    walking.begin_interview(page)
    page.get_by_label("21 to 23").check()
    page.get_by_label("Registered on").fill("1/2/2024")
    walking.to_section(page, "Identity and contact")
    for label, text in said.items():
        page.get_by_label(f"{label} name", exact=True).fill(text)
    press(page, "Save these answers")
    page.get_by_role("heading", name="What she told us").wait_for()


def test_three_spellings_find_the_same_person_with_reasons_and_the_custodian_is_asked(visit: Visit, tmp_path: Path) -> None:
    dara, mali = visit("Dara"), visit("Mali")
    person = register(dara, pseudonym="Lantern")
    code = re.search(r"[0-9A-Z]{3}-[0-9A-Z]{4}", dara.locator("h1").inner_text()).group()  # type: ignore[union-attr]
    consent(dara, person)
    identify(dara, person, Given="Chanthol", Family="Riverbend")

    for number, spelling in enumerate(SPELLINGS):
        found = look(dara, spelling, "")
        first = found.get_by_role("listitem").filter(has_text=code)
        first.wait_for()
        assert re.search("name", first.inner_text()), "the reasons stand in words"
        assert "Riverbend" not in found.inner_text() and "Chanthol" not in found.inner_text(), "no name is shown"
        assert violations(dara) == []
        picture(dara, tmp_path, f"found-{number}")

    others = look(mali, SPELLINGS[0], "")
    assert code not in mali.content() and "Somebody whom colleagues keep" in others.inner_text()
    assert violations(mali) == []
    picture(mali, tmp_path, "colleague")
    others.get_by_role("button", name="Ask the custodian").first.click()
    mali.get_by_text("The custodian is asked.").wait_for()

    kham = visit("Kham")
    kham.goto("/quality/asks/")
    assert code in kham.locator("main").inner_text() and violations(kham) == []
    picture(kham, tmp_path, "asked")

    nobody = look(dara, "Xiphias Quorbenthal", "1931")
    assert "Nobody like this was found" in nobody.inner_text() or "Probably the same" not in nobody.inner_text()


def test_a_likeness_is_decided_by_a_person_and_can_be_decided_anew(visit: Visit, tmp_path: Path) -> None:
    page = visit("Noy")
    page.goto("/quality/")
    press(page, "Check all records now")
    decide = page.get_by_role("link", name=re.compile(r"^Decide\b")).first
    for _ in range(60):  # everybody is compared with everybody in the background
        page.goto("/quality/pairs/")
        if decide.is_visible():
            break
        page.wait_for_timeout(2000)
    decide.click()
    address = page.url
    assert violations(page) == []
    picture(page, tmp_path, "decide")
    for words in ("I cannot tell: ask the custodian", "They are the same person", "They are not the same person"):
        page.goto(address)
        assert page.locator("input[type=radio]:checked").count() == 0, "nothing is chosen beforehand, nor at the second time"
        page.get_by_label(words, exact=True).check()
        press(page, "Keep this decision")
        page.get_by_role("heading", level=1).wait_for()
    assert violations(page) == []
    picture(page, tmp_path, "decided")
