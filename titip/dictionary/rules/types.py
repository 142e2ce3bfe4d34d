"""The vocabulary of a declaration: types, identifier kinds, statuses."""

from enum import StrEnum


class ElementType(StrEnum):
    """What kind of entry an element takes (D9)."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    DATE_TIME = "date_time"
    YES_NO = "yes_no"
    SELECT_ONE = "select_one"
    SELECT_MANY = "select_many"
    PLACE = "place"
    GEOPOINT = "geopoint"  # a pin, kept as a square of the map
    HIERARCHY = "hierarchy"  # a choice of a list with parents, at any level
    PERSON = "person"  # the code of another registered person
    FILE = "file"  # a sealed scan or picture
    CALCULATED = "calculated"  # worked out on saving, never typed
    REPEAT = "repeat"  # a group of elements, answered once for each child, paper, journey


#: Types whose answers say when something was. ``titip.dictionary.rules.dates`` reads them.
DATES = frozenset({ElementType.DATE, ElementType.PARTIAL_DATE, ElementType.DATE_TIME})


class IdentifierKind(StrEnum):
    """The nine kinds of direct identifier (X3), and none."""

    NONE = ""
    NAME = "name"
    LOCALITY = "locality"
    DATE = "date"
    PHONE = "phone"
    ADDRESS = "address"
    GOVERNMENT_ID = "government_id"
    RECORD_NUMBER = "record_number"
    BIOMETRIC = "biometric"
    FACE_IMAGE = "face_image"


class Status(StrEnum):
    """The life of an element version."""

    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


class Certainty(StrEnum):
    """How sure a value is (D4)."""

    VERIFIED = "verified"
    REPORTED = "reported"
    APPROXIMATE = "approximate"


class Source(StrEnum):
    """Where a value comes from, as a choice. An element whose answers are sealed takes free words instead."""

    PERSON = "person"
    RELATIVE = "relative"
    DOCUMENT = "document"
    OBSERVED = "observed"
    ORGANISATION = "organisation"
    AUTHORITY = "authority"
    RECORD = "record"
