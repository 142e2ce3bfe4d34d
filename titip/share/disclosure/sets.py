"""Elements with several values: read as one flag an option, so that one rare option is withheld and the others stay."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from titip.dictionary.rules.types import ElementType
from titip.share.disclosure.hierarchies import Recoding
from titip.share.rules.columns import STAR, SUPPRESSED, Codes, Column, Heading, Value

#: What divides the options in the text of a file.
DIVIDER: Final = ";"


def options(column: Column) -> tuple[str, ...]:
    """Every option that a row has, sorted."""
    return tuple(sorted({part for value in column.values for part in _parts(value)}))


def flags(column: Column) -> list[Recoding]:
    """One yes-or-no column an option, each as it is or withheld. Who lacks the element lacks every flag."""
    made = []
    for option in options(column):
        has = np.array([option in _parts(value) for value in column.values] or [False], dtype=np.int32)
        codes = np.where(column.codes >= 0, has[column.codes], column.codes).astype(np.int32)
        heading = Heading(f"{column.heading.code}={option}", type=ElementType.YES_NO, part=column.heading.part)
        made.append(Recoding.of(Column(heading, (False, True), codes)))
    return made


def together(column: Column, released: list[Codes]) -> Column:
    """The column again from its released flags: the options kept, and ``*`` among them where a flag is withheld.

    Rows whose flags differ may read alike then; classes only grow by that.
    """
    names = options(column)
    patterns, of_row = np.unique(np.stack(released, axis=1), axis=0, return_inverse=True)
    as_sets = any(isinstance(value, tuple) for value in column.values)
    values: dict[Value, int] = {}
    divider = _divider(column)
    numbers = [_number(pattern.tolist(), names, as_sets, divider, values) for pattern in patterns]
    codes = np.array(numbers, dtype=np.int32)[of_row.reshape(-1)]
    return replace(column, values=tuple(values), codes=codes).in_order()


def _parts(value: Value) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return tuple(sorted({part.strip() for part in str(value).split(DIVIDER) if part.strip()}))


def _divider(column: Column) -> str:
    """What stands between options, as the column itself writes it: a value that nothing was taken from should read as before."""
    close = any(DIVIDER in (text := str(value)) and f"{DIVIDER} " not in text for value in column.values)
    return DIVIDER if close else f"{DIVIDER} "


def _number(pattern: list[int], names: tuple[str, ...], as_sets: bool, divider: str, values: dict[Value, int]) -> int:
    if all(code == SUPPRESSED for code in pattern):
        return SUPPRESSED
    absent = {code for code in pattern if code < 0}
    if absent - {SUPPRESSED}:
        return SUPPRESSED if SUPPRESSED in absent else absent.pop()
    kept = [name for name, code in zip(names, pattern, strict=True) if code == 1] + [STAR] * (SUPPRESSED in absent)
    if kept == [STAR]:
        return SUPPRESSED
    value: Value = tuple(sorted(kept)) if as_sets else divider.join(kept)
    return values.setdefault(value, len(values))
