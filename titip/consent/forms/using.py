"""Taking a word back, and saying what a name is opened for."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from titip.dictionary.rules.forms import PurposeCard


class WithdrawForm(forms.Form):
    """Which purposes she takes back."""

    def __init__(self, *args: Any, purposes: Iterable[PurposeCard], others: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {p.code: p.name for p in purposes}
        self.fields["purposes"] = forms.MultipleChoiceField(
            label=_("What does she take back?"), choices=list(self.names.items()), widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose what she takes back.")},
        )
        if others:
            self.fields["both"] = forms.BooleanField(
                label=_("She says so for her other code too: %(codes)s") % {"codes": ", ".join(others)}, required=False,
                help_text=_("Ask her. Otherwise what she agreed to under the other code stands."),
            )
        self.fields["reason"] = forms.CharField(
            label=_("Her reason (optional)"), max_length=255, required=False, help_text=_("She need not give one. Write no names.")
        )


class IdentityForm(forms.Form):
    """What a name or contact is opened for."""

    def __init__(self, *args: Any, purposes: Iterable[PurposeCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"] = forms.ChoiceField(
            label=_("What do you need it for?"), choices=[(p.code, p.name) for p in purposes], widget=forms.RadioSelect,
            error_messages={"required": _("Choose what you need it for.")},
        )
