"""What is asked of an element: its words, its answer, its protection, its use."""

from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from titip.dictionary.rules.codebook import WORDS, Codebook, ElementEntry
from titip.dictionary.rules.types import ElementType, IdentifierKind, Status
from titip.kit.missing import Missing
from titip.kit.points import COARSEST, SIDES, coarse_enough

RISKS = [
    ("low", _("Low: about our work, not about her")), ("medium", _("Medium: about her, and not sealed")),
    ("high", _("High: sealed")), ("identity", _("Identity: sealed, opened by few")),
]  # fmt: skip
IDENTIFIERS = [
    ("", _("None")), ("name", _("Name")), ("locality", _("Place where someone lives")), ("date", _("Date about a person")), ("phone", _("Telephone")),
    ("address", _("Address or e-mail")), ("government_id", _("Official document")), ("record_number", _("Account or record number")),
    ("biometric", _("Biometric: not collected")), ("face_image", _("Picture of a face")),
]  # fmt: skip
TYPES = [
    ("text", _("Text")), ("long_text", _("Long text")), ("yes_no", _("Yes or no")), ("select_one", _("One of a list")), ("select_many", _("Several of a list")),
    ("hierarchy", _("One of a list with levels")), ("place", _("Place")), ("geopoint", _("Pin on a map, kept as a square")), ("integer", _("Whole number")),
    ("decimal", _("Number")), ("date", _("Date")),
    ("partial_date", _("Date, as far as it is known")), ("date_time", _("Day and time")), ("person", _("Another person, by code")), ("file", _("Sealed file")),
    ("calculated", _("Calculated")), ("repeat", _("Repeated group")),
]  # fmt: skip
_MISSING = [
    (Missing.DECLINED.value, _("Prefer not to say")), (Missing.UNKNOWN.value, _("Not known")), (Missing.ASK_LATER.value, _("Ask later")),
]  # fmt: skip
_GENERALISE = [
    ("", _("As it is")), ("bands", _("In bands")), ("year", _("Year only")), ("parent", _("The wider value of its list")),
]  # fmt: skip
_SQUARES = {100: _("As a square of about 100 km"), 10: _("As a square of about 10 km"), 1: _("As a square of about 1 km; its answers must be sealed")}
_WORDS = forms.Textarea(attrs={"rows": "2"})
_LISTED = (ElementType.SELECT_ONE, ElementType.SELECT_MANY, ElementType.HIERARCHY, ElementType.PLACE)
#: Fields under their headings, in the order of the page.
GROUPS: Final = (
    ("words", ("label", "question_text", "indirect_text", "hint", "why", "definition")),
    ("answer", ("code_list", "required", "missing_codes", "minimum_value", "maximum_value", "max_length", "unit", "pattern", "pattern_hint", "constraint",
                "constraint_message", "calculation", "inside", "certainty_asked", "source_asked")),
    ("protection", ("risk", "identifier", "never_by_default", "heavy", "minimum", "offline_allowed", "searchable", "retention_months")),
    ("use", ("purposes", "questions", "quasi_identifier", "sensitive", "generalise", "htcds", "ctdc", "ic_tip", "retired")),
)  # fmt: skip


