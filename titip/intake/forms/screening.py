"""A rapid screening, made from the dictionary's form; whether they can be heard was asked first."""

from dataclasses import replace
from typing import Any

from titip.dictionary.form_builder import ElementForm, FormSection, build
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.forms import FormSpec, Section
from titip.intake.rules.screening import is_cue


def _ways(element: Declared) -> tuple[str, ...]:
    return tuple(way for way in element.missing if way == "unknown")


class ScreeningForm:
    """The cues as tiles, the rest as questions. ``form`` is the form that checks and answers."""

    def __init__(self, spec: FormSpec, *, first: str, data: Any = None) -> None:
        """``first`` is the code of the element that the first page asked."""
        self.spec = spec
        # Seconds count here, and nobody is asked: "ask later" and "prefer not to say" do not arise.
        sections = [Section(s.title, tuple(replace(e, missing=_ways(e)) for e in s.elements if e.code != first)) for s in spec.sections]
        self.form: ElementForm = build(sections, data=data)

    @property
    def cues(self) -> list[Any]:
        """The signs."""
        return [self.form[e.code] for e in self.spec if is_cue(e) and e.code in self.form.fields]

    @property
    def questions(self) -> list[Any]:
        """What comes before the section of the signs."""
        return [field for section in self._without_cues(before=True) for field in section.fields]

    @property
    def notes(self) -> list[Any]:
        """What stands with the signs or after them."""
        cues = {field.name for field in self.cues}
        return [field for section in self._without_cues(before=False) for field in section.fields if field.name not in cues]

    def _without_cues(self, *, before: bool) -> list[FormSection]:
        cues = {field.name for field in self.cues}
        sections = self.form.sections
        first = next((i for i, section in enumerate(sections) if any(field.name in cues for field in section.fields)), len(sections))
        return sections[:first] if before else sections[first:]

    def answers(self) -> dict[str, Answer]:
        """The answers, once the form is valid."""
        return self.form.answers()
