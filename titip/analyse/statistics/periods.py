"""Periods of time from a column of years, months or dates: every one from the first to the last, the unfinished told apart (R7)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from titip.share.rules import Column, TableProblem

#: More periods than this are no table for a reader.
MOST = 240
_STEPS = ((re.compile(r"\d{4}"), "year"), (re.compile(r"\d{4}-(0[1-9]|1[0-2])"), "month"))


def periods(column: Column) -> tuple[Column, str]:
    """The column with its periods as text, in order of time, and how long one is (“year” or “month”); dates are taken by year. Raises TableProblem."""
    texts = [str(value.year) if isinstance(value, date) else str(value) for value in column.values]
    step = next((step for pattern, step in _STEPS if texts and all(pattern.fullmatch(text) for text in texts)), "")
    if not step:
        raise TableProblem(f"“{column.heading.shown}” holds no years, months (2024-05) or dates.", "Choose a column of time.")
    kept = tuple(sorted(set(texts)))
    place = {text: i for i, text in enumerate(kept)}
    heading = replace(column.heading, names={text: text for text in kept}, ordered=True)
    return replace(column.recoded(kept, np.array([place[text] for text in texts])), heading=heading), step


def every(names: Sequence[str], step: str) -> list[str]:
    """Every period from the first to the last. Raises TableProblem where there are too many."""
    wanted: list[str] = []
    at, last = (min(names), max(names)) if names else ("1", "0")
    while at <= last:
        wanted.append(at)
        if len(wanted) > MOST:
            raise TableProblem(f"There are more than {MOST} periods.", "Take years instead of months, or a shorter time.")
        at = _next(at, step)
    return wanted


def unfinished(made_on: date, step: str) -> str:
    """The period in which a table was made: it had not ended."""
    return f"{made_on.year:04d}" if step == "year" else f"{made_on.year:04d}-{made_on.month:02d}"


def _next(at: str, step: str) -> str:
    if step == "year":
        return f"{int(at) + 1:04d}"
    year, month = int(at[:4]), int(at[5:7])
    return f"{year + month // 12:04d}-{month % 12 + 1:02d}"
