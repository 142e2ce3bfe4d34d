"""What is asked of a kind of record of one's own: its name, what one is about, its questions one after the other."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from titip.dictionary.rules.classify import classified
from titip.dictionary.rules.codebook import Codebook, CodeListEntry, ElementEntry, FormEntry, ItemEntry, PlacementEntry, RecordTypeEntry
from titip.dictionary.rules.kinds import may_stand
from titip.dictionary.rules.types import ElementType

ABOUT_CHOICES = [
    ("none", _("Nobody: a place, a hearing, a call, a household")), ("person", _("One person who is registered here")),
]  # fmt: skip
ANSWERS = [
    ("text", _("A few words")), ("long_text", _("Several lines")), ("yes_no", _("Yes or no")), ("select_one", _("One of a list")),
    ("select_many", _("Several of a list")), ("integer", _("A whole number")), ("decimal", _("A number")), ("date", _("A date")),
    ("place", _("A place: country and province")), ("geopoint", _("A pin on the map, kept as a square of about 100 km")),
]  # fmt: skip
CLASSES = [
    ("low", _("No: it is about work, numbers or things")), ("medium", _("No, but it is about people")),
    ("high", _("Yes: seal it")),
]  # fmt: skip
#: Answers that a list can be narrowed by.
_FILTERS = (ElementType.SELECT_ONE, ElementType.YES_NO, ElementType.PLACE, ElementType.DATE)
_LISTED = ("select_one", "select_many")


def unused(base: str, taken: set[str]) -> str:
    """``base``, or the first of ``base_2``, ``base_3`` … that is not taken."""
    return base if base not in taken else next(made for n in range(2, 10_000) if (made := f"{base}_{n}") not in taken)


def code_from(words: str, otherwise: str) -> str:
    """Words as a code: letters, digits and ``_``, beginning with a letter."""
    made = slugify(words).replace("-", "_")[:50].strip("_")
    return made if made and made[0].isalpha() else f"{otherwise}_{made}".strip("_")


class KindNew(forms.Form):
    """A new kind of record."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("What do you call one of them?"), help_text=_("Such as: Site visit, Court hearing, Hotline call, Household."), max_length=100,
    )  # fmt: skip
    subject = forms.ChoiceField(
        label=_("What is one about?"), choices=ABOUT_CHOICES, widget=forms.RadioSelect, initial="none",
        help_text=_("This never changes once it is published. People can be linked to any of them by code."),
    )  # fmt: skip
    instructions = forms.CharField(
        label=_("What should a colleague know before filling one in?"), widget=forms.Textarea(attrs={"rows": "3"}), required=False,
    )  # fmt: skip

    def __init__(self, book: Codebook, data: Any = None) -> None:
        super().__init__(data)
        self.book = book

    def clean_name(self) -> str:
        """Two kinds of one name could not be told apart."""
        name = str(self.cleaned_data["name"]).strip()
        if any(kind.name.casefold() == name.casefold() for kind in self.book.record_types):
            raise forms.ValidationError(_("There is a kind of record of this name already. Choose another name."))
        return name

    def entries(self) -> tuple[RecordTypeEntry, FormEntry]:
        """The kind and its one form, without questions yet."""
        given = self.cleaned_data
        taken = {kind.code for kind in self.book.record_types} | {form.code for form in self.book.forms}
        code = unused(code_from(given["name"], "kind"), taken)
        order = max((form.order for form in self.book.forms), default=0) + 1
        return (
            RecordTypeEntry(code, given["name"], "", given["subject"]),
            FormEntry(code, given["name"], code, instructions=given["instructions"], order=order),
        )


