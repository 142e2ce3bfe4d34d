"""Asks about colleagues: whom to add, which role to grant or end."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from titip.kit import clock
from titip.kit.dates import BadDate, read_date
from titip.protect.models import Team
from titip.protect.rules.roles import ROLES, Role


def _role_choices() -> list[tuple[str, str]]:
    return [(role.value, _(rule.label)) for role, rule in ROLES.items()]


class NewColleague(forms.Form):
    """A colleague to invite. She chooses her own passphrase with the code she is told."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, help_text=gettext_lazy("Shown to colleagues only; the log has a code."))
    username = forms.CharField(
        label=gettext_lazy("User name"), max_length=60, help_text=gettext_lazy("Small letters, digits, dots and dashes."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    roles = forms.MultipleChoiceField(label=gettext_lazy("Roles"), widget=forms.CheckboxSelectMultiple)
    teams = forms.ModelMultipleChoiceField(label=gettext_lazy("Teams"), queryset=Team.objects.none(), required=False, widget=forms.CheckboxSelectMultiple)
    new_team = forms.CharField(
        label=gettext_lazy("A new team (optional)"), required=False, max_length=120,
        help_text=gettext_lazy("Its name, for example the place. A supervisor sees what belongs to her teams: put her and those she guides into one."),
    )
    trained_on = forms.CharField(
        label=gettext_lazy("Training for high-risk data completed on"), required=False, max_length=30,
        help_text=gettext_lazy("Without it, high-risk answers stay closed to her. For example 31/12/2025."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = _role_choices()  # type: ignore[attr-defined]
        self.fields["teams"].queryset = Team.objects.order_by("name")  # type: ignore[attr-defined]
        if not Team.objects.exists():
            del self.fields["teams"]  # nothing to tick yet: the first one is named below

    def clean_trained_on(self) -> Any:
        """The day as people write it; not one to come."""
        typed = self.cleaned_data["trained_on"]
        if not typed:
            return None
        try:
            day = read_date(typed, today=clock.today())
        except BadDate:
            raise forms.ValidationError(_("This is no day. Write it like 31/12/2025.")) from None
        if day > clock.today():
            raise forms.ValidationError(_("This day is still to come. Give it once the training is done."))
        return day


class OneRole(forms.Form):
    """One role of one colleague."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = _role_choices()  # type: ignore[attr-defined]

    def chosen(self) -> Role:
        """The role. Call it on a valid form."""
        return Role(self.cleaned_data["role"])
