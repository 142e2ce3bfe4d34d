"""Columns from the text of a public file: what is missing, what is a number, what is ordered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np

from titip.dictionary.rules.types import ElementType
from titip.kit.missing import WRITTEN, Missing
from titip.kit.text import clean
from titip.share.rules.columns import MISSING_CODES, STAR, SUPPRESSED, Codes, Column, Heading, Value, band_start, banded

_ABSENT: Final = {text: MISSING_CODES[kind] for kind, text in WRITTEN.items()} | {STAR: SUPPRESSED}

_INTEGER = re.compile(r"-?(0|[1-9]\d{0,14})")
_DECIMAL = re.compile(r"-?\d{1,15}\.\d+(e[+-]?\d+)?", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
#: CTDC releases of 2017 to 2020, and others after them, write -99 where a value is missing.
_MINUS_99 = "-99"


@dataclass(frozen=True)
class RawColumn:
    """A column as read: each distinct text once, and for each row the index of its text (-1: nothing there)."""

    name: str
    texts: Sequence[str]
    codes: Codes


@dataclass
class Notes:
    """What reading changed or decided, told to the reader of the result: nothing happens silently (R27)."""

    trimmed: list[str] = field(default_factory=list)
    minus_99: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)

    def sentences(self) -> tuple[str, ...]:
        """The notes in words."""
        told = list(self.other)
        if self.minus_99:
            told.append(f"-99 was read as “not known” in {_some(self.minus_99)}: no other value there is below zero.")
        if self.trimmed:
            told.append(f"Spaces around values were removed in {_some(self.trimmed)}.")
        return tuple(told)


def column(raw: RawColumn, notes: Notes) -> Column:
    """A typed column. Blank is missing (empty), -99 in a coded column is missing (unknown), ``*`` is withheld, zero is a number."""
    texts = [_undone(clean(text)) for text in raw.texts]
    if any(len(new) < len(old.rstrip("\r\n")) and old.strip() != old for new, old in zip(texts, raw.texts, strict=True)):
        notes.trimmed.append(raw.name)
    absent = dict(_ABSENT)
    if _MINUS_99 in texts and _coded(texts):
        absent[_MINUS_99] = MISSING_CODES[Missing.UNKNOWN]
        notes.minus_99.append(raw.name)
    present = sorted({text for text in texts if text not in absent})
    kind = _type(present, len(raw.codes))
    values, index = _typed(present, kind)
    new = np.array([absent[t] if t in absent else index[t] for t in texts] or [0], dtype=np.int32)
    codes = np.where(raw.codes >= 0, new[raw.codes], np.int32(MISSING_CODES[Missing.EMPTY])).astype(np.int32)
    ordered = kind in (ElementType.INTEGER, ElementType.DECIMAL, ElementType.DATE) or banded(present)
    names: dict[Value, str] = {}
    if ordered and kind is ElementType.SELECT_ONE:
        names = {text: text for text in sorted(present, key=band_start)}
    return Column(Heading(raw.name, type=kind, ordered=ordered, names=names), values, codes).in_order().without_unused()


def as_text(raw: RawColumn) -> Column:
    """A column whose values are the texts as they stand; ordered where all are numbers."""
    kept = [text for text in raw.texts if text not in ("", STAR)]
    place = {text: i for i, text in enumerate(kept)} | {"": MISSING_CODES[Missing.EMPTY], STAR: SUPPRESSED}
    new = np.array([place[text] for text in raw.texts] or [0], dtype=np.int32)
    codes = np.where(raw.codes >= 0, new[raw.codes], np.int32(MISSING_CODES[Missing.EMPTY])).astype(np.int32)
    numeric = bool(kept) and all(_INTEGER.fullmatch(text) or _DECIMAL.fullmatch(text) for text in kept)
    names: dict[Value, str] = {text: text for text in sorted(kept, key=float)} if numeric else {}
    return Column(Heading(raw.name, type=ElementType.SELECT_ONE, ordered=numeric, names=names), tuple(kept), codes).in_order()


def _undone(text: str) -> str:
    """Without the apostrophe that a careful writer puts before what a spreadsheet would run."""
    return text[1:] if text.startswith("'") and text[1:].lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) else text


def _coded(texts: Sequence[str]) -> bool:
    """Whether -99 stands apart: no other value is a negative number."""
    return not any(text.startswith("-") and text != _MINUS_99 and (_INTEGER.fullmatch(text) or _DECIMAL.fullmatch(text)) for text in texts)


def _type(present: Sequence[str], n: int) -> ElementType:
    if not present:
        return ElementType.TEXT
    if all(_INTEGER.fullmatch(t) for t in present):
        return ElementType.INTEGER
    if all(_INTEGER.fullmatch(t) or _DECIMAL.fullmatch(t) for t in present):
        return ElementType.DECIMAL
    if all(_DATE.fullmatch(t) and _date(t) for t in present):
        return ElementType.DATE
    if {t.casefold() for t in present} <= {"true", "false"}:
        return ElementType.YES_NO
    return ElementType.SELECT_ONE if len(present) <= max(50, n // 20) else ElementType.TEXT


def _typed(present: Sequence[str], kind: ElementType) -> tuple[tuple[Value, ...], dict[str, int]]:
    """The distinct values, and for each text the index of its value: 1.0 and 1.00 are one value."""
    values: dict[Value, int] = {}
    index = {text: values.setdefault(_convert(text, kind), len(values)) for text in present}
    return tuple(values), index


def _convert(text: str, kind: ElementType) -> Value:
    match kind:
        case ElementType.INTEGER:
            return int(text)
        case ElementType.DECIMAL:
            return float(text)
        case ElementType.DATE:
            return date.fromisoformat(text)
        case ElementType.YES_NO:
            return text.casefold() == "true"
    return text


def _date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _some(names: Sequence[str]) -> str:
    """Names for a sentence; a long list is cut, and says so."""
    if len(names) <= 5:
        return ", ".join(names)
    return f"{', '.join(names[:5])} and {len(names) - 5} more"
