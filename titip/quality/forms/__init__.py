"""Quality asks: why an answer may stand, whether two codes are one person."""

from typing import Any

from django import forms
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from titip.quality.models import Finding


class ExplainForm(forms.Form):
    """Why the answers may stand. No free text: it would hold values."""

    reason = forms.ChoiceField(label=_("Why may the answers stand?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(code, said(label)) for code, label in Finding.REASONS]  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """A human's decision. Nothing is preselected."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"), widget=forms.RadioSelect,
        choices=[("same", _("They are the same person")), ("not_same", _("They are not the same person")), ("asked", _("I cannot tell: ask the custodian"))],
    )
