"""A page with every part that pages are made of, so that one can look at the look. A test fixture, never a page of the product."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.template import engines
from django.test import RequestFactory

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Item:
    """One entry of the navigation."""

    label: str
    url: str
    current: bool = False


class WithHints(forms.RadioSelect):
    """Choices of which one carries a hint and one a word above it."""

    def create_option(self, name: str, value: Any, *rest: Any, **more: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *rest, **more)
        if value == "told":
            option["attrs"]["data-hint"] = "Someone who knows her told us"
        if value == "unknown":
            option["attrs"]["data-divider"] = "or"
        return option


class Everything(forms.Form):
    """One field of each kind."""

    called = forms.CharField(label="What may we call her?", help_text="A name she chooses; it need not be her own.", max_length=60)
    months = forms.IntegerField(label="How many months did she work there?", help_text="A number; about is fine.", required=False)
    when = forms.DateField(label="When did she arrive?", help_text="For example 27/3/2024, March 2024 or 2024.", required=False)
    country = forms.ChoiceField(label="Where does she wish to go?", choices=[("", "Choose"), ("kh", "Cambodia"), ("th", "Thailand")], required=False)
    story = forms.CharField(label="In her own words", widget=forms.Textarea(attrs={"rows": 4}), max_length=200, required=False)
    seen = forms.ChoiceField(
        label="Papers are kept by someone else", widget=WithHints, choices=[("saw", "Saw it"), ("told", "Was told"), ("unknown", "Don't know")], required=True
    )
    needs = forms.MultipleChoiceField(
        label="What does she need today?", widget=forms.CheckboxSelectMultiple, required=False,
        choices=[("sleep", "A safe place to sleep"), ("doctor", "A doctor")],
    )  # fmt: skip
    safe = forms.BooleanField(label="It is safe to write to her", help_text="Ask each time.", required=False)
    paper = forms.FileField(label="A paper she gave us", required=False)
    word = forms.CharField(label="Your passphrase", widget=forms.PasswordInput, required=False)


def frame(**more: Any) -> dict[str, Any]:
    """What the context processor gives to every page."""
    places = [("Today", "/"), ("People", "/register/"), ("Screen", "/intake/screen/"), ("Refer", "/casework/refer/"), ("Help", "/help/")]
    navigation = [Item(label, url, url == "/") for label, url in places]
    return {"organisation_name": "Lantern House", "practice": True, "navigation": navigation, "staff": "Dara (made up)", "locked": False, **more}


def render(name: str = "page.html", **context: Any) -> str:
    """The HTML of a page of this folder, in the product's own frame. ``context`` adds to the frame's."""
    source = (HERE / name).read_text(encoding="utf-8")
    request = RequestFactory().get("/styleguide/", {"page": "2"})
    return str(engines["django"].from_string(source).render(frame(**context), request))
