"""Durations compared (R19): how long until something ended, open cases counted for as long as they have lasted."""

from __future__ import annotations

from dataclasses import replace
from math import isinf

import numpy as np
import numpy.typing as npt

from titip.analyse.rules.guardrails import SMALLEST, Refused
from titip.analyse.rules.intents import Intent
from titip.analyse.rules.sentences import Sentence, number
from titip.analyse.statistics import messages, surviving, wording
from titip.analyse.statistics.describing import describe
from titip.analyse.statistics.effects import Effect, Scale
from titip.analyse.statistics.finding import Cell, Excluded, Finding, Head, Kind, Shown
from titip.analyse.statistics.tabulating import known, numbers, numeric, set_aside, single
from titip.share.rules import Column, Released, TableProblem

Rows = npt.NDArray[np.bool_]


def durations(released: Released, *, duration: str, ended: str, by: str = "", protect: int | None = None) -> Finding:
    """How long until ``ended`` (a yes/no column; “no” is still open after ``duration``), overall and in each group of ``by``.

    Never the mean of closed cases only. Raises UnknownColumn or TableProblem.
    """
    k = released.protect if protect is None else max(protect, released.protect)
    time, event = numeric(released, duration), single(released, ended)
    groups = single(released, by) if by else None
    happened = _happened(event)
    columns = [column for column in (time, event, groups) if column is not None]
    values = numbers(time)
    usable = known(columns)
    negative = usable & (np.append(values, 0.0)[time.codes] < 0)
    rows = usable & ~negative
    aside = list(set_aside(columns, k))
    if negative.any():
        n = int(negative.sum())
        aside.append(Excluded(Sentence(wording.NEGATIVE, {"column": time.heading.shown}), n if n >= k else None))
    parts = _parts(groups, rows)
    counted = [(name, *_counts(time, happened, part)) for name, part in parts]
    lacking = {name: int(np.count_nonzero(part)) for name, part in _parts(groups, ~rows)}
    small = {name for name, n in lacking.items() if 0 < n < k}
    told, shown = _medians(counted, values, f" {time.heading.unit}" if time.heading.unit else "", (k, small))
    closed = any(row[1] is None for row in shown)
    if closed:
        aside = [replace(one, n=None) for one in aside]
    effects, refused = _effects(counted, event.heading.shown) if groups is not None and not closed else ([], [])
    title = Sentence(wording.DURATION_TITLE, {"ended": event.heading.shown, "duration": time.heading.shown})
    heads = [Head("group", groups.heading.shown if groups else "", Kind.NAME), Head("n", "n", Kind.COUNT), Head("ended", event.heading.shown, Kind.COUNT)]
    heads += [Head("median", "Half ended by"), Head("low", "from"), Head("high", "to")]
    return Finding(
        intent=Intent.COMPARE if by else Intent.DESCRIBE,
        title=title,
        about=released.about,
        n=released.n,
        used=None if closed or any(one.n is None for one in aside) else int(rows.sum()),
        answer=tuple(told),
        tables=(Shown(title, tuple(heads), tuple(shown)),),
        method=(Sentence(wording.KAPLAN_MEIER),),
        excluded=tuple(aside),
        effects=tuple(effects),
        refused=tuple(refused),
        cautions=(
            *((Sentence(messages.WITHHELD, {"k": k}), Sentence(wording.CELLS_WITHHELD)) if closed else ()),
            Sentence(wording.OPEN_CASES),
            Sentence(wording.CENSORING),
        ),
        asks=(Sentence(wording.CONTEXT),),
        pictured=describe(released, by=by or ended, protect=k),
        protect=k,
        details={"duration": duration, "ended": ended, "by": by, "kind": "durations"},
    )


def _happened(column: Column) -> Rows:
    """For each row whether it has ended. Raises TableProblem for a column that is not yes and no."""
    yes, no = {"true", "yes", "1", "closed", "ended"}, {"false", "no", "0", "open", "active"}
    words = [str(value).casefold() for value in column.values]
    if unknown := [word for word in words if word not in yes | no]:
        raise TableProblem(
            f"“{column.heading.shown}” holds {', '.join(unknown[:6])}, not yes and no.", "Choose a column that says whether each case has ended."
        )
    lookup = np.array([word in yes for word in words] + [False])
    return np.asarray(lookup[np.where(column.codes >= 0, column.codes, len(words))])


def _parts(groups: Column | None, rows: Rows) -> list[tuple[str, Rows]]:
    if groups is None:
        return [("", rows)]
    found = [(groups.name(value), rows & (groups.codes == i)) for i, value in enumerate(groups.values)]
    return [(name, part) for name, part in found if part.any()]


Counts = npt.NDArray[np.int64]


def _counts(time: Column, happened: Rows, part: Rows) -> tuple[Counts, Counts]:
    """How many ended at each value, and how many were last seen open then."""
    size = len(time.values)
    return tuple(np.bincount(time.codes[part & state], minlength=size).astype(np.int64) for state in (happened, ~happened))  # type: ignore[return-value]


def _medians(
    counted: list[tuple[str, Counts, Counts]], values: npt.NDArray[np.float64], unit: str, protect: tuple[int, set[str]]
) -> tuple[list[Sentence], list[tuple[Cell, ...]]]:
    """``protect``: k, and the groups of which so few lack a value that n would give them away."""
    k, small = protect
    told: list[Sentence] = []
    rows: list[tuple[Cell, ...]] = []
    for name, ended, still in counted:
        n, done = int(ended.sum() + still.sum()), int(ended.sum())
        if name in small or any(0 < count < k for count in (done, n - done)):
            rows.append((name, None, None, None, None, None))
            continue
        found = surviving.curve(values, ended, still).median()
        said = {"group": name or Sentence(wording.ALL), "n": n, "ended": done, "unit": unit}
        if found is None:
            told.append(Sentence(wording.NO_MEDIAN_TIME, said))
            rows.append((name, n, done, None, None, None))
            continue
        middle, (low, high) = found
        told.append(Sentence(wording.MEDIAN_TIME, {**said, "median": number(middle), "low": number(low), "high": "∞" if isinf(high) else number(high)}))
        rows.append((name, n, done, middle, low, high))
    return told, rows


def _effects(counted: list[tuple[str, Counts, Counts]], ended: str) -> tuple[list[Effect], list[Refused]]:
    large = [one for one in counted if int(one[1].sum() + one[2].sum()) >= SMALLEST]
    if len(large) < 2:
        return [], [Refused("R13", Sentence(wording.TOO_SMALL_TABLE, {"smallest": SMALLEST}))]
    reference = max(large, key=lambda one: int(one[1].sum() + one[2].sum()))
    found = []
    for one in large:
        if one is reference:
            continue
        result = surviving.log_rank(np.array([one[1], reference[1]]), np.array([one[2], reference[2]]))
        sizes = tuple(int(part[1].sum() + part[2].sum()) for part in (one, reference))
        measure = Sentence(wording.MEASURE_SURVIVAL, {"first": one[0], "second": reference[0], "ended": ended})
        found.append(Effect("hazard_ratio", measure, result.size, result.interval, sizes, wording.LOG_RANK, (wording.CENSORING,), Scale.RATIO, 1.0, result.p))
    return found, []
