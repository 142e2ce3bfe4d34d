"""Another basis for holding an identity, with its law or reason, scope, reviewer and day of review (S18)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from titip.consent.models.bases import KINDS
from titip.consent.rules.deciding import Assent
from titip.consent.rules.liveness import ADULT, FOR_A_CHILD
from titip.dictionary.rules.forms import PurposeCard
from titip.kit import clock
from titip.kit.dates import BadDate, read_date
from titip.protect.rules.grounds import GroundsKind

EXPLAINED = {
    GroundsKind.GUARDIAN: gettext_noop("For a child. The guardian is certainly not involved in what happened, and the child agrees."),
    GroundsKind.BEST_INTEREST: gettext_noop("For a child. Decided by those responsible, after hearing the child."),
    GroundsKind.IMMEDIATE_SAFETY: gettext_noop("Her life or health is in danger now and she cannot be asked yet. Covers care only."),
    GroundsKind.STATUTORY_POWER: gettext_noop("A law gives the power or the duty to hold it: name the law and the article."),
    GroundsKind.COURT_PROCESS: gettext_noop("A court order or proceedings: name the court and the reference."),
    GroundsKind.THIRD_PARTY: gettext_noop("An alleged perpetrator, a witness or a relative, as far as needed to protect somebody."),
}


class DayField(forms.CharField):
    """A day, written day before month; Buddhist years are read in."""

    def clean(self, value: Any) -> Any:
        """A date, or None where nothing was written."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_date(text, today=clock.today())
        except BadDate:
            raise forms.ValidationError(_("“%(shown)s” is not a date. Write day/month/year, as in 31/12/2026."), params={"shown": text[:40]}) from None


class BasisForm(forms.Form):
    """All that another basis needs."""

    def __init__(self, *args: Any, purposes: Iterable[PurposeCard], reviewers: Iterable[tuple[str, str]], age_status: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.age_status = age_status
        kinds = [(k.value, _(label)) for k, label in KINDS if k is not GroundsKind.CONSENT and not (age_status == ADULT and k in FOR_A_CHILD)]
        self.fields["kind"] = forms.ChoiceField(label=_("What is it held on?"), choices=kinds, widget=_Explained)
        self.fields["law_or_reason"] = forms.CharField(
            label=_("Which law, order or reason"), max_length=255, required=False,
            help_text=_("No names here: this is read by those who review."),
        )
        self.fields["scope"] = forms.CharField(label=_("What may be held under it, and no more"), max_length=255, required=False)
        self.fields["purposes"] = forms.MultipleChoiceField(
            label=_("Held for"), choices=[(p.code, p.name) for p in purposes], widget=forms.CheckboxSelectMultiple, required=False
        )
        self.fields["reviewer"] = forms.ChoiceField(
            label=_("Who reviews it"), choices=[("", _("Choose a colleague")), *reviewers], required=False, help_text=_("Somebody other than you.")
        )
        self.fields["review_on"] = DayField(
            label=_("To be looked at again on"), required=False, help_text=_("Day/month/year"),
            widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
        )
        if age_status != ADULT:
            self.fields.update(_child_fields())

    @property
    def review_on(self) -> date | None:
        """The day of review."""
        value: date | None = self.cleaned_data.get("review_on")
        return value

    @property
    def assent(self) -> Assent:
        """The child's own word, where there is a child."""
        return Assent(self.cleaned_data.get("assent") or Assent.NOT_NEEDED)


class _Explained(forms.RadioSelect):
    """Radios with a line under each choice."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One choice with its line."""
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        explained = EXPLAINED.get(GroundsKind(str(option["value"])))
        if explained:
            option["attrs"]["data-hint"] = _(explained)
        return option


def _child_fields() -> dict[str, forms.Field]:
    assents = [
        (Assent.GIVEN.value, _("The child agrees")),
        (Assent.DECLINED.value, _("The child does not agree")),
        (Assent.TOO_YOUNG.value, _("Too young to be asked")),
    ]
    return {
        "guardian_clear": forms.BooleanField(
            label=_("If a guardian consents: it is certain that the guardian is not involved in what happened"), required=False
        ),
        "assent": forms.ChoiceField(
            label=_("What does the child say? (guardian or best interest)"), choices=assents, widget=forms.RadioSelect, required=False
        ),
    }


class EndForm(forms.Form):
    """Why a basis ends."""

    reason = forms.CharField(label="", max_length=255)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Why it ends")
