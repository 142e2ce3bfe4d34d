"""A rapid screening, made from the dictionary's form; whether they can be heard was asked first."""

from typing import Any

from titip.dictionary.form_builder import ElementForm, FormSection, build
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.forms import FormSpec, Section
from titip.intake.rules.screening import is_cue


class ScreeningForm:
    """The cues as tiles, the rest as questions. ``form`` is the form that checks and answers."""

    def __init__(self, spec: FormSpec, *, first: str, data: Any = None) -> None:
        """``first`` is the code of the element that the first page asked."""
        self.spec = spec
        sections = [Section(s.title, tuple(e for e in s.elements if e.code != first)) for s in spec.sections]
        self.form: ElementForm = build(sections, data=data)

    @property
    def cues(self) -> list[Any]:
        """The signs."""
        return [self.form[e.code] for e in self.spec if is_cue(e) and e.code in self.form.fields]

    @property
    def questions(self) -> list[Any]:
        """What comes before the signs."""
        return [field for field in self._before()]

    @property
    def notes(self) -> list[Any]:
        """What comes after the signs."""
        shown = {field.name for field in [*self.cues, *self.questions]}
        return [field for section in self._sections() for field in section.fields if field.name not in shown]

    def _sections(self) -> list[FormSection]:
        return self.form.sections

    def _before(self) -> list[Any]:
        cues = {field.name for field in self.cues}
        before = []
        for section in self._sections():
            if any(field.name in cues for field in section.fields):
                break
            before += section.fields
        return before

    def answers(self) -> dict[str, Answer]:
        """The answers, once the form is valid."""
        return self.form.answers()
