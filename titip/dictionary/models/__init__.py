"""What the dictionary keeps."""

from titip.dictionary.models.cards import CardLanguage, CardSound
from titip.dictionary.models.drafts import Draft, DraftStep, KeptElement, Review
from titip.dictionary.models.elements import CodeList, CodeListItem, Element, ElementText, ElementVersion, Purpose, Question, RecordType
from titip.dictionary.models.forms import Form, Placement
from titip.dictionary.models.places import OwnPlace, PlaceList
from titip.dictionary.models.versions import DictionaryVersion, ImportReport

__all__ = [
    "CardLanguage", "CardSound", "CodeList", "CodeListItem", "DictionaryVersion", "Draft", "DraftStep", "Element", "ElementText", "ElementVersion",
    "Form", "ImportReport", "KeptElement", "OwnPlace", "PlaceList", "Placement", "Purpose", "Question", "RecordType", "Review",
]  # fmt: skip
