"""Opening a sealed file that an answer of hers names: as far as whoever asks may see that answer, and never without a line in the log."""

from dataclasses import dataclass
from uuid import UUID

from titip.consent import reads as consent
from titip.dictionary import reads as dictionary
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.types import ElementType
from titip.intake.reads.kind_roles import closed_to
from titip.intake.reads.records import kind_of, kinds, own_about
from titip.intake.reads.sheets import shown_again
from titip.protect.actions import audit
from titip.protect.reads import files as sealed
from titip.protect.rules.access import Actor
from titip.protect.rules.roles import Risk
from titip.register import reads as register
from titip.register.rules.pictures import ENDINGS, can_be_stripped, stripped


class NoCopy(Exception):
    """No copy without hidden data can be made of this kind of file here."""


@dataclass(frozen=True)
class OpenedFile:
    """A file's content, in memory only."""

    content: bytes
    media_type: str

    @property
    def name(self) -> str:
        """A name that says nothing."""
        return f"file.{ENDINGS.get(self.media_type, 'bin')}"


def file_element(person: register.Person, file_id: UUID) -> Declared | None:
    """The element under which a file of hers was kept, or None."""
    row = register.stored_files(person, [str(file_id)]).get(str(file_id))
    if row is None:
        return None
    found = dictionary.declared("registration").get(row.element_code)
    return found or next((e for kind in kinds() if (e := dictionary.declared(kind.code).get(row.element_code)) is not None), None)


def open_file(actor: Actor, person: register.Person, file_id: UUID, *, copy: bool, purpose: str = "") -> OpenedFile | None:
    """The file, or None where no answer that ``actor`` may see names it now. ``copy``: a picture with nothing but its points.

    ``purpose``: for a file of the identity class. Raises NoCopy, files.Gone, vault.Locked. Two events: the answers looked at, the file opened.
    """
    element = file_element(person, file_id)
    record = _record_of(actor, person, element) if element else None
    if element is None or element.type is not ElementType.FILE or record is None:
        return None
    if not _named(actor, person, record, element, file_id, purpose):
        return None
    row = register.stored_files(person, [str(file_id)])[str(file_id)]
    if copy and not can_be_stripped(row.media_type):
        raise NoCopy
    audit.record(
        kind="intake.file", actor_code=actor.code, subjects=[("person", str(person.pk)), ("file", str(file_id))], purpose=purpose,
        detail={"copy": copy, "element": element.code},
    )
    content = sealed.fetch(file_id)
    return OpenedFile(stripped(content, row.media_type) if copy else content, row.media_type)


def _record_of(actor: Actor, person: register.Person, element: Declared) -> register.Record | None:
    """Her record that holds the answer: what she told us, or one of a kind of our own that is open to whoever asks."""
    if element.record_type == "registration":
        return register.registration_of(person)
    kind = kind_of(element.record_type)
    own = own_about(kind, person) if kind is not None and kind.code not in closed_to(actor, "intake.records") else None
    return own.record if own is not None else None


def _named(actor: Actor, person: register.Person, record: register.Record, element: Declared, file_id: UUID, purpose: str) -> bool:
    """Whether an answer that stands, and that she may see for this, names the file."""
    if element.risk == Risk.IDENTITY:
        answers = register.open_identity(actor, record, purpose=purpose) if purpose else {}
    else:
        grounds = consent.grounds_for(person)
        action = "intake.answers" if element.record_type == "registration" else "intake.records"
        only = shown_again(element.record_type, grounds.purposes if grounds else frozenset()) & {element.code, element.inside}
        answers = dict(register.open_record(actor, record, action=action, purpose="", only=only).answers)
    return any(answer.value == str(file_id) for answer in answers.values())
