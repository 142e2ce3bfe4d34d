"""What is asked of the organisation's questions, of a review of harm and benefit, and of whoever publishes."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from titip.dictionary.rules.codebook import Codebook, QuestionEntry
from titip.dictionary.rules.types import Status


def _long(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, widget=forms.Textarea(attrs={"rows": "3"}), max_length=4000, required=required)


class Grouped(forms.CheckboxSelectMultiple):
    """Many choices in groups that open."""

    template_name = "django/forms/widgets/checkbox_groups.html"


class QuestionEdit(forms.Form):
    """A question with its objective; its code is made once and never changes."""

    use_required_attribute = False
    text = _long(_("The question"), _("One that a decision waits for, such as “Which routes do people come by?”"))
    objective = _long(_("What the answer is for"), _("What will be done otherwise once it is known."))
    elements = forms.MultipleChoiceField(label=_("Elements that answer it"), widget=Grouped, required=False)

    def __init__(self, book: Codebook, held: QuestionEntry | None, data: Any = None) -> None:
        initial = {"text": held.text, "objective": held.objective} if held else {}
        tied = [e.code for e in book.elements if held and held.code in e.questions]
        super().__init__(data, initial={**initial, "elements": tied})
        live = [e for e in book.elements if e.status is not Status.RETIRED or e.code in tied]
        groups = [(kind.name, [(e.code, e.label) for e in live if e.record_type == kind.code]) for kind in book.record_types]
        self.fields["elements"].choices = [group for group in groups if group[1]]  # type: ignore[attr-defined]

    def entry(self, code: str, taken: set[str]) -> QuestionEntry:
        """The question; with a code of its own where it is new."""
        base = code or slugify(self.cleaned_data["text"]).replace("-", "_")[:40].strip("_") or "question"
        made = base if code or base not in taken else next(m for n in range(2, 1000) if (m := f"{base}_{n}") not in taken)
        return QuestionEntry(made, self.cleaned_data["text"], self.cleaned_data["objective"])


class ReviewEdit(forms.Form):
    """What good and what harm a collection may do."""

    use_required_attribute = False
    benefit = _long(_("Who gains, and how?"), _("The people asked first; then others like them; then the organisation."))
    harm = _long(_("What could go wrong for the people we ask?"), _("Distress, retaliation, being found, losing trust, being asked again and again."))
    lessen = _long(_("What do we do about it?"), _("Leave questions out, ask another way, protect more, have support at hand."))
    without = _long(_("What can be known without asking?"), _("From files we hold, from others, from fewer people."), required=False)
    asked = _long(_("Who was asked about this?"), _("People with the same experience, interpreters, colleagues. No names of survivors."), required=False)


class KeepReason(forms.Form):
    """Why an element stays."""

    use_required_attribute = False
    reason = _long(_("Why it stays"))


class PublishNote(forms.Form):
    """A word on what changes."""

    use_required_attribute = False
    note = forms.CharField(label=_("What changes, in a line"), help_text=_("Stands beside the version for ever."), max_length=255)
    sha256 = forms.CharField(widget=forms.HiddenInput)
