"""What is asked around a record of one's own kinds: who it is about, how a list is narrowed, what it is linked to."""

from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from titip.dictionary import reads as dictionary
from titip.intake.models.records import WAYS
from titip.intake.reads.records import Kind, choosable
from titip.kit.codes import BadCode, read_code
from titip.protect.rules.access import Actor
from titip.register import reads as register


def choices_in_words(pairs: Any) -> list[tuple[str, str]]:
    """Choices whose words are message ids, in the reader's language."""
    return [(code, say(words)) for code, words in pairs]


def _day(label: Any) -> forms.DateField:
    formats = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"]
    return forms.DateField(label=label, required=False, input_formats=formats, help_text=_("Day, month, year: 5/11/2026"))


class AboutPerson(forms.Form):
    """The registered person whom a record is about, by her code; only somebody within reach."""

    use_required_attribute = False
    code = forms.CharField(label=_("Code of the person"), help_text=_("She is registered first, and agrees to what is kept."), max_length=20)

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data)
        self.actor = actor
        self.person: register.Person | None = None

    def clean_code(self) -> str:
        """Somebody out of reach is told from nobody by nothing."""
        try:
            code = read_code(self.cleaned_data["code"])
        except BadCode:
            raise forms.ValidationError(_("This is no code of a person: a letter or digit is wrong. Compare it with the card.")) from None
        found = register.by_code(self.actor, [code])
        if code not in found:
            raise forms.ValidationError(_("There is nobody with this code among the people you work with."))
        self.person = register.person_for(found[code])
        return code


class Narrow(forms.Form):
    """What a list of records is narrowed by; nothing of it names anybody."""

    use_required_attribute = False
    code = forms.CharField(label=_("Code of the record"), max_length=20, required=False)
    since = _day(_("From"))
    until = _day(_("Until"))
    whose = forms.ChoiceField(label=_("Whose"), choices=[("", _("All I may see")), ("mine", _("Mine"))], required=False)

    def __init__(self, kind: Kind, data: Any = None) -> None:
        super().__init__(data)
        self.elements = choosable(kind)
        for element in self.elements:
            options = [("true", say("Yes")), ("false", say("No"))] if not element.choices else [(c.code, c.label) for c in element.choices]
            self.fields[f"is_{element.code}"] = forms.ChoiceField(label=element.label, choices=[("", say("Any answer")), *options], required=False)

    def chosen(self) -> tuple[str, str]:
        """The first question that the list is narrowed by, and the answer; empty where there is none."""
        for element in self.elements:
            value = self.cleaned_data.get(f"is_{element.code}", "")
            if value:
                return element.code, value
        return "", ""


class LinkOwn(forms.Form):
    """A person by code, an organisation or a place that a record concerns."""

    use_required_attribute = False
    person = forms.CharField(label=_("A person, by code"), max_length=20, required=False)
    partner = forms.ChoiceField(label=_("Or an organisation"), required=False)
    place_code = forms.ChoiceField(label=_("Or a place"), required=False)
    role = forms.CharField(label=_("How it concerns them"), help_text=_("Such as: employer, witness, called for. No names."), max_length=60, required=False)

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data)
        self.actor = actor
        self.found: register.Person | None = None
        self.fields["partner"].choices = [("", _("None")), *((str(one.pk), one.name) for one in register.partners())]  # type: ignore[attr-defined]
        self.fields["place_code"].choices = [("", _("None")), *((c.code, c.label) for c in dictionary.code_list("places"))]  # type: ignore[attr-defined]

    def clean_person(self) -> str:
        """Only somebody within reach; told from nobody by nothing."""
        text = self.cleaned_data["person"].strip()
        if not text:
            return ""
        about = AboutPerson(self.actor, {"code": text})
        if not about.is_valid():
            raise forms.ValidationError(about.errors["code"])
        self.found = about.person
        return text


class Way(forms.Form):
    """How a record is collected."""

    use_required_attribute = False
    mode = forms.ChoiceField(label=_("How it was collected"), widget=forms.Select)

    def __init__(self, data: Any = None, initial: str = "in_person") -> None:
        super().__init__(data, initial={"mode": initial})
        self.fields["mode"].choices = choices_in_words(WAYS)  # type: ignore[attr-defined]
