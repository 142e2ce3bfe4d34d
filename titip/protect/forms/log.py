"""Asks what to look for in the log."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from titip.kit import clock
from titip.kit.dates import BadDate, read_date
from titip.protect.reads.log import Wanted, kinds


class LogFilter(forms.Form):
    """Person, thing, kind and day; each may stay empty."""

    person = forms.CharField(label=gettext_lazy("Staff code"), required=False, max_length=40, widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}))
    thing = forms.CharField(label=gettext_lazy("Code or id of a person, case or record"), required=False, max_length=64)
    kind = forms.ChoiceField(label=gettext_lazy("What was done"), required=False)
    day = forms.CharField(
        label=gettext_lazy("Day"), required=False, max_length=30, help_text=gettext_lazy("For example 31/12/2025"),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Anything")), *((kind, _(label)) for kind, label in kinds())]  # type: ignore[attr-defined]

    def clean_day(self) -> date | None:
        """The day as people write it."""
        try:
            return read_date(self.cleaned_data["day"], today=clock.today()) if self.cleaned_data["day"] else None
        except BadDate:
            raise forms.ValidationError(_("This is no day. Write it like 31/12/2025.")) from None

    def wanted(self) -> Wanted:
        """What to look for. Call it on a valid form."""
        told = self.cleaned_data
        return Wanted(person=told["person"].strip().upper(), thing=told["thing"].strip(), kind=told["kind"], day=told["day"])
