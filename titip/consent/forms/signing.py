"""How she gave her word: a sign that is hers to give, and never needed."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from titip.consent.forms.cards import worded
from titip.consent.models.bases import SIGNS, WITNESSES
from titip.consent.rules.deciding import CannotRecord, Conditions, refuse_sign
from titip.consent.rules.signing import read_strokes, read_voice
from titip.dictionary.rules.sounds import LARGEST


class SignForm(forms.Form):
    """How she gave her word, asked after the choices were read back: a drawn sign, before a witness, on paper, or nothing more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sign"] = forms.ChoiceField(
            label=_("Does she want to give a sign?"), choices=worded(SIGNS), initial="none", widget=forms.RadioSelect, required=False,
            help_text=_("She need not. A drawn sign is sealed with her certificate and never compared with anything."),
        )
        self.fields["witness_role"] = forms.ChoiceField(
            label=_("Who heard it? (where she says it before a witness)"), choices=[("", _("Choose who")), *worded(WITNESSES)], required=False
        )
        self.fields["witness_code"] = forms.CharField(
            label=_("The witness's code, never a name"), max_length=12, required=False, widget=forms.TextInput(attrs={"class": "govuk-input--width-10"})
        )
        self.fields["voice"] = forms.FileField(
            label=_("The recording"), required=False, allow_empty_file=True, widget=forms.FileInput(attrs={"accept": "audio/*"}),
            help_text=_("Only if she wants it. It is sealed with her key, and compared with nothing. Then delete it from the telephone."),
        )
        self.fields["drawn"] = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100_000)

    def clean(self) -> dict[str, Any]:
        """Hold the sign against the rules."""
        data = super().clean() or {}
        data["sign"] = data.get("sign") or "none"  # a sign is hers to give, and is never needed
        if not self.errors:
            try:
                refuse_sign(self.onto(Conditions()))
                if data["sign"] == "drawn":
                    read_strokes(data["drawn"])
                if data["sign"] == "voice":
                    read_voice(self.voice())
            except CannotRecord as refused:
                self.add_error(refused.field, _(refused.message))
        return data

    def voice(self) -> bytes:
        """The recording of her words, where that is how she gave it."""
        file = self.cleaned_data.get("voice")
        if file is None or self.cleaned_data.get("sign") != "voice":
            return b""
        file.seek(0)
        return bytes(file.read(LARGEST + 1))

    def onto(self, conditions: Conditions) -> Conditions:
        """How it was asked, with how she gave her word."""
        given, oral = self.cleaned_data, self.cleaned_data["sign"] == "oral"
        return replace(
            conditions, sign=given["sign"], witness_role=given["witness_role"] if oral else "", witness_code=given["witness_code"] if oral else "",
        )
