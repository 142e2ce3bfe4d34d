"""Limits as XLSForm writes them: composed into one constraint on the way out, taken apart again on the way in."""

import re
from dataclasses import replace
from decimal import Decimal

from titip.dictionary.rules.codebook import ElementEntry, plain_number
from titip.dictionary.rules.types import ElementType

_NUMBER = r"(-?\d+(?:\.\d+)?)"
_LOW = re.compile(rf"\.\s*>=\s*{_NUMBER}")
_HIGH = re.compile(rf"\.\s*<=\s*{_NUMBER}")
_LENGTH = re.compile(r"string-length\(\s*\.\s*\)\s*<=\s*(\d+)")
_PATTERN = re.compile(r"regex\(\s*\.\s*,\s*'\^([^'|]*)\$'\s*\)")
_NUMBERS = {ElementType.INTEGER, ElementType.DECIMAL}
_TEXTS = {ElementType.TEXT, ElementType.LONG_TEXT}
_WITHOUT = {ElementType.PLACE, ElementType.GEOPOINT, ElementType.REPEAT, ElementType.FILE, ElementType.CALCULATED}


def composed(entry: ElementEntry) -> str:
    """The constraint for a phone: limits, length, pattern and the declared constraint, joined by and. Rows of a group and the fineness of places are none."""
    if entry.type in _WITHOUT:
        return entry.constraint
    if entry.type is ElementType.PARTIAL_DATE:
        return ""  # a phone compares whole days only; our own sheet keeps it
    parts = []
    if entry.minimum_value is not None:
        parts.append(f". >= {plain_number(entry.minimum_value)}")
    if entry.maximum_value is not None:
        parts.append(f". <= {plain_number(entry.maximum_value)}")
    if entry.max_length:
        parts.append(f"string-length(.) <= {entry.max_length}")
    if entry.pattern and "'" not in entry.pattern:
        pattern = f"({entry.pattern})" if "|" in entry.pattern else entry.pattern
        parts.append(f"regex(., '^{pattern}$')")
    if entry.constraint:
        parts.append(f"({entry.constraint})" if parts else entry.constraint)
    return " and ".join(parts)


def decomposed(entry: ElementEntry) -> ElementEntry:
    """Limits taken out of the constraint where it holds nothing else; otherwise the entry as it is."""
    if not entry.constraint:
        return entry
    made = replace(entry, constraint="")
    for part in re.split(r"\s+and\s+", entry.constraint.strip()):
        taken = _take(made, part.strip().removeprefix("(").removesuffix(")") if _wrapped(part.strip()) else part.strip())
        if taken is None:
            return entry
        made = taken
    return made


def _wrapped(text: str) -> bool:
    return text.startswith("(") and text.endswith(")") and text.count("(") == 1


def _take(entry: ElementEntry, part: str) -> ElementEntry | None:
    if entry.type in _NUMBERS:
        if (found := _LOW.fullmatch(part)) and entry.minimum_value is None:
            return replace(entry, minimum_value=Decimal(found.group(1)))
        if (found := _HIGH.fullmatch(part)) and entry.maximum_value is None:
            return replace(entry, maximum_value=Decimal(found.group(1)))
    if entry.type in _TEXTS:
        if (found := _LENGTH.fullmatch(part)) and not entry.max_length:
            return replace(entry, max_length=int(found.group(1)))
        if (found := _PATTERN.fullmatch(part)) and not entry.pattern:
            return replace(entry, pattern=found.group(1))
    return None
