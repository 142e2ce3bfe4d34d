"""What is asked of whoever words a purpose: the sentence for the person, who sees it, for how long."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from titip.dictionary.rules.codebook import PurposeEntry
from titip.dictionary.rules.languages import KNOWN


class PurposeEdit(forms.Form):
    """A purpose as it is read to a person; its code is made once and never changes."""

    use_required_attribute = False
    name = forms.CharField(label=_("What it is called"), max_length=120)
    card = forms.CharField(
        label=_("The sentence that is read to her"), max_length=600, widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("One narrow use, in words a tired person understands. It promises nothing."),
    )
    who_sees = forms.CharField(label=_("Who will see it"), max_length=400, widget=forms.Textarea(attrs={"rows": "2"}), help_text=_("People, not departments."))
    months = forms.IntegerField(
        label=_("For how many months, before she is asked again"), min_value=1, max_value=60,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    external = forms.BooleanField(label=_("Data leave the organisation for it"), required=False)
    language = forms.ChoiceField(label=_("In which language these words are"), choices=list(KNOWN.items()), required=False)

    def __init__(self, held: PurposeEntry | None, data: Any = None) -> None:
        names = ("name", "card", "who_sees", "months", "external", "language")
        super().__init__(data, initial={name: getattr(held, name) for name in names} if held else {"months": 12, "language": "en"})
        for name in ("name", "card", "who_sees"):
            self.fields[name].widget.attrs["lang"] = held.language if held else "en"
        self._held = held

    def entry(self, taken: set[str], order: int) -> PurposeEntry:
        """The purpose; with a code of its own, and last, where it is new."""
        given = {**self.cleaned_data, "language": self.cleaned_data["language"] or (self._held.language if self._held else "en")}
        if self._held is not None:
            return replace(self._held, **given)
        base = slugify(given["name"]).replace("-", "_")[:34].strip("_") or "purpose"
        code = base if base not in taken else next(made for n in range(2, 1000) if (made := f"{base}_{n}") not in taken)
        return PurposeEntry(code, order=order, **given)
