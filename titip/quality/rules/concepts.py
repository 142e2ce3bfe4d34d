"""What a check means by "birth date": a concept, and the elements that carry it in our starter dictionary or in a standard.

A check is written over concepts, so that it works on the starter dictionary, on the HTCDS form and on an organisation's own
elements that are mapped to a standard. Where no element carries a concept, its checks do not run.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.types import ElementType


class Concept(StrEnum):
    """A fact that checks speak of."""

    REGISTERED = "registered"
    BIRTH_DATE = "birth_date"
    AGE = "age"
    AGE_BAND = "age_band"
    AGE_AT_START = "age_at_start"
    START = "start"
    END = "end"
    MONTHS = "months"
    NATIONALITY = "nationality"
    GENDER = "gender"
    ORIGIN = "origin"
    COUNTRY = "country"
    CROSS_BORDER = "cross_border"
    DEBT = "debt"
    DEBT_AMOUNT = "debt_amount"
    GIVEN_NAME = "given_name"
    MIDDLE_NAME = "middle_name"
    FAMILY_NAME = "family_name"
    FULL_NAME = "full_name"
    PHONE = "phone"
    OTHER_PHONE = "other_phone"


@dataclass(frozen=True)
class Carrier:
    """What an element must be to carry a concept: one of these codes, or mapped to this HTCDS field, and of one of these types."""

    codes: tuple[str, ...]
    htcds: str
    types: frozenset[ElementType]


_DATE = frozenset({ElementType.DATE})
_WHEN = frozenset({ElementType.DATE, ElementType.PARTIAL_DATE})
_NUMBER = frozenset({ElementType.INTEGER, ElementType.DECIMAL})
_CHOICE = frozenset({ElementType.SELECT_ONE, ElementType.SELECT_MANY, ElementType.PLACE})
_TEXT = frozenset({ElementType.TEXT})

CARRIERS: dict[Concept, Carrier] = {
    Concept.REGISTERED: Carrier(("registered_on",), "", _DATE),
    Concept.BIRTH_DATE: Carrier(("birth_date",), "prs_Birthdate", _WHEN),
    Concept.AGE: Carrier(("age_at_registration", "age"), "", _NUMBER),
    Concept.AGE_BAND: Carrier(("age_band",), "", frozenset({ElementType.SELECT_ONE})),
    Concept.AGE_AT_START: Carrier(("age_when_trafficked", "age_at_start"), "vic_AgeWhenTrafficked", _NUMBER),
    Concept.START: Carrier(("exploitation_began", "exploitation_start"), "", _WHEN),
    Concept.END: Carrier(("exploitation_ended", "exploitation_end"), "", _WHEN),
    Concept.MONTHS: Carrier(("months_in_situation", "exploitation_months"), "", _NUMBER),
    Concept.NATIONALITY: Carrier(("nationality", "citizenship"), "prs_Citizenship", _CHOICE),
    Concept.GENDER: Carrier(("gender", "sex"), "prs_Gender", frozenset({ElementType.SELECT_ONE})),
    Concept.ORIGIN: Carrier(("origin_province", "origin_place"), "", _CHOICE),
    Concept.COUNTRY: Carrier(("country_of_exploitation", "exploitation_country"), "hte_Country", _CHOICE),
    Concept.CROSS_BORDER: Carrier(("crossed_border", "cross_border"), "", frozenset({ElementType.YES_NO})),
    Concept.DEBT: Carrier(("debt_bondage", "means_of_control"), "vic_MethodsOfControl", frozenset({ElementType.YES_NO, ElementType.SELECT_MANY})),
    Concept.DEBT_AMOUNT: Carrier(("debt_amount",), "", _NUMBER),
    Concept.GIVEN_NAME: Carrier(("given_name", "first_name"), "prs_FirstName", _TEXT),
    Concept.MIDDLE_NAME: Carrier(("middle_name",), "prs_MiddleName", _TEXT),
    Concept.FAMILY_NAME: Carrier(("family_name", "last_name"), "prs_SecondName", _TEXT),
    Concept.FULL_NAME: Carrier(("full_name", "name"), "", _TEXT),
    Concept.PHONE: Carrier(("phone", "mobile_phone"), "prs_MobilePhone", _TEXT),
    Concept.OTHER_PHONE: Carrier(("home_phone", "other_phone"), "prs_HomePhone", _TEXT),
}


def bind(declared: Mapping[str, Declared]) -> dict[Concept, Declared]:
    """Which element of a record type carries which concept: by our own code first, by the standard's field otherwise."""
    by_standard: dict[str, Declared] = {}
    for element in declared.values():
        for name in (element.code, element.mapping.get("htcds", "")):
            by_standard.setdefault(name, element)
    found = {}
    for concept, carrier in CARRIERS.items():
        for name in (*carrier.codes, carrier.htcds):
            carrying = by_standard.get(name) if name else None
            if carrying is not None and carrying.type in carrier.types:
                found[concept] = carrying
                break
    return found