class ElementEdit(forms.Form):
    """Everything that may change. Its code, its kind of record and, once published, its kind of entry never do."""

    use_required_attribute = False
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    label = forms.CharField(label=_("Label"), max_length=255)
    question_text = forms.CharField(label=_("As asked of a person"), widget=_WORDS, required=False)
    indirect_text = forms.CharField(label=_("A gentler way to ask"), widget=_WORDS, required=False)
    hint = forms.CharField(label=_("Hint"), widget=_WORDS, required=False)
    why = forms.CharField(label=_("Why we ask"), help_text=_("Shown beside the question."), widget=_WORDS, required=False)
    definition = forms.CharField(label=_("Definition"), help_text=_("What it is and is not, in one sentence."), widget=_WORDS, required=False)
    code_list = forms.ChoiceField(label=_("List of choices"), required=False)
    required = forms.BooleanField(label=_("Must be answered; a reason for no answer counts"), required=False)
    missing_codes = forms.MultipleChoiceField(label=_("Ways not to answer"), choices=_MISSING, widget=forms.CheckboxSelectMultiple, required=False)
    minimum_value = forms.DecimalField(label=_("Least"), max_digits=20, decimal_places=6, required=False)
    maximum_value = forms.DecimalField(label=_("Most"), max_digits=20, decimal_places=6, required=False)
    max_length = forms.IntegerField(label=_("Most characters"), min_value=1, max_value=100_000, required=False)
    unit = forms.CharField(label=_("Unit"), max_length=40, required=False)
    pattern = forms.CharField(
        label=_("Pattern"), help_text=_("A regular expression that the whole text must fit, such as [A-Z]{2}[0-9]{6}."), max_length=255, required=False,
    )  # fmt: skip
    pattern_hint = forms.CharField(label=_("The pattern in words"), max_length=255, required=False)
    constraint = forms.CharField(
        label=_("Constraint"), help_text=_("For experts: what must hold of the answer, which is written as a dot: . <= today()"), widget=_WORDS, required=False,
    )  # fmt: skip
    constraint_message = forms.CharField(label=_("What is said where it does not hold"), widget=_WORDS, required=False)
    calculation = forms.CharField(
        label=_("Calculation"), help_text=_("For calculated elements: how it is worked out, such as ${hours} * 7"), widget=_WORDS, required=False,
    )  # fmt: skip
    inside = forms.ChoiceField(label=_("Part of a repeated group"), required=False)
    certainty_asked = forms.BooleanField(label=_("Ask how sure the answer is"), required=False)
    source_asked = forms.BooleanField(label=_("Ask where the answer is from"), required=False)
    risk = forms.ChoiceField(
        label=_("Risk class"), choices=RISKS, widget=forms.RadioSelect,
        help_text=_("Answers kept before a change stay where they are until the record is saved again, or “titip dictionary reseal” is run."),
    )  # fmt: skip
    identifier = forms.ChoiceField(label=_("Identifier"), choices=IDENTIFIERS, required=False)
    never_by_default = forms.BooleanField(label=_("Never shown by default"), required=False)
    heavy = forms.BooleanField(label=_("Shown after a deliberate click, because it is heavy to read"), required=False)
    minimum = forms.BooleanField(label=_("May be held without anybody's agreement: part of the minimum"), required=False)
    offline_allowed = forms.BooleanField(label=_("May be carried on a device"), required=False)
    searchable = forms.BooleanField(label=_("May be searched by"), required=False)
    retention_months = forms.IntegerField(label=_("Months until its keeping is reviewed"), min_value=0, max_value=1200, required=False)
    purposes = forms.MultipleChoiceField(label=_("Purposes"), widget=forms.CheckboxSelectMultiple, required=False)
    questions = forms.MultipleChoiceField(label=_("Questions it answers"), widget=forms.CheckboxSelectMultiple, required=False)
    quasi_identifier = forms.BooleanField(label=_("Could give somebody away together with others"), required=False)
    sensitive = forms.BooleanField(label=_("Would harm if it became known"), required=False)
    generalise = forms.ChoiceField(label=_("How it leaves the house"), required=False)
    htcds = forms.CharField(label=_("Name in HTCDS 2.0"), max_length=120, required=False)
    ctdc = forms.CharField(label=_("Name in CTDC"), max_length=120, required=False)
    ic_tip = forms.CharField(label=_("Name in IC-TIP"), max_length=120, required=False)
    retired = forms.BooleanField(label=_("No longer used"), help_text=_("It leaves the forms; what was answered stays readable."), required=False)

    def __init__(self, entry: ElementEntry, book: Codebook, seen: int, data: Any = None, *, fresh: bool = False) -> None:
        names = [name for name in self.base_fields if name not in ("seen", "retired", "code", "type", "record_type")]
        initial = {name: getattr(entry, name) for name in names}
        initial |= {"seen": seen, "retired": entry.status is Status.RETIRED, "type": entry.type, "code": entry.code, "record_type": entry.record_type}
        super().__init__(data, initial=initial)
        self.entry = entry
        self._choices("purposes", [(p.code, p.name) for p in book.purposes])
        self._choices("questions", [(q.code, q.text) for q in book.questions])
        self._choices("code_list", [("", _("None")), *((c.code, c.name or c.code) for c in book.code_lists)])
        groups = [e for e in book.elements if e.type is ElementType.REPEAT and e.record_type == entry.record_type and e.code != entry.code]
        self._choices("inside", [("", _("None")), *((e.code, e.label) for e in groups)])
        known = {value for value, _label in _GENERALISE}
        self._choices("generalise", [*_GENERALISE, *([(entry.generalise, entry.generalise)] if entry.generalise not in known else [])])
        if not fresh:
            self._leave_out(entry.type)

    def _choices(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _leave_out(self, kind: ElementType) -> None:
        """Fields that say nothing of this kind of entry; what stands in them stays."""
        number, text, pin = kind in (ElementType.INTEGER, ElementType.DECIMAL), kind in (ElementType.TEXT, ElementType.LONG_TEXT), kind is ElementType.GEOPOINT
        useless = {
            "code_list": kind not in _LISTED and not pin, "searchable": pin,
            "minimum_value": not number and not pin and kind is not ElementType.REPEAT, "unit": not number,
            "max_length": not text, "pattern": kind is not ElementType.TEXT, "calculation": kind is not ElementType.CALCULATED,
            "inside": kind is ElementType.REPEAT, "required": kind is ElementType.CALCULATED, "missing_codes": kind is ElementType.CALCULATED,
        }  # fmt: skip
        useless |= {"maximum_value": pin or useless["minimum_value"] and kind is not ElementType.PLACE, "pattern_hint": useless["pattern"]}
        for name, drops in useless.items():
            if drops:
                del self.fields[name]
        if kind is ElementType.PLACE:
            self._ask_how_fine()
        if pin:
            self._ask_how_precise()

    def _ask_how_fine(self) -> None:
        """Of a place: how near to her door it may lead."""
        levels = [("", _("Only what its list has: countries and provinces")), ("2", _("District")), ("3", _("Commune or town")), ("4", _("Village"))]
        self.fields["maximum_value"] = forms.TypedChoiceField(
            label=_("The finest place that is kept"), choices=levels, coerce=Decimal, empty_value=None, required=False,
            help_text=_("Whoever types a village is offered the place around it that is wide enough. A village tells more: seal it, or ask for a province."),
        )

    def _ask_how_precise(self) -> None:
        """Of a pin: the side of the smallest square that may be kept."""
        sizes = [("" if km == COARSEST else str(km), _SQUARES[km]) for km in sorted(SIDES, reverse=True)]
        initial = coarse_enough(self.entry.minimum_value)
        self.initial["minimum_value"] = "" if initial == COARSEST else str(initial)
        self.fields["minimum_value"] = forms.TypedChoiceField(
            label=_("How precisely a pin is kept"), choices=sizes, coerce=Decimal, empty_value=None, required=False, widget=forms.RadioSelect,
            help_text=_(
                "It is made coarser before anything is kept, and whoever fills in may choose coarser still. A square of 1 km can lead to a door. If you ask "
                "for a larger square later, what stands already is shown and handed on as that; underneath it stays as it was kept."
            ),
        )
        self.fields["code_list"].label = _("List of its provinces")
        self.fields["code_list"].help_text = _("In tables a pin stands as its province of this list. Without one it stands as a square of about 100 km.")

    def groups(self) -> list[tuple[str, list[Any]]]:
        """The fields under their headings."""
        return [(name, [self[field] for field in names if field in self.fields]) for name, names in GROUPS]

    def changed_entry(self) -> ElementEntry:
        """The element as it shall be; its class is confirmed by saving."""
        made = {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "retired", "code", "type", "record_type")}
        for name in ("purposes", "questions", "missing_codes"):
            if name in made:
                made[name] = tuple(made[name])
        made["identifier"] = IdentifierKind(made["identifier"])
        status = Status.RETIRED if self.cleaned_data.get("retired") else Status.ACTIVE
        return replace(self.entry, **made, status=status, risk_confirmed=True)


