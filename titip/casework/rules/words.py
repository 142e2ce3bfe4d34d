"""The words of a case: roles in it, services, answers to an offer. Codes are kept; labels are message ids."""

from enum import StrEnum

from titip.dictionary.rules.messages import gettext_noop as _


class Part(StrEnum):
    """How a person takes part in a case. One person may do so in several ways."""

    VICTIM = "victim"
    PERPETRATOR = "alleged_perpetrator"
    FAMILY = "family"
    WITNESS = "witness"
    OTHER = "other"


PARTS: dict[Part, str] = {
    Part.VICTIM: _("Person concerned"),
    Part.PERPETRATOR: _("Alleged perpetrator"),
    Part.FAMILY: _("Family"),
    Part.WITNESS: _("Witness"),
    Part.OTHER: _("Other"),
}

#: People held because a case needs them, not because they came to us: their basis is necessity about a third party (S18).
THIRD_PARTIES = frozenset({Part.PERPETRATOR, Part.FAMILY, Part.WITNESS, Part.OTHER})


class Accepted(StrEnum):
    """What the person said to an offer."""

    NOT_YET = "not_yet"
    YES = "yes"
    NO = "no"


ACCEPTED: dict[Accepted, str] = {Accepted.NOT_YET: _("Not decided yet"), Accepted.YES: _("Accepted"), Accepted.NO: _("Declined")}

#: Services where the dictionary has no list ``services`` of the organisation's own.
SERVICES: dict[str, str] = {
    "shelter": _("Shelter"),
    "medical_care": _("Medical care"),
    "counselling": _("Counselling"),
    "legal_aid": _("Legal aid"),
    "money": _("Money for needs"),
    "family_tracing": _("Family tracing and contact"),
    "return_home": _("Safe return home"),
    "schooling": _("School or training"),
    "work": _("Finding work"),
    "papers": _("Help with papers"),
    "other": _("Another service"),
}


def service_is_open(accepted: Accepted, *, ended: bool) -> bool:
    """Whether an offer still stands or a service is running: it keeps a case from being closed."""
    return not ended and accepted is not Accepted.NO
