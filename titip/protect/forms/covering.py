"""The PIN of one interview: chosen twice, typed once."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from titip.protect.rules.pins import LONGEST, SHORTEST, why_not


def _pin(label: Any, hint: Any = "") -> forms.CharField:
    attrs = {"autocomplete": "off", "inputmode": "numeric", "class": "govuk-input--width-5"}
    said = {"required": gettext_lazy("Type four to six digits."), "max_length": gettext_lazy("Type four to six digits.")}
    return forms.CharField(label=label, help_text=hint, min_length=SHORTEST, max_length=LONGEST, widget=forms.PasswordInput(attrs=attrs), error_messages=said)


class NewPin(forms.Form):
    """Four to six digits, twice."""

    pin = _pin(gettext_lazy("PIN for this interview"), gettext_lazy("Four to six digits that you use nowhere else. Not the code of your phone."))
    pin_again = _pin(gettext_lazy("The same PIN again"))

    def clean_pin(self) -> str:
        """A PIN that whoever sits opposite does not guess at once."""
        pin = str(self.cleaned_data["pin"])
        if wrong := why_not(pin):
            runs = _("Somebody who sits opposite guesses this one first. Choose digits that do not run on or repeat.")
            raise forms.ValidationError(runs if wrong == "runs" else _("Type four to six digits."))
        return pin

    def clean(self) -> dict[str, Any]:
        """Both alike."""
        found = super().clean() or {}
        if found.get("pin") and found.get("pin_again") and found["pin"] != found["pin_again"]:
            self.add_error("pin_again", _("The two are not alike. Type the same digits twice."))
        return found
