"""Asks who read what, and sets what is watched for."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from titip.kit import clock
from titip.kit.codes import BadCode, read_code
from titip.kit.dates import BadDate, read_date
from titip.protect.models import WatchRules
from titip.protect.reads.who_read import Wanted

_SHORT = {"class": "govuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}


class ReadsFilter(forms.Form):
    """Colleague, person, day, identities only; each may stay empty."""

    reader = forms.CharField(label=gettext_lazy("Colleague's staff code"), required=False, max_length=40, widget=forms.TextInput(attrs=_SHORT))
    person = forms.CharField(label=gettext_lazy("Person's code"), required=False, max_length=20, widget=forms.TextInput(attrs=_SHORT))
    day = forms.CharField(
        label=gettext_lazy("Day"), required=False, max_length=30, help_text=gettext_lazy("For example 31/12/2025"), widget=forms.TextInput(attrs=_SHORT),
    )
    identities = forms.BooleanField(label=gettext_lazy("Opened identities only"), required=False)

    def clean_person(self) -> str:
        """A code as it is written."""
        return _code(self.cleaned_data["person"])

    def clean_day(self) -> date | None:
        """The day as people write it."""
        try:
            return read_date(self.cleaned_data["day"], today=clock.today()) if self.cleaned_data["day"] else None
        except BadDate:
            raise forms.ValidationError(_("This is no day. Write it like 31/12/2025.")) from None

    def wanted(self) -> Wanted:
        """What to look for. Call it on a valid form."""
        told = self.cleaned_data
        return Wanted(told["reader"].strip().upper(), told["person"], told["day"], told["identities"])


class PersonAsked(forms.Form):
    """The code of the person who asks."""

    code = forms.CharField(label=gettext_lazy("Person's code"), max_length=20, widget=forms.TextInput(attrs=_SHORT))

    def clean_code(self) -> str:
        """A code as it is written."""
        return _code(self.cleaned_data["code"])


class Rules(forms.Form):
    """Hours, limits, second place, addresses."""

    opens = forms.IntegerField(label=gettext_lazy("Work begins at (hour, 0 to 23)"), min_value=0, max_value=23, widget=forms.NumberInput(attrs=_SHORT))
    closes = forms.IntegerField(
        label=gettext_lazy("Work ends at (hour, 0 to 23)"), min_value=0, max_value=23, widget=forms.NumberInput(attrs=_SHORT),
        help_text=gettext_lazy("A house that works day and night gives the same hour twice. Hours may run over midnight."),
    )
    alarm_after = forms.IntegerField(
        label=gettext_lazy("Alarm after so many people in a day"), min_value=1, widget=forms.NumberInput(attrs=_SHORT),
        help_text=gettext_lazy("Different people whose sealed answers one colleague opens. Lists and searches do not count."),
    )
    stop_after = forms.IntegerField(
        label=gettext_lazy("Stop after so many people in a day"), min_value=1, widget=forms.NumberInput(attrs=_SHORT),
        help_text=gettext_lazy("Nothing more is opened for her until a colleague lets her go on."),
    )
    second_place = forms.CharField(
        label=gettext_lazy("Second folder for the weekly anchor (may stay empty)"), required=False, max_length=300,
        help_text=gettext_lazy("On another machine or a stick that is taken away, for example /mnt/office/titip."),
    )
    mail_to = forms.CharField(
        label=gettext_lazy("E-mail address for the weekly digest (may stay empty)"), required=False, max_length=254,
        help_text=gettext_lazy("It holds the anchor and counts, no code and no name. The mail server is set where the server is started."),
    )
    mail_also = forms.CharField(label=gettext_lazy("Second address (may stay empty)"), required=False, max_length=254)

    def __init__(self, data: Any = None, *, held: WatchRules) -> None:
        super().__init__(data, initial={name: getattr(held, name) for name in self.base_fields})


def _code(typed: str) -> str:
    if not typed.strip():
        return ""
    try:
        return read_code(typed)
    except BadCode:
        raise forms.ValidationError(_("This is no code: read it again from the slip or the page.")) from None
