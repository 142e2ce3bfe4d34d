"""Asks, answer by answer, what she opens of the never-by-default class, to whom, for what and for how long."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from titip.consent.actions.elements import ADVICE, MONTHS
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.forms import PurposeCard
from titip.protect.rules.agreeing import RECIPIENTS


class ElementsForm(forms.Form):
    """Nothing is preselected; every answer is a box of its own."""

    def __init__(self, *args: Any, elements: Iterable[Declared], purposes: Iterable[PurposeCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose = {"required": _("Choose one.")}
        self.fields["recipient"] = forms.ChoiceField(
            label=_("Who may see it?"), choices=[(code, _(words)) for code, words in RECIPIENTS.items()], widget=forms.RadioSelect, error_messages=choose,
        )
        self.fields["purpose"] = forms.ChoiceField(
            label=_("What for?"), choices=[(p.code, p.name) for p in purposes], widget=forms.RadioSelect, error_messages=choose,
            help_text=_("Only what she agreed to already."),
        )
        self.fields["elements"] = forms.MultipleChoiceField(
            label=_("Which answers?"), choices=[(e.code, e.label) for e in elements], widget=forms.CheckboxSelectMultiple,
            help_text=_("Go through them one by one. What she does not name stays closed. Whether she ever answered it is not asked here."),
            error_messages={"required": _("Tick each answer that she opens.")},
        )
        self.fields["months"] = forms.TypedChoiceField(
            label=_("For how long?"), coerce=int, widget=forms.RadioSelect, error_messages=choose,
            choices=[(str(n), ngettext("%(n)d month", "%(n)d months", n) % {"n": n}) for n in MONTHS],
        )
        self.fields["advised"] = forms.BooleanField(
            label=_("I explained what may happen when they know this, also the worst, and where it cannot be called back"), required=False,
        )
        self.fields["free"] = forms.BooleanField(label=_("She knows that she can say no and loses nothing, and can take it back at any time"), required=False)
        self.fields["private"] = forms.BooleanField(label=_("We were alone, or with somebody she chose"), required=False)

    def said(self) -> list[str]:
        """What of the advice was given."""
        return [one for one in ADVICE if self.cleaned_data.get(one)]
