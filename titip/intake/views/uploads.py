"""Files that came with a form: looked at, sealed, and named among what was typed; what is not taken is said."""

from uuid import UUID

from django.http import QueryDict

from titip.dictionary.form_builder.file import REMOVE, UPLOAD
from titip.dictionary.rules.keys import element_of
from titip.dictionary.rules.parts import BAD
from titip.dictionary.rules.types import ElementType
from titip.intake import reads
from titip.intake.models import Draft
from titip.intake.rules.typing import Typed, may_be_sent
from titip.protect.gate import StaffRequest
from titip.register import actions as register
from titip.register.reads import Person
from titip.register.rules.pictures import MOST_BYTES, BadFile


def without_removed(request: StaffRequest, typed: Typed) -> Typed:
    """What was typed, without the files whose box says that they go."""
    gone = {name.removesuffix(REMOVE) for name in request.POST if name.endswith(REMOVE)}
    return Typed({name: values for name, values in typed.values.items() if name not in gone}, typed.seen) if gone else typed


def with_files(request: StaffRequest, person: Person, sheet: reads.Sheet, typed: Typed, draft: Draft) -> Typed:
    """What was typed, with the ids of the files that came, or with why one was not taken."""
    values = dict(typed.values)
    for name, upload in request.FILES.items():
        field = name.removesuffix(UPLOAD)
        code = _file_element(sheet, typed, field) if name.endswith(UPLOAD) else ""
        if code:
            try:
                content = upload.read(MOST_BYTES + 1)  # type: ignore[union-attr]  # one file a name
                kept = register.keep_file(actor=request.actor, person=person, element_code=code, content=content, held_for=draft.pk)
                values[field] = [str(kept.pk)]
            except BadFile as bad:
                values[field + BAD] = [bad.code]
    return Typed(values, typed.seen)


def with_own_files(request: StaffRequest, person: Person, sheet: reads.OwnSheet, typed: QueryDict, held_for: UUID) -> QueryDict:
    """The same for a record of our own kinds about her: what was sent, with the ids of the files that came, or with why one was not taken."""
    data = typed.copy()
    taking = {element.code for element in sheet.elements() if element.type is ElementType.FILE}
    for name, upload in request.FILES.items():
        field = name.removesuffix(UPLOAD)
        if name.endswith(UPLOAD) and field in taking:
            try:
                content = upload.read(MOST_BYTES + 1)  # type: ignore[union-attr]  # one file a name
                data[field] = str(register.keep_file(actor=request.actor, person=person, element_code=field, content=content, held_for=held_for).pk)
                data.pop(field + REMOVE, None)
            except BadFile as bad:
                data[field + BAD] = bad.code
    return data


def _file_element(sheet: reads.Sheet, typed: Typed, field: str) -> str:
    """The code of the element that a field is of, where that takes files and stood on the page."""
    for element in sheet.elements():
        if element.code in typed.seen and may_be_sent(field, element.code):
            inside = {member.code: member for member in element.members}
            found = inside.get(element_of(field)) if element.members else element
            return found.code if found is not None and found.type is ElementType.FILE else ""
    return ""
