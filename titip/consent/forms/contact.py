"""How a person reaches whoever keeps her data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ContactForm(forms.Form):
    """One line, as it is printed on the slip."""

    use_required_attribute = False
    contact = forms.CharField(
        label=_("A telephone number, a place, when"), max_length=200,
        help_text=_("Somebody must answer there who knows what the code on a slip is. The slip without any clue bears the telephone number alone."),
        error_messages={"required": _("Write how she can reach you. A slip without it is of no use to her.")},
    )

    def __init__(self, contact: str, data: Any = None) -> None:
        super().__init__(data, initial={"contact": contact})
