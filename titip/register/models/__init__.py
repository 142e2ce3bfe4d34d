"""What the register keeps."""

from titip.register.models.files import StoredFile
from titip.register.models.links import Link, Partner
from titip.register.models.persons import Assignment, Person
from titip.register.models.records import Record, RecordVersion, SealedAnswer, SearchValue
from titip.register.models.same import SamePerson

__all__ = ["Assignment", "Link", "Partner", "Person", "Record", "RecordVersion", "SamePerson", "SealedAnswer", "SearchValue", "StoredFile"]
