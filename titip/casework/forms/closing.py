"""Asks for closing, and for the decision on it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from titip.casework.forms.choices import NO_NAMES, translated
from titip.casework.rules.closing import REASONS, Reason


class ClosureForm(forms.Form):
    """Why the case is to be closed."""

    reason = forms.TypedChoiceField(label=_("Why is the case to be closed?"), coerce=Reason, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Anything the one who decides should know"), max_length=200, required=False, help_text=NO_NAMES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = translated(REASONS)  # type: ignore[attr-defined]


class ApprovalForm(forms.Form):
    """The decision. Nothing is preselected."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"), choices=[("approve", _("Close the case")), ("reject", _("Send it back to where it was"))], widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Why? (needed when you send it back)"), max_length=200, required=False, help_text=NO_NAMES)
