"""Every part of a page, drawn once: forms tied together for screen readers, axe finds nothing, nothing runs off a small screen."""

import re
from typing import Any

import pytest
from django import forms

from tests.web import styleguide
from tests.web.conftest import Desk


class Tiles(forms.Form):
    """Two signs, as on the screening page."""

    cue1 = forms.ChoiceField(label="She cannot leave the place", widget=forms.RadioSelect, choices=[("saw", "Saw it"), ("told", "Was told")], required=False)
    cue2 = forms.ChoiceField(label="Someone speaks for her", widget=forms.RadioSelect, choices=[("saw", "Saw it"), ("told", "Was told")], required=True)


WRONG = {"called": "", "months": "many", "when": "31/02/2567", "story": "x" * 250}


@pytest.fixture
def drawn(plain_static: None) -> str:
    """The page of all parts with a form that holds errors."""
    return styleguide.render(form=styleguide.Everything(data=WRONG), tiles=Tiles(prefix="t"))


def tag(html: str, identity: str) -> str:
    """The opening tag with this id."""
    found = re.search(rf'<[a-z]+[^>]*\bid="{re.escape(identity)}"[^>]*>', html)
    assert found, identity
    return found.group()


def test_every_description_named_is_there(drawn: str) -> None:
    named = [name for names in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', drawn) for name in names.split()]

    assert len(named) > 8
    assert not [name for name in named if f'id="{name}"' not in drawn]


def test_no_identity_is_used_twice(drawn: str) -> None:
    identities = re.findall(r'\bid="([^"]+)"', drawn)

    assert len(identities) == len(set(identities))


def test_label_hint_and_error_belong_to_the_field(drawn: str) -> None:
    field = tag(drawn, "id_called")

    assert '<label class="govuk-label govuk-label--s" for="id_called">' in drawn
    assert 'aria-describedby="id_called_helptext id_called_error"' in field
    assert 'aria-invalid="true"' in field
    assert "govuk-input--error" in field


def test_nothing_typed_is_cut_short_by_the_browser(drawn: str) -> None:
    assert " maxlength=" not in drawn
    assert not re.search(r"<(?:input|textarea|select)[^>]*\srequired", drawn)
    assert 'data-maxlength="200"' in drawn
    assert "x" * 250 in drawn


def test_choices_stand_in_a_fieldset_with_their_legend(drawn: str) -> None:
    assert re.search(r"<fieldset[^>]*id_seen_error[^>]*>\s*<legend[^>]*>Papers are kept by someone else</legend>", drawn)
    assert 'aria-describedby="id_seen_1_hint"' in tag(drawn, "id_seen_1")
    assert '<div class="govuk-radios__divider">or</div>' in drawn
    assert "checked" not in drawn


def test_the_summary_leads_to_each_field(drawn: str) -> None:
    links = re.findall(r'<li><a href="#([^"]+)">', drawn)

    assert links == ["id_called", "id_months", "id_when", "id_story", "id_seen_0"]
    assert all(tag(drawn, link) for link in links)


def test_one_summary_speaks_for_several_forms(plain_static: None) -> None:
    one, other, fine = Tiles({"a-cue1": "saw"}, prefix="a"), Tiles({}, prefix="b"), Tiles({"c-cue2": "saw"}, prefix="c")
    from django.template.loader import render_to_string

    html = render_to_string("titip/error_summary.html", {"forms": [one, other, fine]})

    assert html.count("govuk-error-summary__title") == 1
    assert re.findall(r'href="#([^"]+)"', html) == ["id_a-cue2_0", "id_b-cue2_0"]
    assert not render_to_string("titip/error_summary.html", {"form": fine}).strip()


def test_titles_and_practice(drawn: str) -> None:
    assert "<title>Parts – Notes</title>" in drawn
    assert "PRACTICE" in drawn
    assert "PRACTICE" not in styleguide.render(form=None, practice=False)


def test_without_anyone_signed_in_there_is_nothing_to_leave(plain_static: None) -> None:
    html = styleguide.render(form=None, staff=None, navigation=[])

    assert "data-exit" not in html
    assert "<nav" not in html


def test_the_page_for_our_own_faults_needs_nothing() -> None:
    from django.template.loader import get_template

    html = get_template("500.html").render()

    assert "Something went wrong on our side" in html
    assert "<title>Please try again – Notes</title>" in html


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(browser: Any, desk: Desk, drawn: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    desk.pages["/parts/"] = drawn
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    page.goto(f"{desk.url}/parts/")
    page.wait_for_selector("body.js-enabled")
    result = Axe().run(page)
    context.close()

    assert result.violations_count == 0, result.generate_report()


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 1280])  # 320 is 1280 at 400 % zoom
def test_nothing_runs_off_the_screen(browser: Any, desk: Desk, drawn: str, width: int) -> None:
    desk.pages["/parts/"] = drawn
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    page.goto(f"{desk.url}/parts/")
    page.wait_for_selector("body.js-enabled")
    measured = page.evaluate("document.documentElement.scrollWidth")
    small = page.evaluate(
        "[...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')].filter(e => e.getClientRects().length)"
        ".map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()]).filter(([, r]) => r.height < 24 && !getComputedStyle(document.body).hidden)"
        ".map(([html]) => html).filter(html => !html.includes('skip-link'))"
    )
    context.close()

    assert measured <= width
    assert [html for html in small if "<button" in html or "<input" in html or "<select" in html] == []
