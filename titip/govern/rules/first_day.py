"""The steps of an organisation's first day, in order, and what is proposed at each."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Step(StrEnum):
    """A step of the first day."""

    KEYRING = "keyring"
    ORGANISATION = "organisation"
    QUESTIONS = "questions"
    SHEET = "sheet"
    ADMINISTRATOR = "administrator"


#: The region's countries with the time zone that most of each lives in (IANA), in the order of their names.
ZONES: Final = {
    "BN": "Asia/Brunei", "KH": "Asia/Phnom_Penh", "ID": "Asia/Jakarta", "LA": "Asia/Vientiane", "MY": "Asia/Kuala_Lumpur", "MM": "Asia/Yangon",
    "PH": "Asia/Manila", "SG": "Asia/Singapore", "TH": "Asia/Bangkok", "TL": "Asia/Dili", "VN": "Asia/Ho_Chi_Minh",
}
#: More zones within those countries.
MORE_ZONES: Final = ("Asia/Makassar", "Asia/Jayapura", "Asia/Pontianak", "Asia/Kuching", "UTC")
COUNTRIES: Final = {
    "BN": "Brunei", "KH": "Cambodia", "ID": "Indonesia", "LA": "Laos", "MY": "Malaysia", "MM": "Myanmar", "PH": "Philippines", "SG": "Singapore",
    "TH": "Thailand", "TL": "Timor-Leste", "VN": "Viet Nam",
}
#: Languages spoken with the people concerned, by BCP 47 code.
LANGUAGES: Final = {
    "en": "English", "th": "Thai", "km": "Khmer", "lo": "Lao", "my": "Burmese", "vi": "Vietnamese", "id": "Indonesian", "ms": "Malay", "tl": "Filipino",
    "zh": "Chinese", "tet": "Tetum",
}
#: What nobody may take encryption for granted in.
LAW: Final = "Encryption is restricted by law in some countries. Where you are not sure, ask counsel before real data are kept; there is no mode without it."


@dataclass(frozen=True)
class Standing:
    """What stands already. ``questions``: the dictionary holds the organisation's; ``sheet``: its code was typed back once."""

    keyring: bool
    organisation: bool
    questions: bool
    sheet: bool
    administrator: bool


def remaining(standing: Standing) -> tuple[Step, ...]:
    """The steps still to take, in order."""
    return tuple(step for step in Step if not getattr(standing, step.value))


def languages(wanted: Collection[str]) -> list[str]:
    """The wanted codes that are known, English first: the pages speak it."""
    return ["en", *(code for code in LANGUAGES if code in wanted and code != "en")]
