"""Choices drawn from the rules, in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from titip.kit import clock
from titip.kit.dates import BadDate, read_date
from titip.kit.text import clean_line

#: Said wherever a line is kept that is not sealed.
NO_NAMES = gettext_lazy("No names and nothing that points to a person: this line is not sealed.")


def translated(words: Mapping[Any, str], only: Iterable[Any] | None = None) -> list[tuple[str, str]]:
    """(code, label) in the reader's language, in the order of ``only`` or of the words."""
    return [(str(code), _(words[code])) for code in (words if only is None else only)]


class DayField(forms.Field):
    """A date as people of the region write it: day before month, Buddhist years read in."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}), **kwargs)

    def to_python(self, value: Any) -> Any:
        """The date, or None where nothing was typed."""
        text = clean_line(str(value or ""))
        if not text:
            return None
        try:
            return read_date(text, today=clock.today())
        except BadDate:
            raise forms.ValidationError(_("“%(shown)s” is not a date. Write day/month/year, as in 31/12/2026.") % {"shown": text[:40]}) from None
