"""Ten questions of a kind of record on one page: words and kind of answer in rows; classes proposed from them, looked at, then kept."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from titip.dictionary.forms.kinds import ANSWERS, CLASSES, QuestionNew
from titip.dictionary.rules.codebook import Codebook, ElementEntry, FormEntry
from titip.dictionary.rules.kinds import proposed
from titip.dictionary.rules.types import ElementType

ROWS = 10
_PARTS = ("label", "type", "choices", "required")


@dataclass(frozen=True)
class Row:
    """One row as it is drawn. ``why``: the reason for the class that is proposed."""

    number: int
    label: BoundField
    type: BoundField
    choices: BoundField
    required: BoundField
    risk: BoundField
    why: str = ""


class QuestionsNew(forms.Form):
    """Up to ten more questions of a kind of record. Without classes (``weighed`` false) they are proposed; with them each is as she chose."""

    use_required_attribute = False

    def __init__(self, book: Codebook, form: FormEntry, subject: str, data: Any = None) -> None:
        super().__init__(data)
        self.book, self.form, self.subject = book, form, subject
        answers = [one for one in ANSWERS if one[0] != "place" or book.code_list("places") is not None]
        for n in range(1, ROWS + 1):
            self.fields[f"label_{n}"] = forms.CharField(label=say("Question %(n)s") % {"n": n}, max_length=255, required=False)
            self.fields[f"type_{n}"] = forms.ChoiceField(label=_("The answer is"), choices=answers, initial="text", required=False)
            rows = forms.Textarea(attrs={"rows": "3"})
            self.fields[f"choices_{n}"] = forms.CharField(label=_("Choices, one on each line"), widget=rows, required=False)
            self.fields[f"required_{n}"] = forms.BooleanField(label=_("Must be answered"), required=False)
            self.fields[f"risk_{n}"] = forms.ChoiceField(label=_("Could an answer harm?"), choices=CLASSES, required=False)

    @property
    def weighed(self) -> bool:
        """Whether the classes were shown, and sent back."""
        return self.is_bound and any(self.data.get(f"risk_{n}") for n in range(1, ROWS + 1))

    def rows(self) -> Iterator[Row]:
        """Every row; where classes are shown, those with words only."""
        for n in range(1, ROWS + 1):
            if self.weighed and not self["label_" + str(n)].value():
                continue
            parts = {name: self[f"{name}_{n}"] for name in (*_PARTS, "risk")}
            yield Row(n, **parts, why=self._why(n) if self.weighed else "")

    def clean(self) -> dict[str, Any]:
        """Each row as if it had been asked alone; what is wrong stands at its row."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        filled = [n for n in range(1, ROWS + 1) if found.get(f"label_{n}")]
        for n in set(range(1, ROWS + 1)) - set(filled):
            if found.get(f"choices_{n}") and f"label_{n}" not in self.errors:
                self.add_error(f"label_{n}", say("Write the question that these choices belong to, or empty them."))
        if not filled and not self.errors:
            self.add_error("label_1", say("Write one question at least."))
        for n in filled:
            for name, faults in self._alone(n).errors.items():
                self.add_error(f"{name if name in _PARTS or (name == 'risk' and self.weighed) else 'label'}_{n}", faults.data)
        return found

    def entries(self) -> list[tuple[str, str, Any]]:
        """What goes into the draft as one step: lists of choices, elements, and the form with all of them."""
        made: list[tuple[str, str, Any]] = []
        book, form = self.book, self.form
        for n in range(1, ROWS + 1):
            if not self.cleaned_data.get(f"label_{n}"):
                continue
            one = self._alone(n, book, form)
            one.is_valid()
            *new, (_kind, _code, form) = one.entries()
            made += new
            lists = tuple(entry for kind, _code, entry in new if kind == "code_lists")
            elements = tuple(entry for kind, _code, entry in new if kind == "elements")
            book = replace(book, code_lists=(*book.code_lists, *lists), elements=(*book.elements, *elements))
        return [*made, ("forms", form.code, form)]

    def with_classes(self) -> "QuestionsNew":
        """The same rows, with the class that is proposed for each: to be looked at, changed, and sent back."""
        data = self._words()
        for n in range(1, ROWS + 1):
            if self.cleaned_data.get(f"label_{n}"):
                risk = proposed(self._element(n), self.subject).proposal.risk
                data[f"risk_{n}"] = "high" if risk == "identity" else risk
        return QuestionsNew(self.book, self.form, self.subject, data)

    def with_words(self) -> "QuestionsNew":
        """The same rows without classes, to be changed."""
        return QuestionsNew(self.book, self.form, self.subject, self._words())

    def _words(self) -> QueryDict:
        data = QueryDict(mutable=True)
        for name, values in dict(self.data.lists()).items():
            if not name.startswith("risk_"):
                data.setlist(name, values)
        return data

    def _why(self, n: int) -> str:
        reason = proposed(self._element(n), self.subject)
        return say(reason.template) % dict(reason.params)

    def _element(self, n: int) -> ElementEntry:
        given = str(self.data.get(f"type_{n}") or "text")
        kind = ElementType(given) if given in {code for code, _words in ANSWERS} else ElementType.TEXT
        return ElementEntry("question", self.form.record_type, kind, str(self.data.get(f"label_{n}") or "").strip())

    def _alone(self, n: int, book: Codebook | None = None, form: FormEntry | None = None) -> QuestionNew:
        """The row as the form of one question takes it."""
        data = {name: self.data.get(f"{name}_{n}", "") for name in _PARTS}
        data["type"] = data["type"] or "text"
        risk = self.data.get(f"risk_{n}") or ("low" if self.subject == "none" else "high")
        return QuestionNew(book or self.book, form or self.form, self.subject, {**data, "risk": risk})
