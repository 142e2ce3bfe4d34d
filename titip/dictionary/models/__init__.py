"""What the dictionary keeps."""

from titip.dictionary.models.elements import CodeList, CodeListItem, Element, ElementText, ElementVersion, Purpose, Question, RecordType
from titip.dictionary.models.forms import Form, Placement
from titip.dictionary.models.versions import DictionaryVersion, ImportReport

__all__ = [
    "CodeList", "CodeListItem", "DictionaryVersion", "Element", "ElementText", "ElementVersion", "Form", "ImportReport", "Placement", "Purpose",
    "Question", "RecordType",
]  # fmt: skip
