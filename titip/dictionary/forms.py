"""What the dictionary asks: the changes of one element."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from titip.dictionary.rules.codebook import ElementEntry, PurposeEntry, QuestionEntry
from titip.dictionary.rules.types import Status

RISKS = [
    ("low", _("Low: about our work, not about her")), ("medium", _("Medium: about her, and not sealed")),
    ("high", _("High: sealed")), ("identity", _("Identity: sealed, opened by few")),
]  # fmt: skip
IDENTIFIERS = [
    ("", _("None")), ("name", _("Name")), ("locality", _("Place where someone lives")), ("date", _("Date about a person")), ("phone", _("Telephone")),
    ("address", _("Address or e-mail")), ("government_id", _("Official document")), ("record_number", _("Account or record number")),
    ("face_image", _("Picture of a face")),
]  # fmt: skip
_WORDS = forms.Textarea(attrs={"rows": "2"})


class ElementEdit(forms.Form):
    """The properties that may change. Its code, its type and its kind of record never do."""

    use_required_attribute = False
    base = forms.IntegerField(widget=forms.HiddenInput)
    label = forms.CharField(label=_("Label"), max_length=255)
    definition = forms.CharField(label=_("Definition"), help_text=_("What it is and is not, in one sentence."), widget=_WORDS, required=False)
    question_text = forms.CharField(label=_("As asked of a person"), widget=_WORDS, required=False)
    indirect_text = forms.CharField(label=_("A gentler way to ask"), widget=_WORDS, required=False)
    hint = forms.CharField(label=_("Hint"), widget=_WORDS, required=False)
    why = forms.CharField(label=_("Why we ask"), help_text=_("Shown beside the question."), widget=_WORDS, required=False)
    risk = forms.ChoiceField(
        label=_("Risk class"), choices=RISKS, widget=forms.RadioSelect,
        help_text=_("Answers kept before a change stay where they are until the record is saved again, or “titip dictionary reseal” is run."),
    )  # fmt: skip
    identifier = forms.ChoiceField(label=_("Identifier"), choices=IDENTIFIERS, required=False)
    never_by_default = forms.BooleanField(label=_("Never shown by default"), required=False)
    required = forms.BooleanField(label=_("Must be answered; a reason for no answer counts"), required=False)
    purposes = forms.MultipleChoiceField(label=_("Purposes"), widget=forms.CheckboxSelectMultiple, required=False)
    questions = forms.MultipleChoiceField(label=_("Questions it answers"), widget=forms.CheckboxSelectMultiple, required=False)
    retention_months = forms.IntegerField(label=_("Months until its keeping is reviewed"), min_value=0, max_value=1200, required=False)
    retired = forms.BooleanField(label=_("No longer used"), help_text=_("It leaves the forms; what was answered stays readable."), required=False)

    def __init__(self, entry: ElementEntry, purposes: tuple[PurposeEntry, ...], questions: tuple[QuestionEntry, ...], data: Any = None) -> None:
        names = [name for name in self.base_fields if name not in ("base", "retired")]
        initial = {name: getattr(entry, name) for name in names}
        super().__init__(data, initial={**initial, "base": entry.version, "retired": entry.status is Status.RETIRED})
        self.fields["purposes"].choices = [(p.code, p.name) for p in purposes]  # type: ignore[attr-defined]
        self.fields["questions"].choices = [(q.code, q.text) for q in questions]  # type: ignore[attr-defined]

    def changes(self) -> dict[str, Any]:
        """What the action takes."""
        made = {name: value for name, value in self.cleaned_data.items() if name not in ("base", "retired")}
        status = Status.RETIRED if self.cleaned_data["retired"] else Status.ACTIVE
        return {**made, "purposes": tuple(made["purposes"]), "questions": tuple(made["questions"]), "status": status}
