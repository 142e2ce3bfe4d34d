"""The forms of the first day."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from titip.dictionary.rules.choosing import choices
from titip.dictionary.rules.starter import starter
from titip.govern.rules.first_day import COUNTRIES, LANGUAGES, MORE_ZONES, ZONES

_QUIET = {"autocomplete": "off", "spellcheck": "false"}


def _passphrase(label: Any, hint: Any = "", *, new: bool = False) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password" if new else "off", "spellcheck": "false", "autocapitalize": "none"})
    wanted = {"required": gettext_lazy("Type the passphrase.")}
    return forms.CharField(label=label, help_text=hint, max_length=200, strip=False, widget=widget, error_messages=wanted)


class _Twice(forms.Form):
    """A passphrase and the same again."""

    def clean(self) -> dict[str, Any]:
        """Both the same."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("passphrase") and told.get("again") and told["passphrase"] != told["again"]:
            self.add_error("again", _("The two are not the same. Type both again."))
        return told


class SetUpCode(forms.Form):
    """What the server printed."""

    code = forms.CharField(
        label=gettext_lazy("Set-up code"), max_length=20, widget=forms.TextInput(attrs={**_QUIET, "class": "govuk-input--width-10"}),
        help_text=gettext_lazy("Eight letters and digits, in the window in which the server was started."),
        error_messages={"required": gettext_lazy("Type the code.")},
    )


class NewKeyring(_Twice):
    """The passphrase that unlocks the server."""

    passphrase = _passphrase(
        gettext_lazy("Keyring passphrase"), gettext_lazy("At least 15 characters; four or more unrelated words, in any language, are best."), new=True
    )
    again = _passphrase(gettext_lazy("The same again"), new=True)


class NewOrganisation(forms.Form):
    """Name, country, time zone, languages."""

    name = forms.CharField(label=gettext_lazy("Name of the organisation"), max_length=120, error_messages={"required": gettext_lazy("Give the name.")})
    country = forms.ChoiceField(label=gettext_lazy("Country"))
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), required=False, help_text=gettext_lazy("Left open, it is the one most of the country lives in.")
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages spoken with the people you meet"), required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
    )
    custodian_contact = forms.CharField(
        label=gettext_lazy("How a person reaches whoever keeps her data"), max_length=200, required=False,
        help_text=gettext_lazy("A telephone or a place. It is printed on the slip that she takes away; it can be added later."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = list(dict.fromkeys((*ZONES.values(), *MORE_ZONES)))
        self.fields["country"].choices = [("", _("Choose")), *((code, _(name)) for code, name in COUNTRIES.items())]  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = [("", _("The country's")), *((zone, zone.replace("_", " ")) for zone in zones)]  # type: ignore[attr-defined]
        self.fields["languages"].choices = [(code, _(name)) for code, name in LANGUAGES.items() if code != "en"]  # type: ignore[attr-defined]


class Questions(forms.Form):
    """Which questions the organisation wants to answer. What answers none of them is asked of nobody."""

    questions = forms.MultipleChoiceField(
        label=gettext_lazy("Also, we want to know"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Choose few. More can be added on any later day; what was never asked cannot be lost."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questions"].choices = [  # type: ignore[attr-defined]
            (question.code, _("%(question)s (%(count)s more things to ask)") % {"question": _(question.text), "count": count})
            for question, count in choices(starter())
        ]


class NewAdministrator(_Twice):
    """The first colleague."""

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=120, help_text=gettext_lazy("Shown to colleagues only; the log has a code."))
    username = forms.CharField(
        label=gettext_lazy("User name"), max_length=60, help_text=gettext_lazy("Small letters, digits, dots and dashes."),
        widget=forms.TextInput(attrs={**_QUIET, "autocapitalize": "none"}),
    )
    passphrase = _passphrase(gettext_lazy("Your own passphrase"), gettext_lazy("Another than the keyring's. At least 15 characters."), new=True)
    again = _passphrase(gettext_lazy("The same again"), new=True)


class ForSheet(forms.Form):
    """A passphrase that opens the keyring: a new recovery code is put into it."""

    passphrase = _passphrase(
        gettext_lazy("Keyring passphrase"), gettext_lazy("Of the keyring, not your own sign-in. A sheet printed earlier opens nothing afterwards.")
    )


class TypedBack(forms.Form):
    """One group of the printed sheet. The code itself travels with the page, unseen, until it is confirmed."""

    group = forms.CharField(max_length=12, widget=forms.TextInput(attrs={**_QUIET, "class": "govuk-input--width-5", "autocapitalize": "characters"}))

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].label = _("Group %(number)s of the printed sheet") % {"number": number}
        self.fields["group"].help_text = _("Four letters or digits. Group 1 is the first in the upper row.")
        self.fields["group"].error_messages["required"] = _("Type the group that stands on the paper.")
