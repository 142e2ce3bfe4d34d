"""From what was typed to answers: one section to show, the whole form to save."""

from collections.abc import Mapping
from dataclasses import replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from titip.dictionary import reads as dictionary
from titip.dictionary.form_builder import Context, ElementForm, build
from titip.dictionary.form_builder.raw import as_sent
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.forms import Section
from titip.dictionary.rules.keys import member_key, row_key, top_of
from titip.dictionary.rules.types import ElementType
from titip.intake.reads.sheets import Sheet
from titip.intake.rules.meeting import Marks, mark
from titip.intake.rules.typing import Typed
from titip.kit.missing import Missing
from titip.protect.rules.access import Actor
from titip.register import reads as register


def section_form(sheet: Sheet, section: Section, typed: Typed, *, whole: ElementForm, checked: bool = False, folds: bool = False) -> ElementForm:
    """The form of one page: what was typed where it was typed, what is kept elsewhere. ``whole``: of everything that was typed.

    ``checked``: with what is wrong. ``folds``: rows of a repeated group that are written already are folded.
    """
    codes = frozenset(element.code for element in section.elements)
    context = replace(_context(sheet, whole.tentative if typed.seen - codes else {}), folds=folds)
    if not codes & typed.seen:
        return build([section], initial=sheet.answers, context=context)
    form = build([section], initial=sheet.answers, data=_data(sheet, section, typed), context=context)
    return form if checked else form.unjudged()


def whole_form(sheet: Sheet, typed: Typed) -> ElementForm:
    """Every element that was seen and may be written, for checking and saving. What was not seen is left as it is."""
    sections = [Section(s.title, tuple(e for e in s.elements if e.code in typed.seen)) for s in sheet.sections]
    return build(sections, initial=sheet.answers, data=_standing_rows(sheet, _query(typed)), context=_context(sheet, {}))


def check_named(actor: Actor, person: register.Person, form: ElementForm) -> None:
    """Refuse, where it stands, what an answer names and must not: somebody whom ``actor`` may not see, a file that is not hers.

    Nobody learns whether there is such a person or such a file.
    """
    _check_people(actor, person, form)
    named = _named(form, ElementType.FILE)
    hers = register.stored_files(person, named.values())
    for key in (key for key, file_id in named.items() if file_id not in hers):
        form.add_error(key, _("This is not a file that was kept here. Choose the file again."))


def _check_people(actor: Actor, person: register.Person, form: ElementForm) -> None:
    named = _named(form, ElementType.PERSON)
    reach = register.by_code(actor, named.values())
    for key, code in named.items():
        if code == person.code:
            form.add_error(key, _("This is her own code. Write the code of the other person."))
        elif code not in reach:
            form.add_error(key, _("There is nobody with this code among the people you work with."))


def _named(form: ElementForm, kind: ElementType) -> dict[str, str]:
    """What answers of this kind name anew, by key; what stands already may stay."""
    given = {key: answer for key, answer in form.cleaned_data.items() if isinstance(answer, Answer) and answer.given}
    fields = ((key, answer, form.fields[key]) for key, answer in given.items())
    return {key: str(answer.value) for key, answer, field in fields if field.declared.type is kind and answer != field.held}  # type: ignore[attr-defined]


def page_marks(sheet: Sheet, section: Section) -> Marks:
    """The marks of what stands in a section's fields as they are shown: typed earlier, or as the record has it."""
    shown = [_as_shown(sheet.around, sheet.answers, e) for e in section.elements if e.code not in sheet.typed.seen]
    unseen = Typed({name: values for parts in shown for name, values in parts.items()})
    return {e.code: mark(sheet.typed if e.code in sheet.typed.seen else unseen, e.code) for e in section.elements}


def typed_again(answers: Mapping[str, Answer]) -> Typed:
    """Answers as they would be typed: what had been saved is a draft again."""
    declared = dictionary.declared("registration")
    elements = [declared[code] for code in dict.fromkeys(top_of(key) for key in answers) if code in declared]
    elements = [element for element in elements if element.type is not ElementType.CALCULATED]
    values = {name: sent for element in elements for name, sent in _as_shown(declared, answers, element).items()}
    return Typed(values, frozenset(element.code for element in elements))


def _as_shown(declared: Mapping[str, Declared], answers: Mapping[str, Answer], element: Declared) -> dict[str, list[str]]:
    """What a page would send for an element left as it stands, the rows of a repeated group with it."""
    keys = [element.code, *(key for key in answers if top_of(key) == element.code and key in declared)]
    shown = {name: sent for key in keys if key in answers for name, sent in as_sent(key, answers[key], declared[key]).items()}
    rows = answers[element.code].value if element.type is ElementType.REPEAT and element.code in answers else None
    return {**shown, **{row_key(element.code, str(row)): ["1"] for row in rows}} if isinstance(rows, list) else shown


def as_answers(sheet: Sheet, form: ElementForm) -> dict[str, Answer]:
    """The answers to keep. A held element that was left empty, or is not asked, stays what it is."""
    left = (Missing.EMPTY, Missing.NOT_APPLICABLE)
    return {key: answer for key, answer in form.answers().items() if not (key in sheet.held and answer.missing in left)}


def _context(sheet: Sheet, meanwhile: Mapping[str, Answer]) -> Context:
    return Context(known=sheet.known, unknown=sheet.held, around=sheet.around, meanwhile=meanwhile)


def _data(sheet: Sheet, section: Section, typed: Typed) -> QueryDict:
    """What was typed in this section; an element that was not seen yet (its basis came meanwhile) shows what is kept."""
    data = _query(typed)
    for element in section.elements:
        if element.code not in typed.seen and element.code in sheet.answers:
            for name, values in _as_shown(sheet.around, sheet.answers, element).items():
                data.setlist(name, values)
    return _standing_rows(sheet, data)


def _standing_rows(sheet: Sheet, data: QueryDict) -> QueryDict:
    """A row of which nothing was on the page stands as it is kept; one that is not kept any more is none."""
    for element in sheet.elements():
        if element.type is ElementType.REPEAT and element.code in data:
            for row in data.getlist(element.code):
                if row_key(element.code, row) not in data:
                    _stand(sheet, data, element.code, row)
    return data


def _stand(sheet: Sheet, data: QueryDict, group: str, row: str) -> None:
    held = sheet.answers.get(group)
    if held is None or not isinstance(held.value, list) or row not in held.value:
        data.setlist(group, [one for one in data.getlist(group) if one != row])
        return
    data.setlist(row_key(group, row), ["1"])
    for member in sheet.around[group].members:
        for name, values in _as_typed(sheet, member_key(group, row, member.code)).items():
            data.setlist(name, values)


def _query(typed: Typed) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in typed.values.items():
        data.setlist(name, list(values))
    return data


def _as_typed(sheet: Sheet, key: str) -> dict[str, list[str]]:
    """What stands under a key, as its controls would send it."""
    answer = sheet.answers.get(key)
    return as_sent(key, answer, sheet.around[key]) if answer is not None and key in sheet.around else {}
