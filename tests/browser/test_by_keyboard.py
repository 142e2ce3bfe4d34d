"""Walking in, registering somebody and leaving, with the keyboard alone."""

import re
from typing import Any

import pytest

from tests.browser.conftest import Visit
from tests.browser.walking import heading

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: The most presses of Tab to anything on these pages.
FAR = 40
_FOCUSED = """() => { const e = document.activeElement; return (e.labels?.[0]?.innerText || e.innerText || e.value || "").trim(); }"""
_SEEN = """() => { const e = document.activeElement, s = getComputedStyle(e), shown = e.labels?.[0] ?? e, r = shown.getClientRects()[0];
    const on_top = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
    return {marked: s.outlineStyle !== 'none' || s.boxShadow !== 'none', uncovered: on_top !== null && (shown.contains(on_top) || on_top.contains(shown))}; }"""


def tab_to(page: Any, words: str) -> int:
    """Press Tab until what holds the focus is called so, and say how often; on the way each stop must be marked, in the window, and under nothing else."""
    for pressed in range(1, FAR + 1):
        page.keyboard.press("Tab")
        name, seen = page.evaluate(_FOCUSED), page.evaluate(_SEEN)
        assert seen["marked"] and seen["uncovered"], f"{name!r}: {seen}"
        if re.match(words, name):
            return pressed
    raise AssertionError(f"{words} is more than {FAR} presses of Tab away")


def test_walking_in_registering_and_leaving(visit: Visit) -> None:
    page = visit()
    page.goto("/protect/sign-in")
    tab_to(page, "Mali")
    page.keyboard.press("Enter")
    heading(page, "Your sign-in code")
    tab_to(page, "Code")
    page.keyboard.type(page.locator(".titip-practice-code__code").inner_text())
    page.keyboard.press("Enter")
    heading(page, "Today")
    tab_to(page, "Skip to main content")
    page.keyboard.press("Enter")
    page.goto("/")
    tab_to(page, "People")
    page.keyboard.press("Enter")
    heading(page, "People")
    tab_to(page, "Register a person")
    page.keyboard.press("Enter")
    heading(page, "Register a person")
    tab_to(page, "A name she chooses")
    page.keyboard.type("Plover")
    tab_to(page, "18 or older")
    page.keyboard.press("Space")
    tab_to(page, "Register under a code")
    page.keyboard.press("Enter")
    page.get_by_text("Registered under the code").wait_for()
    assert "Plover" in page.locator("h1").inner_text() and "18 or older" in page.locator("main").inner_text()
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/notes")
    page.go_back()
    heading(page, "Sign in")
