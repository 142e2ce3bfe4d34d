"""From what was typed on a record of one's own kinds to its answers, and back where a colleague wrote something else."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from titip.dictionary.form_builder import Context, ElementForm, build
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.types import ElementType
from titip.intake.reads.records import OwnSheet
from titip.kit.missing import Missing
from titip.protect.rules.access import Actor
from titip.register import reads as register


def own_form(sheet: OwnSheet, data: Any = None) -> ElementForm:
    """The whole form: what is kept, or what was typed."""
    context = Context(known=sheet.known, unknown=sheet.held, around=sheet.around)
    return build(sheet.sections, initial=sheet.answers, data=data, context=context)


def own_answers(sheet: OwnSheet, form: ElementForm) -> dict[str, Answer]:
    """The answers to keep. One that is held and was not shown, and was left empty, stays what it is."""
    left = (Missing.EMPTY, Missing.NOT_APPLICABLE)
    return {key: answer for key, answer in form.answers().items() if not (key in sheet.held and answer.missing in left)}


def check_people(actor: Actor, form: ElementForm) -> None:
    """Refuse, where it stands, the code of somebody whom ``actor`` may not see."""
    named = {
        key: str(answer.value) for key, answer in form.cleaned_data.items()
        if isinstance(answer, Answer) and answer.given and form.fields[key].declared.type is ElementType.PERSON and answer != form.fields[key].held  # type: ignore[attr-defined]
    }  # fmt: skip
    reach = register.by_code(actor, named.values()) if named else {}
    for key in (key for key, code in named.items() if code not in reach):
        form.add_error(key, _("There is nobody with this code among the people you work with."))


def as_data(values: Mapping[str, list[str]]) -> QueryDict:
    """Values by name as a form takes them."""
    data = QueryDict(mutable=True)
    for name, held in values.items():
        data.setlist(name, list(held))
    return data
