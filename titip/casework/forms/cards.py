"""Asks for what an emergency card says."""

from typing import Any

from django import forms
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from titip.casework.rules.cards import LINES, LONGEST


class CardForm(forms.Form):
    """Her card, in her words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, (label, hint) in LINES.items():
            self.fields[code] = forms.CharField(
                label=said(label), help_text=said(hint), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.fields["on_duty"] = forms.TypedChoiceField(
            label=_("Who may open it?"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
            choices=[("yes", _("She agrees: any colleague on duty, with a reason")), ("no", _("Only those who work with her"))],
            help_text=_("Ask her. On duty is every frontline worker and supervisor of this organisation. Each opening is noted and reviewed."),
        )
        self.fields["read_back"] = forms.BooleanField(label=_("I read it back to her, and it says what she wants"), required=False)
