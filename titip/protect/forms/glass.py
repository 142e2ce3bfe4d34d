"""Asks why a glass is broken, and afterwards whether it was right."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from titip.protect.rules.glass import MINUTES, REASONS


def shown_minutes(minutes: int) -> str:
    """Half an hour, or whole hours, in words."""
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return ngettext("%(n)d hour", "%(n)d hours", minutes // 60) % {"n": minutes // 60}


class GlassForm(forms.Form):
    """What to open, why, and for how long."""

    code = forms.CharField(
        label=gettext_lazy("Code of the person or case"), max_length=20, help_text=gettext_lazy("For example KH7-4WMT."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write the code.")},
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"), widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Choose why.")},
    )
    words = forms.CharField(
        label=gettext_lazy("What happened, in a few words"), max_length=200,
        help_text=gettext_lazy("Her supervisor reads it. It is not sealed: write no names and nothing she told you."),
        error_messages={"required": gettext_lazy("Say in a few words what happened. Write no names.")},
    )
    minutes = forms.TypedChoiceField(label=gettext_lazy("For how long?"), coerce=int, widget=forms.Select)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(code, _(words)) for code, words in REASONS.items()]  # type: ignore[attr-defined]
        self.fields["minutes"].choices = [(str(one), shown_minutes(one)) for one in MINUTES]  # type: ignore[attr-defined]


class ReviewForm(forms.Form):
    """A supervisor's word on it."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Was it right to open it?"), widget=forms.RadioSelect,
        choices=[("right", gettext_lazy("It was right")), ("not_right", gettext_lazy("It was not"))],
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=300, required=False,
        help_text=gettext_lazy("What follows from it. Needed where it was not right. It is not sealed: write no names."),
    )
