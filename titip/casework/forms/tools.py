"""Asks for an instrument's file, and asks its questions."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from titip.casework.forms.work import OfPerson
from titip.casework.rules.instruments import Instrument, Option

#: An instrument's file is far smaller (bytes).
LARGEST = 2 * 1024 * 1024


class ToolFile(forms.Form):
    """One file."""

    use_required_attribute = False
    file = forms.FileField(
        label=_("File"), help_text=_("An XLSForm (.xlsx) with a column “weight”, or a .csv with the columns kind, name, label, weight, relevant, list."),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is far too large before anything is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if file.size and file.size > LARGEST:
            raise forms.ValidationError(said("This file is larger than 2 MB. An instrument is much smaller."))
        return file


class ToolForm(OfPerson):
    """The questions of an instrument. None must be answered."""

    began = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = instrument.items
        for item in instrument.items:
            choices = [(o.code, words(o)) for o in item.options]
            self.fields[f"q_{item.code}"] = forms.ChoiceField(
                label=item.text, required=False, choices=[*choices, ("", said("Not asked, not known, or she prefers not to say"))], widget=forms.RadioSelect,
                help_text=said("Only where an earlier answer leads here: otherwise leave it out.") if item.skip else "",
            )

    def answers(self) -> dict[str, str]:
        """What was answered, once the form is valid."""
        return {item.code: answer for item in self.items if (answer := self.cleaned_data.get(f"q_{item.code}"))}


def words(option: Option) -> str:
    """An option's own words; ours for the plain yes and no."""
    return option.label or {"yes": said("Yes"), "no": said("No")}[option.code]
