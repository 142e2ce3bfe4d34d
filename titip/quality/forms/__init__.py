"""Quality asks: why an answer may stand, whether two codes are one person."""

from typing import Any

from django import forms
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from titip.kit import clock
from titip.quality.linkage import Kind
from titip.quality.linkage.births import read as read_birth
from titip.quality.models import Finding


class ExplainForm(forms.Form):
    """Why the answers may stand. No free text: it would hold values."""

    reason = forms.ChoiceField(
        label=_("Why may the answers stand?"), widget=forms.RadioSelect, error_messages={"required": _("Choose why the answers may stand.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(code, said(label)) for code, label in Finding.REASONS]  # type: ignore[attr-defined]


class MeetForm(forms.Form):
    """What is known of somebody at the door. Nothing of it is kept."""

    name = forms.CharField(
        label=_("Her name, as you hear it or as it is written"), max_length=120, required=False, help_text=_("In any script and any spelling."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    born = forms.CharField(
        label=_("Born"), max_length=40, required=False,
        help_text=_("A date or a year, as far as it is known, such as 1999 or 5/3/2542. Or write her age below."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-10"}),
    )
    age = forms.IntegerField(
        label=_("Or her age, about"), min_value=0, max_value=110, required=False, widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )
    sex = forms.ChoiceField(
        label=_("Sex"), required=False, widget=forms.RadioSelect, choices=[("", _("Leave out")), ("woman", _("Woman or girl")), ("man", _("Man or boy"))],
    )
    place = forms.CharField(
        label=_("Province she comes from"), max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}))

    def clean(self) -> dict[str, Any]:
        """Something must tell her from others."""
        cleaned = super().clean() or {}
        if not self.errors:
            if not cleaned.get("name") and not cleaned.get("phone"):
                raise forms.ValidationError(said("Write a name or a telephone number: without one of them nobody can be told from anybody."))
            if cleaned.get("born") and not read_birth(cleaned["born"])[0]:
                self.add_error("born", said("Write a year or a date, such as 1999 or 5/3/1999, or leave it out."))
        return cleaned

    def asked(self) -> dict[Kind, str]:
        """What was written, by kind."""
        given = self.cleaned_data
        born = given["born"] or (str(clock.today().year - given["age"]) if given["age"] is not None else "")
        of = {Kind.NAME: given["name"], Kind.BIRTH_DATE: born, Kind.SEX: given["sex"], Kind.PLACE: given["place"], Kind.PHONE: given["phone"]}
        return {kind: text for kind, text in of.items() if text}


class AnswerForm(forms.Form):
    """The custodian's answer. Nothing is preselected."""

    decision = forms.ChoiceField(
        label=_("What do you answer?"), widget=forms.RadioSelect, error_messages={"required": _("Choose what you answer.")},
        choices=[("let_in", _("They are the same person: let the colleague work with her")), ("refused", _("Do not open her records to the colleague"))],
    )


class MergeForm(forms.Form):
    """Under which code she is kept. Nothing is preselected."""

    kept = forms.ChoiceField(
        label=_("Under which code is she shown and counted?"), widget=forms.RadioSelect, help_text=_("Choose the one whose answers are better known."),
        error_messages={"required": _("Choose one of the two codes.")},
    )

    def __init__(self, *args: Any, codes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept"].choices = codes  # type: ignore[attr-defined]


class UnmergeForm(forms.Form):
    """Why they are not one person. No free text: it would hold what must stay sealed."""

    reason = forms.ChoiceField(
        label=_("Why?"), widget=forms.RadioSelect, error_messages={"required": _("Choose why they are not one person.")},
        choices=[("two_people", _("They are two people")), ("not_sure", _("It is not sure any more: look at them again"))],
    )


class DecideForm(forms.Form):
    """A human's decision. Nothing is preselected."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"), widget=forms.RadioSelect, error_messages={"required": _("Choose what you decide.")},
        choices=[("same", _("They are the same person")), ("not_same", _("They are not the same person")), ("asked", _("I cannot tell: ask the custodian"))],
    )
