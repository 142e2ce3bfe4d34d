"""The one script of our pages, in a real browser under our own security headers: autosave, Exit, and nothing lost."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web import styleguide
from tests.web.conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("plain_static")]

FORM = """{% extends "base.html" %}{% block title %}Notes{% endblock %}{% block main %}
<form method="post" action="/save/" novalidate data-autosave="/autosave/"><input type="hidden" name="csrfmiddlewaretoken" value="old">
<input type="hidden" name="base" value="v1">{% include "titip/autosave.html" %}
<label for="story">Story</label><textarea id="story" name="story"></textarea><label for="word">Word</label><input id="word" type="password" name="word">
<button type="submit" id="save">Save</button></form>{% endblock %}"""


@pytest.fixture
def page(browser: Any, desk: Desk) -> Iterator[Any]:
    """A phone with the form open; a fault of the script or of the policy fails the test."""
    from django.template import engines

    desk.pages["/form/"] = str(engines["django"].from_string(FORM).render(styleguide.frame()))
    context = browser.new_context(viewport={"width": 390, "height": 844})
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None)
    opened.goto(f"{desk.url}/form/")
    opened.wait_for_selector("body.js-enabled")
    yield opened
    context.close()
    assert not faults


def state(page: Any, text: str) -> None:
    """Wait until the form's state says so."""
    page.locator("[data-autosave-state]", has_text=text).wait_for(timeout=8000)


def test_what_is_typed_is_saved_and_said(page: Any, desk: Desk) -> None:
    desk.told = {"saved_at": "14:02", "fields": {"base": "v2"}}
    page.fill("#word", "never sent by itself")
    page.fill("#story", "They kept her papers")

    state(page, "All saved 14:02")

    assert desk.saved[-1] == {"base": ["v1"], "story": ["They kept her papers"]}
    assert desk.headers[-1]["X-CSRFToken"] == "old"
    assert page.input_value("[name=base]") == "v2"


def test_a_pause_in_typing_saves_once(page: Any, desk: Desk) -> None:
    page.type("#story", "one two three", delay=20)
    state(page, "All saved")

    assert [body["story"] for body in desk.saved] == [["one two three"]]


def test_the_cookie_of_a_later_sign_in_counts(page: Any, desk: Desk) -> None:
    page.evaluate("document.cookie = 'csrftoken=new; path=/'")
    page.fill("#story", "a")
    state(page, "All saved")

    assert desk.headers[-1]["X-CSRFToken"] == "new"


def test_without_connection_nothing_is_lost(page: Any, desk: Desk) -> None:
    page.context.set_offline(True)
    page.fill("#story", "typed on the ferry")
    state(page, "no connection")
    assert page.inner_text("[data-sync-state]") == "No connection"
    page.click("#save")
    assert page.input_value("#story") == "typed on the ferry"
    assert not desk.posted

    page.context.set_offline(False)
    state(page, "All saved")

    assert desk.saved[-1]["story"] == ["typed on the ferry"]
    page.click("#save")
    page.wait_for_url("**/save/")
    assert desk.posted[-1][1]["story"] == ["typed on the ferry"]


@pytest.mark.parametrize("answer", [302, 401, 403])
def test_signed_out_meanwhile(page: Any, desk: Desk, answer: int) -> None:
    desk.answer = answer
    page.fill("#story", "half a sentence")
    state(page, "You were signed out")
    page.click("#save")
    page.wait_for_timeout(300)
    assert not desk.posted
    assert page.input_value("#story") == "half a sentence"

    desk.answer = 200  # signed in again in another tab
    page.click("#save")
    page.wait_for_url("**/save/")

    assert desk.posted[-1][1]["story"] == ["half a sentence"]


def test_a_stale_base_is_said_and_save_shows_both(page: Any, desk: Desk) -> None:
    desk.answer, desk.told = 409, {}
    page.fill("#story", "mine")
    state(page, "this was changed meanwhile")
    page.click("#save")
    page.wait_for_url("**/save/")

    assert desk.posted[-1][1]["story"] == ["mine"]


def test_trouble_on_the_server_is_tried_again(page: Any, desk: Desk) -> None:
    desk.answer = 500
    page.fill("#story", "patience")
    state(page, "the server has trouble")
    desk.answer = 200

    state(page, "All saved")

    assert desk.saved[-1]["story"] == ["patience"]


def test_exit_saves_first_and_then_leaves(page: Any, desk: Desk) -> None:
    page.fill("#story", "not finished")
    page.click("form[data-exit] button")
    page.get_by_text("arrived").wait_for()

    assert desk.saved[-1]["story"] == ["not finished"]
    assert len(desk.posted) == 1


def test_three_presses_of_shift_leave_and_capitals_do_not(page: Any, desk: Desk) -> None:
    page.focus("#story")
    for letter in "ABCD":
        page.keyboard.press(f"Shift+{letter}")
    assert not desk.posted

    for _ in range(3):
        page.keyboard.press("Shift")
    page.get_by_text("arrived").wait_for()

    assert len(desk.posted) == 1


def test_exit_does_not_wait_for_a_dead_connection(page: Any, desk: Desk) -> None:
    desk.answer = 500
    page.fill("#story", "x")
    state(page, "the server has trouble")
    page.click("form[data-exit] button")

    page.get_by_text("arrived").wait_for(timeout=4000)


def test_the_page_works_without_a_script(browser: Any, desk: Desk) -> None:
    from django.template import engines

    desk.pages["/form/"] = str(engines["django"].from_string(FORM).render(styleguide.frame()))
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    opened = context.new_page()
    opened.goto(f"{desk.url}/form/")
    assert "Press Save" in opened.inner_text("[data-autosave-state]")
    opened.fill("#story", "plain")
    opened.click("#save")
    opened.wait_for_url("**/save/")
    assert desk.posted[-1][1]["story"] == ["plain"]
    opened.goto(f"{desk.url}/form/")
    opened.click("form[data-exit] button")
    opened.wait_for_load_state()
    context.close()

    assert desk.posted[-1][0] != "/save/"
