"""The register asks: a new person, her age, a search."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from titip.kit.codes import BadCode, read_code
from titip.register.models import Link, Partner, Person

AGE = {"adult": gettext_noop("18 or older"), "child": gettext_noop("Under 18"), "doubt": gettext_noop("In doubt: treated as under 18")}


class PersonForm(forms.Form):
    """A new person: no name, an optional pseudonym of her own choice, her age."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pseudonym"] = forms.CharField(
            label=_("A name she chooses for herself (optional)"), max_length=60, required=False,
            help_text=_("Not her own name, nor one by which others know her. It is shown on screens beside her code."),
        )
        self.fields["age_status"] = _age_field()


class AgeForm(forms.Form):
    """Adult, child, or in doubt."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["age_status"] = _age_field()


class LinkForm(forms.Form):
    """What a person is to somebody, to an organisation, or to a place."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [(value, _(label)) for value, label in Link._meta.get_field("kind").choices]
        self.fields["kind"] = forms.ChoiceField(label=_("What is the link?"), choices=kinds, widget=forms.RadioSelect)
        self.fields["other"] = forms.CharField(
            label=_("Code of the other person"), required=False, max_length=12, widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
        )
        partners = [(str(partner.pk), partner.name) for partner in Partner.objects.order_by("name")]
        self.fields["partner"] = forms.ChoiceField(label=_("Or an organisation"), choices=[("", _("None")), *partners], required=False)
        self.fields["place"] = forms.CharField(
            label=_("Or a place"), required=False, max_length=40, widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
        )

    def clean_other(self):
        """The canonical form of a typed code."""
        text = self.cleaned_data["other"].strip()
        if not text:
            return ""
        try:
            return read_code(text)
        except BadCode:
            raise forms.ValidationError(_("There is a slip in this code. Look at it again, letter by letter.")) from None

    def clean(self):
        """Exactly one of person, organisation and place."""
        data = super().clean()
        given = [name for name in ("other", "partner", "place") if data.get(name)]
        if len(given) != 1 and not self.errors:
            raise forms.ValidationError(_("Give one of the three: a person, an organisation or a place."))
        return data


def _age_field():
    labels = [(value, _(AGE[value])) for value, _label in Person.AGE]
    return forms.ChoiceField(
        label=_("Her age"), choices=labels, widget=forms.RadioSelect, help_text=_("If you are not sure, it counts as under 18 until it is decided."),
    )