class QuestionNew(forms.Form):
    """One more question of a kind of record: words, kind of answer, choices, and whether it could harm."""

    use_required_attribute = False
    label = forms.CharField(label=_("The question, in a few words"), max_length=255)
    type = forms.ChoiceField(label=_("The answer is"), choices=ANSWERS)
    choices = forms.CharField(
        label=_("Choices, one on each line"), help_text=_("Only for lists."), widget=forms.Textarea(attrs={"rows": "4"}), required=False,
    )  # fmt: skip
    risk = forms.ChoiceField(
        label=_("Could an answer harm somebody, or show who somebody is?"), choices=CLASSES, widget=forms.RadioSelect, initial="low",
        help_text=_("Never ask for names, telephones or addresses here."),
    )  # fmt: skip
    required = forms.BooleanField(label=_("Must be answered; “not known” counts as an answer"), required=False)

    def __init__(self, book: Codebook, form: FormEntry, subject: str, data: Any = None) -> None:
        super().__init__(data)
        self.book, self.form, self.subject = book, form, subject
        if book.code_list("places") is None:
            self.fields["type"].choices = [one for one in ANSWERS if one[0] != "place"]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A list has choices; what would be sealed needs somebody whose key seals it."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("type") in _LISTED and len(self._lines(found)) < 2:
            self.add_error("choices", say("Write at least two choices, each on a line of its own."))
        if not self.errors:
            entry = self._element(found, "", "")
            if not may_stand(self.subject, entry.risk):
                self.add_error("risk" if found["risk"] == "high" else "label", self._refusal(found, entry))
        return found

    def _refusal(self, found: dict[str, Any], entry: ElementEntry) -> str:
        if found["risk"] != "high" and entry.identifier:
            return say("These words ask who somebody is. A record about nobody holds no such answer: leave it out, or register the person.")
        return say("A record about nobody cannot hold a sealed answer, because nobody could agree to it. Ask less, or declare a kind about one person.")

    @staticmethod
    def _lines(found: dict[str, Any]) -> list[str]:
        return list(dict.fromkeys(line.strip()[:200] for line in found.get("choices", "").splitlines() if line.strip()))

    def _element(self, found: dict[str, Any], code: str, code_list: str) -> ElementEntry:
        kind = ElementType(found["type"])
        must = found.get("required", False)
        entry = ElementEntry(code or "question", self.form.record_type, kind, found["label"].strip(), code_list=code_list, required=must)
        proposed = classified(replace(entry, risk="", source="ours"))
        # The class she chose; an identifier that the words show is never softened by it.
        risk = proposed.risk if proposed.identifier else found["risk"]
        return replace(
            proposed, code=code, risk=risk, risk_confirmed=True, heavy=False, never_by_default=proposed.never_by_default and risk == "high",
            searchable=kind in _FILTERS and risk in ("low", "medium"), purposes=("care",) if self.subject == "person" else (),
        )  # fmt: skip

    def entries(self) -> list[tuple[str, str, Any]]:
        """What goes into the draft: the list of choices where there is one, the element, and the form with it."""
        found = self.cleaned_data
        taken = {e.code.lower() for e in self.book.elements} | {c.code for c in self.book.code_lists}
        code = unused(f"{self.form.code}_{code_from(found['label'], 'q')}"[:70], taken)
        made: list[tuple[str, str, Any]] = []
        code_list = ""
        if found["type"] in _LISTED:
            code_list = code
            made.append(("code_lists", code, CodeListEntry(code, found["label"].strip()[:160], "ours", self._items(found))))
        elif found["type"] == "place" or (found["type"] == "geopoint" and self.book.code_list("places") is not None):
            code_list = "places"
        element = self._element(found, code, code_list)
        form = replace(self.form, placements=(*self.form.placements, PlacementEntry(code)))
        return [*made, ("elements", code, element), ("forms", form.code, form)]

    def _items(self, found: dict[str, Any]) -> tuple[ItemEntry, ...]:
        items: list[ItemEntry] = []
        for line in self._lines(found):
            items.append(ItemEntry(unused(code_from(line, "choice"), {item.code for item in items}), line))
        return tuple(items)
