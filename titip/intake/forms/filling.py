"""From what was typed to answers: one section to show, the whole form to save."""

from collections.abc import Mapping

from django.forms.utils import ErrorDict
from django.http import QueryDict

from titip.dictionary.form_builder import ElementForm, build
from titip.dictionary.rules import expressions
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.forms import Section
from titip.intake.reads.sheets import Sheet
from titip.intake.rules.meeting import Marks, mark
from titip.intake.rules.typing import Typed
from titip.kit.missing import Missing


def section_form(sheet: Sheet, section: Section, typed: Typed, *, checked: bool = False) -> ElementForm:
    """The form of one section: what was typed where it was typed, what is kept elsewhere. ``checked``: with what is wrong."""
    codes = frozenset(element.code for element in section.elements)
    if not codes & typed.seen:
        return build([section], initial=sheet.answers)
    form = build([section], initial=sheet.answers, data=_data(sheet, section, typed))
    if not checked:
        form._errors = ErrorDict()  # shown as typed, and not judged before it is saved
    return form


def whole_form(sheet: Sheet, typed: Typed) -> ElementForm:
    """Every element that was seen and may be written, for checking and saving. What was not seen is left as it is."""
    sections = [Section(s.title, tuple(e for e in s.elements if e.code in typed.seen)) for s in sheet.sections]
    return build(sections, initial=sheet.answers, data=_query(typed))


def page_marks(sheet: Sheet, section: Section) -> Marks:
    """The marks of what stands in a section's fields as they are shown: typed earlier, or as the record has it."""
    shown = {e.code: _as_typed(e.code, sheet.answers[e.code]) for e in section.elements if e.code in sheet.answers and e.code not in sheet.typed.seen}
    unseen = Typed({name: values for parts in shown.values() for name, values in parts.items()})
    return {e.code: mark(sheet.typed if e.code in sheet.typed.seen else unseen, e.code) for e in section.elements}


def typed_again(answers: Mapping[str, Answer]) -> Typed:
    """Answers as they would be typed: what had been saved is a draft again."""
    values = {name: sent for code, answer in answers.items() for name, sent in _as_typed(code, answer).items()}
    return Typed(values, frozenset(answers))


def as_answers(sheet: Sheet, form: ElementForm) -> dict[str, Answer]:
    """The answers to keep. A held element that was left empty stays what it is; a skip rule that looks at what is not shown is not obeyed."""
    return {code: answer for code, answer in form.answers().items() if not _left_alone(sheet, form, code, answer)}


def _left_alone(sheet: Sheet, form: ElementForm, code: str, answer: Answer) -> bool:
    if answer.missing not in (Missing.EMPTY, Missing.NOT_APPLICABLE):
        return False
    if code in sheet.held:
        return True
    return answer.missing is Missing.NOT_APPLICABLE and bool(_looks_at(form.fields[code].declared.relevant) & _unknown(sheet, form))  # type: ignore[attr-defined]


def _looks_at(relevant: str) -> frozenset[str]:
    try:
        return frozenset(expressions.references(expressions.parse(relevant)))
    except expressions.BadExpression:
        return frozenset()


def _unknown(sheet: Sheet, form: ElementForm) -> frozenset[str]:
    """Elements whose answer we were not shown and did not write."""
    written = {code for code, answer in form.cleaned_data.items() if answer.given}
    return sheet.held - written


def _data(sheet: Sheet, section: Section, typed: Typed) -> QueryDict:
    """What was typed in this section; an element that was not seen yet (its basis came meanwhile) shows what is kept."""
    data = _query(typed)
    unseen = [element for element in section.elements if element.code not in typed.seen and element.code in sheet.answers]
    for element in unseen:
        for name, values in _as_typed(element.code, sheet.answers[element.code]).items():
            data.setlist(name, values)
    return data


def _query(typed: Typed) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in typed.values.items():
        data.setlist(name, list(values))
    return data


def _as_typed(code: str, answer: Answer) -> dict[str, list[str]]:
    beside = {f"{code}__certainty": [str(answer.certainty or "")], f"{code}__source": [answer.source]}
    if answer.missing is not None:
        return beside if answer.missing is Missing.EMPTY else {**beside, f"{code}__missing": [answer.missing.value]}
    value = answer.value
    if isinstance(value, bool):
        return {**beside, code: ["yes" if value else "no"]}
    return {**beside, code: [str(one) for one in value] if isinstance(value, list) else [str(value)]}
