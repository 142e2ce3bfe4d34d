"""What is asked of a campaign or programme, of what was done in it, and of who came: counts, by sex and age band."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from titip.dictionary import reads as dictionary
from titip.intake.forms.records import AboutPerson, choices_in_words
from titip.intake.models import Programme
from titip.intake.models.programmes import AGES, KINDS, SEXES

_DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"]
_DAY_HINT = _("Day, month, year: 5/11/2026")
_MOST = 1_000_000


class ProgrammeNew(forms.Form):
    """A campaign or programme."""

    use_required_attribute = False
    name = forms.CharField(label=_("Name"), help_text=_("Of the campaign or programme; nobody's."), max_length=160)
    sort = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect, initial="programme")
    aim = forms.CharField(label=_("What is it for?"), widget=forms.Textarea(attrs={"rows": "3"}), required=False)
    began = forms.DateField(label=_("First day"), help_text=_DAY_HINT, input_formats=_DAYS)
    ended = forms.DateField(label=_("Last day"), help_text=_("Leave it empty while it goes on."), input_formats=_DAYS, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["sort"].choices = choices_in_words(Programme.SORTS)  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """Two of one name could not be told apart."""
        name = str(self.cleaned_data["name"]).strip()
        if Programme.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("There is one of this name already. Choose another name."))
        return name

    def clean(self) -> dict[str, Any]:
        """It does not end before it begins."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("began") and found.get("ended") and found["ended"] < found["began"]:
            self.add_error("ended", _("The last day is before the first. Exchange them, or leave it empty."))
        return found


class ActivityNew(forms.Form):
    """One thing that was done, and how many came."""

    use_required_attribute = False
    day = forms.DateField(label=_("Day"), help_text=_DAY_HINT, input_formats=_DAYS)
    kind = forms.ChoiceField(label=_("What was done"))
    place_code = forms.ChoiceField(label=_("Province"), required=False)
    place_words = forms.CharField(label=_("Where"), help_text=_("Such as: market, school, port. Nobody's home."), max_length=120, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["kind"].choices = choices_in_words(KINDS)  # type: ignore[attr-defined]
        self.fields["place_code"].choices = [("", "—"), *((c.code, c.label) for c in dictionary.code_list("places"))]  # type: ignore[attr-defined]
        self.groups: list[tuple[str, list[str]]] = []
        for sex, sex_words in choices_in_words(SEXES):
            names = []
            for age, age_words in choices_in_words(AGES):
                name = f"n_{sex}_{age}"
                self.fields[name] = forms.IntegerField(label=age_words, min_value=0, max_value=_MOST, required=False)
                names.append(name)
            self.groups.append((sex_words, names))

    def counted(self) -> list[tuple[str, list[Any]]]:
        """The boxes of each sex, by age band, for the page."""
        return [(words, [self[name] for name in names]) for words, names in self.groups]

    def plain(self) -> list[Any]:
        """The boxes before the counts."""
        return [self[name] for name in ("day", "kind", "place_code", "place_words")]

    def counts(self) -> dict[tuple[str, str], int]:
        """How many came, by sex and age band; what is empty is none."""
        return {(sex, age): n for sex, _s in SEXES for age, _a in AGES if (n := self.cleaned_data.get(f"n_{sex}_{age}"))}


class NameParticipant(AboutPerson):
    """A registered person who came, by code, and why it must be known."""

    reason = forms.CharField(label=_("Why must it be known that she came?"), help_text=_("Otherwise counting is enough."), max_length=200)


class Period(forms.Form):
    """From when until when totals are shown."""

    use_required_attribute = False
    since = forms.DateField(label=_("From"), help_text=_DAY_HINT, input_formats=_DAYS, required=False)
    until = forms.DateField(label=_("Until"), help_text=_DAY_HINT, input_formats=_DAYS, required=False)