class ElementNew(forms.Form):
    """A new element: the three things that never change, and its label. The rest follows on the next page, with our proposal in it."""

    use_required_attribute = False
    label = forms.CharField(label=_("Label"), help_text=_("A few words, as they stand on a form."), max_length=255)
    record_type = forms.ChoiceField(label=_("Kind of record"))
    type = forms.ChoiceField(label=_("Kind of entry"), choices=TYPES, widget=forms.RadioSelect)
    code_list = forms.ChoiceField(label=_("List of choices"), help_text=_("Only for choices, levels and places."), required=False)
    form = forms.ChoiceField(label=_("Put it on a form"), help_text=_("Last on it; you can move it up."), required=False)
    code = forms.CharField(
        label=_("Code"), help_text=_("Never changes once published: letters, digits and _. Leave it empty to have it made from the label."), max_length=80,
        required=False,
    )  # fmt: skip

    def __init__(self, book: Codebook, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.taken = {e.code.lower() for e in book.elements}
        self.fields["record_type"].choices = [(r.code, r.name) for r in book.record_types]  # type: ignore[attr-defined]
        self.fields["code_list"].choices = [("", _("None")), *((c.code, c.name or c.code) for c in book.code_lists)]  # type: ignore[attr-defined]
        self.fields["form"].choices = [("", _("None")), *((f.code, f.name) for f in book.forms)]  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """Given or made; in the shape of a code and not taken."""
        given = self.cleaned_data["code"].strip()
        code = given or slugify(self.cleaned_data.get("label", "")).replace("-", "_")[:60] or "element"
        code = code if code[0].isalpha() else f"e_{code}"
        if not code.replace("_", "").isascii() or not code.replace("_", "").isalnum():
            raise forms.ValidationError(_("Use letters, digits and _ only, and begin with a letter."))
        if code.lower() not in self.taken:
            return code
        if given:
            raise forms.ValidationError(_("This code is taken. Choose another."))
        return next(made for n in range(2, 1000) if (made := f"{code}_{n}").lower() not in self.taken)

    def clean(self) -> dict[str, Any]:
        """A choice needs its list."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("type") in _LISTED and not found.get("code_list"):
            self.add_error("code_list", _("Choose a list of choices for this kind of entry, or make the list first."))
        return found


class ElementWords(forms.Form):
    """The words of an element in another language, beside the English ones."""

    use_required_attribute = False
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    label = forms.CharField(label=_("Label"), max_length=255, required=False)
    question_text = forms.CharField(label=_("As asked of a person"), widget=_WORDS, required=False)
    indirect_text = forms.CharField(label=_("A gentler way to ask"), widget=_WORDS, required=False)
    hint = forms.CharField(label=_("Hint"), widget=_WORDS, required=False)
    why = forms.CharField(label=_("Why we ask"), widget=_WORDS, required=False)
    definition = forms.CharField(label=_("Definition"), widget=_WORDS, required=False)

    def __init__(self, entry: ElementEntry, language: str, seen: int, data: Any = None) -> None:
        super().__init__(data, initial={**entry.texts.get(language, {}), "seen": seen})
        self.entry, self.language = entry, language
        for word in WORDS:
            self.fields[word].help_text = getattr(entry, word)
            self.fields[word].widget.attrs["lang"] = language

    def changed_entry(self) -> ElementEntry:
        """The element with these words; without the language where all are empty."""
        words = {word: self.cleaned_data[word] for word in WORDS if self.cleaned_data[word]}
        texts = {language: held for language, held in self.entry.texts.items() if language != self.language}
        return replace(self.entry, texts=texts | ({self.language: words} if words else {}))
