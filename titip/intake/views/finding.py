"""From an address to the person, the form and the sheet it names, through the gate."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from titip.dictionary import reads as dictionary
from titip.intake import reads
from titip.intake.rules.timing import Here
from titip.intake.rules.typing import Typed, read_typed
from titip.intake.views.uploads import without_removed
from titip.protect.gate import NotHere, StaffRequest, allow
from titip.protect.gate.once import DRAFT_HEADER
from titip.register import reads as register

ACTION = "intake.fill"
RECORD_TYPE = "registration"


def person_or_refuse(request: StaffRequest, person_id: UUID, action: str = ACTION) -> register.Person:
    """The person, if whoever asks may write about her, or do ``action``. Raises NotHere."""
    person = register.person_for(person_id)
    if person is None:
        raise NotHere
    allow(request, action, register.facts(person))
    return person


def sheet_or_refuse(request: StaffRequest, person_id: UUID, form_code: str) -> tuple[register.Person, reads.Sheet]:
    """The person and the form opened for her. Raises NotHere where the form is none about a person."""
    person = person_or_refuse(request, person_id)
    if form_code not in {form.code for form in dictionary.forms(RECORD_TYPE)}:
        raise NotHere
    return person, reads.open_sheet(request.actor, person, form_code)


def typed_in(request: StaffRequest, sheet: reads.Sheet) -> Typed:
    """What was sent for the questions that stood on the page, as far as they may be written now.

    The page says which they were. Since it was opened a yes that came or went may have moved its section or added questions to it:
    what nobody saw is not emptied.
    """
    if not sheet.sections:
        return Typed()
    section = sheet.sections[section_number(request.POST.get("section"), sheet)]
    stood = request.POST["shown"].split() if "shown" in request.POST else [element.code for element in section.elements]
    typed = read_typed(dict(request.POST.lists()), [element.code for element in sheet.elements() if element.code in stood])
    return without_removed(request, typed)


@dataclass(frozen=True)
class Place:
    """Where on a form somebody is: a section by its number, a question by its code. ``named``: the address or the page said so."""

    section: int = 0
    at: str = ""
    named: bool = False

    def query(self) -> str:
        """As an address carries it."""
        return urlencode({"section": self.section, **({"at": self.at} if self.at else {})})


def place_in(told: QueryDict, sheet: reads.Sheet) -> Place:
    """The place that an address or a page tells; the first section where it tells nothing of use."""
    codes = {element.code for element in sheet.elements()}
    at = told.get("at", "")
    return Place(section_number(told.get("section"), sheet), at if at in codes else "", named="section" in told or at in codes)


def here_in(request: StaffRequest, sheet: reads.Sheet) -> Here:
    """What a page tells of itself: this pause in typing, its question and section, when it was made."""
    place = place_in(request.POST, sheet)
    made = request.POST.get("made", "")
    at = datetime.fromtimestamp(int(made), UTC) if made.isascii() and made.isdigit() and len(made) < 11 else None
    title = sheet.sections[place.section].title if sheet.sections else ""
    return Here(request.headers.get(DRAFT_HEADER, "")[:60], place.at, title, at)


def base_in(request: StaffRequest, sheet: reads.Sheet) -> int:
    """The version that the page was made from; never a later one than there is."""
    text = request.POST.get("base", "")
    return min(int(text), sheet.number) if text.isascii() and text.isdigit() and len(text) < 10 else sheet.base_number


def section_number(text: str | None, sheet: reads.Sheet) -> int:
    """A section's place from what an address or a button says; the first where it says nothing of use."""
    number = int(text) if text and text.isascii() and text.isdigit() and len(text) < 5 else 0
    return number if number < len(sheet.sections) else 0
