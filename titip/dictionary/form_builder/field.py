"""The field of one element: checks what came against the declaration, and says what to do in the reader's language."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import conditional_escape
from django.utils.translation import get_language, gettext

from titip.dictionary.form_builder.bound import BoundElement
from titip.dictionary.form_builder.controls import ways
from titip.dictionary.form_builder.raw import Raw, raw_of
from titip.dictionary.form_builder.widget import ElementWidget
from titip.dictionary.rules.answers import Answer, BadValue, check
from titip.dictionary.rules.dates import date_words
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.known import Known
from titip.dictionary.rules.levels import path_words
from titip.dictionary.rules.messages import gettext_noop as _
from titip.dictionary.rules.parts import ZAWGYI
from titip.dictionary.rules.points import pin_words
from titip.dictionary.rules.types import Certainty, ElementType
from titip.kit.missing import Missing

_BOTH = _(
    "%(field)s: there is an answer, and “%(way)s” is chosen too. Take one of them away. "
    "If you send it again like this, “%(way)s” is kept and what was written is not."
)
#: Why a file was not taken, by what ``code__bad`` says.
BAD_FILES = {
    "size": _("%(field)s: this file is too big, or empty. Take a smaller picture, or scan at a lower resolution; at most 10 MB fit."),
    "kind": _("%(field)s: this is not a picture (JPEG, PNG) or a PDF, whatever its name says. Choose another file."),
    "damaged": _("%(field)s: this picture cannot be read. Take it again, or choose another."),
    "pixels": _("%(field)s: this picture has too many points. At most 60 million fit; take it with a lower resolution."),
}


def kept_unseen(declared: Declared) -> Declared:
    """An element that has an answer which is not shown: left empty it stays."""
    kept = gettext("Kept, sealed. Write here only to replace it.") if declared.sealed else gettext("Kept, not shown here. Write here only to replace it.")
    return replace(declared, hint=f"{kept} {declared.hint}".strip(), required=False)


def _untold(declared: Declared) -> str:
    """How a day is written, where the dictionary says nothing beside the question."""
    return gettext("Day/month/year") if declared.type is ElementType.DATE else ""


class ElementField(forms.Field):
    """Cleans to an Answer. ``readonly``: shown as text, never read from what was sent."""

    template_name = "dictionary/form_builder/field.html"

    def __init__(self, declared: Declared, held: Answer | None = None, *, readonly: bool = False, zone: str = "UTC") -> None:
        super().__init__(
            required=False,
            label=declared.label,
            help_text=conditional_escape(declared.hint or _untold(declared)),  # a hint may come from a file someone sent
            initial=held,
            widget=ElementWidget(declared, held, zone=zone),
            template_name=self.template_name,
            disabled=readonly,
        )
        self.declared = declared
        self.held = held
        self.zone = zone
        self.known: Known | None = None  # who wrote what is held, where that is told
        self.rule = ""  # the skip rule as a page's script reads it

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundElement:
        """Bound to what stands and what was typed."""
        return BoundElement(form, self, field_name)

    @property
    def foreign(self) -> str:
        """The language of its words where that is not the page's."""
        return self.declared.language if self.declared.language != (get_language() or "en") else ""

    @property
    def shown(self) -> str:
        """The value that is held, as text for reading."""
        value = self.held.value if self.held else None
        if value is None:
            return {code: label for code, label in ways(self.declared) if code}.get(str(self.held.missing), "") if self.held else ""
        if isinstance(value, bool):
            return gettext("Yes") if value else gettext("No")
        if isinstance(value, list):
            return ", ".join(self.declared.choice_label(code) for code in value)
        if self.declared.type is ElementType.HIERARCHY:
            return path_words(self.declared.choices, str(value))
        if self.declared.type is ElementType.FILE:
            return gettext("A file is kept")
        if self.declared.type is ElementType.GEOPOINT:
            return pin_words(self.declared, value, gettext) or str(value)
        if self.declared.choices:
            return self.declared.choice_label(str(value))
        return date_words(self.declared.type, str(value), gettext) or str(value)

    def clean(self, value: Any) -> Answer | None:
        """The answer to keep. Raises ValidationError in the reader's language."""
        if self.disabled:  # shown only: what is held stays, and what was sent is not looked at
            return self.held
        raw = value if isinstance(value, Raw) else Raw()
        try:
            return self._checked(raw)
        except BadValue as bad:
            params = {"label": self.declared.label, **bad.params}
            message = gettext(bad.template) % params
            raise ValidationError(_sentence(message.removeprefix(f"{self.declared.label}: ")), code=bad.code) from None

    def _checked(self, raw: Raw) -> Answer:
        if raw.bad:
            raise BadValue("file", BAD_FILES.get(raw.bad, BAD_FILES["kind"]), field=self.declared.label)
        offered = raw.missing if raw.missing in set(Missing) - {Missing.EMPTY, Missing.NOT_APPLICABLE} else ""
        if offered and not raw.empty:
            if raw.both != offered:
                raise BadValue("both", _BOTH, field=self.declared.label, way=dict(ways(self.declared)).get(offered, offered))
            raw = Raw(missing=offered)
        certainty = raw.certainty if raw.certainty in set(Certainty) else None
        return check(
            self.declared, raw.value, offered or None,
            certainty=certainty, source=raw.source, held=self.held, zone=self.zone, as_it_is=raw.both == ZAWGYI,
        )  # fmt: skip

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether what came differs from what is held."""
        raw = data if isinstance(data, Raw) else Raw()
        held = raw_of(initial if isinstance(initial, Answer) else None, self.declared)
        return (_written(raw), raw.missing, raw.certainty, raw.source) != (_written(held), held.missing, held.certainty, held.source)


def _written(raw: Raw) -> object:
    """The value without boxes in which nothing stands."""
    return {box: text for box, text in raw.value.items() if text} if isinstance(raw.value, Mapping) else raw.value


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
