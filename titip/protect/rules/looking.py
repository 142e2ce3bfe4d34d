"""What somebody typed into the one search box: a code, a code with a slip in it, a day or a stretch of days, or words."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from titip.kit import clock
from titip.kit.codes import ALPHABET, BadCode, read_code
from titip.kit.dates import BadDate, read_partial

#: Fewer characters than this find everybody.
SHORTEST = 2
LONGEST = 80
_SHAPE = re.compile(r"[A-Z]?-?[A-Z0-9]{3}-?[A-Z0-9]{4}")
#: So many of a code's seven characters must be of its alphabet before words are taken for a code with a slip.
_LIKENESS = 5


@dataclass(frozen=True)
class Asked:
    """``code``: what was typed is a whole code. ``slip``: it looks like one, and its check character does not fit. ``first`` and ``last``: days."""

    text: str
    code: str = ""
    slip: bool = False
    first: date | None = None
    last: date | None = None

    @property
    def kind(self) -> str:
        """For the log: how it was asked, never what."""
        return "code" if self.code else "slip" if self.slip else "day" if self.first else "words"

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """From the first moment to before the second, where the organisation is."""
        if self.first is None or self.last is None:
            return None
        return clock.span(self.first, self.last)


def read_asked(typed: str, *, today: date) -> Asked | None:
    """What was meant; None where too little was typed."""
    text = " ".join(typed.split())[:LONGEST]
    if len(text) < SHORTEST:
        return None
    try:
        return Asked(text, code=read_code(text))
    except BadCode:
        pass
    if _nearly(text):
        return Asked(text, slip=True)
    try:
        day = read_partial(text, today=today)
    except BadDate:
        return Asked(text)
    if day.earliest is None or day.latest is None or day.latest.year >= date.max.year:
        return Asked(text)
    return Asked(text, first=day.earliest, last=day.latest)


def _nearly(text: str) -> bool:
    plain = re.sub(r"[\s\N{EN DASH}\N{HYPHEN}]+", "-", text.upper())
    if not _SHAPE.fullmatch(plain):
        return False
    body = plain.replace("-", "")[-7:]
    return sum(character in ALPHABET for character in body) >= _LIKENESS and (any(c.isdigit() for c in body) or "-" in plain)
