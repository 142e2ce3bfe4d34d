"""The form itself: sections of element fields, answers by element code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from titip.dictionary.form_builder.field import ElementField
from titip.dictionary.rules import expressions
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.forms import Section
from titip.dictionary.rules.types import ElementType
from titip.dictionary.rules.values import value_of
from titip.kit import clock
from titip.kit.missing import Missing
from titip.protect.reads.staff import time_zone


@dataclass(frozen=True)
class FormSection:
    """A heading with the bound fields under it, for templates."""

    title: str
    fields: list[BoundField]


class ElementForm(forms.Form):
    """Made by ``build``. Draws itself with its headings; ``sections`` gives the parts to a page that lays them out."""

    template_name = "dictionary/form_builder/form.html"
    use_required_attribute = False

    def __init__(self, sections: Iterable[Section], held: Mapping[str, Answer], readonly: frozenset[str], data: Any, prefix: str) -> None:
        super().__init__(data=data, prefix=prefix or None)
        self._held = held
        self._titles: list[tuple[str, list[str]]] = []
        sections = list(sections)
        zone = time_zone() if any(d.type is ElementType.DATE_TIME for section in sections for d in section.elements) else "UTC"
        for section in sections:
            self._titles.append((section.title, [d.code for d in section.elements]))
            for declared in section.elements:
                self.fields[declared.code] = ElementField(declared, held.get(declared.code), readonly=declared.code in readonly, zone=zone)

    @property
    def sections(self) -> list[FormSection]:
        """The headings with their fields."""
        return [FormSection(title, [self[code] for code in codes]) for title, codes in self._titles]

    def answers(self) -> dict[str, Answer]:
        """Every element's answer by code, once the form is valid. An element only shown keeps what is held; without that it is left out.

        Skip rules are obeyed here: an element that does not arise and was left empty is *not applicable*; what somebody wrote stays.
        """
        if not self.is_valid():
            raise ValueError("The form has errors; ask is_valid() first.")
        given = {code: answer for code, answer in self.cleaned_data.items() if isinstance(answer, Answer)}
        values = {code: value_of(answer, self._type(code)) for code, answer in {**self._held, **given}.items() if answer.given}
        return {code: self._after_skip_rule(code, answer, values) for code, answer in given.items()}

    def _after_skip_rule(self, code: str, answer: Answer, values: Mapping[str, expressions.Value]) -> Answer:
        declared = self._declared(code)
        if answer.missing is not Missing.EMPTY or not declared.relevant:
            return answer
        try:
            arises = expressions.holds(expressions.parse(declared.relevant), values, today=clock.today())
        except expressions.BadExpression:
            return answer
        return answer if arises else Answer(missing=Missing.NOT_APPLICABLE)

    def _type(self, code: str) -> ElementType | None:
        return self._declared(code).type if code in self.fields else None

    def _declared(self, code: str) -> Declared:
        field = self.fields[code]
        assert isinstance(field, ElementField)
        return field.declared


def build(
    sections: Iterable[Section],
    *,
    initial: Mapping[str, Answer] | None = None,
    data: Any = None,
    prefix: str = "",
    readonly: frozenset[str] = frozenset(),
) -> ElementForm:
    """A form for these sections. ``initial``: the answers that stand (also those outside the sections, for skip rules); ``data``: what was posted.

    A posted form that is not valid shows again exactly what was typed. No field blocks the browser from sending.
    """
    return ElementForm(sections, initial or {}, readonly, data, prefix)
