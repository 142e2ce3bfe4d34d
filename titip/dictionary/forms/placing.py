"""What is asked of a form: its name, its words before the first question, what stands on it."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from titip.dictionary.rules.codebook import Codebook, FormEntry
from titip.dictionary.rules.types import Status


class FormHead(forms.Form):
    """A form's own words."""

    use_required_attribute = False
    name = forms.CharField(label=_("Name of the form"), max_length=160)
    instructions = forms.CharField(
        label=_("Before you begin"), help_text=_("Shown to the interviewer before the first question."), widget=forms.Textarea(attrs={"rows": "5"}),
        required=False,
    )  # fmt: skip
    version_label = forms.CharField(label=_("Version"), help_text=_("As you call it, such as 2026-11."), max_length=40, required=False)


class FormNew(FormHead):
    """A new form of a kind of record."""

    record_type = forms.ChoiceField(label=_("Kind of record"))

    def __init__(self, book: Codebook, data: Any = None) -> None:
        super().__init__(data)
        self.taken = {f.code for f in book.forms}
        self.last = max((f.order for f in book.forms), default=0)
        self.fields["record_type"].choices = [(r.code, r.name) for r in book.record_types]  # type: ignore[attr-defined]

    def entry(self) -> FormEntry:
        """The form, without elements yet."""
        base = slugify(self.cleaned_data["name"]).replace("-", "_")[:60] or "form"
        code = base if base not in self.taken else next(made for n in range(2, 1000) if (made := f"{base}_{n}") not in self.taken)
        words = {name: self.cleaned_data[name] for name in ("name", "record_type", "instructions", "version_label")}
        return FormEntry(code, order=self.last + 1, **words)


class PlaceElement(forms.Form):
    """One more element on a form."""

    use_required_attribute = False
    element = forms.ChoiceField(label=_("Element"))
    section = forms.CharField(label=_("Under the heading"), help_text=_("One that is there, or a new one."), max_length=160, required=False)

    def __init__(self, book: Codebook, form: FormEntry, data: Any = None) -> None:
        super().__init__(data, initial={"section": form.placements[-1].section if form.placements else ""})
        here = {p.element for p in form.placements}
        free = [e for e in book.elements if e.record_type == form.record_type and e.code not in here and e.status is not Status.RETIRED and not e.inside]
        self.fields["element"].choices = [("", _("Choose")), *((e.code, e.label) for e in free)]  # type: ignore[attr-defined]
