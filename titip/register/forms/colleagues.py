"""Asks which colleague works with a person."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ColleagueForm(forms.Form):
    """A colleague, why, and for what cannot be pressed back: whether it is meant."""

    colleague = forms.TypedChoiceField(label=_("Which colleague?"), coerce=int)
    reason = forms.CharField(label=_("Why?"), max_length=120, required=False, help_text=_("No names: this line is not sealed."))
    sure = forms.BooleanField(label=_("Yes, hand over: I have spoken with both colleagues"))

    def __init__(self, *args, choices, with_reason=True, sure=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["colleague"].choices = [("", _("Choose a colleague")), *choices]
        if not with_reason:
            del self.fields["reason"]
        if not sure:
            del self.fields["sure"]
