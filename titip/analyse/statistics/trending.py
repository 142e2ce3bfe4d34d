"""Trend over full periods (R7, R22): observed numbers, Theil–Sen and Mann–Kendall, Poisson regression; nothing beyond the last period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from titip.analyse.rules.guardrails import Refused
from titip.analyse.rules.intents import Intent
from titip.analyse.rules.sentences import Sentence
from titip.analyse.statistics import intervals, messages, slopes, wording
from titip.analyse.statistics.comparing import Change
from titip.analyse.statistics.description import Description, Group
from titip.analyse.statistics.effects import Effect, Rate, Scale
from titip.analyse.statistics.finding import Cell, Excluded, Finding, Head, Kind, Shown
from titip.analyse.statistics.periods import every, periods, unfinished
from titip.analyse.statistics.tabulating import set_aside, single
from titip.share.disclosure import withheld
from titip.share.rules import Column, Released, TableProblem, Value

#: Fewer full periods than this are no trend.
LEAST_PERIODS = 3


@dataclass(frozen=True)
class Asked:
    """What a trend is asked of. ``partial``: periods that are not full. ``denominators``: the exposure of each period, in ``unit``, told ``per``."""

    time: str
    of: str = ""
    value: Value | None = None
    partial: tuple[str, ...] = ()
    denominators: Mapping[str, float] | None = None
    unit: str = ""
    per: float = 1000.0


@dataclass(frozen=True)
class _Series:
    """The full periods with their counts; ``hidden`` ones are withheld."""

    names: tuple[str, ...]
    counts: npt.NDArray[np.int64]
    hidden: tuple[bool, ...]
    exposure: npt.NDArray[np.float64] | None

    @property
    def closed(self) -> bool:
        return any(self.hidden)

    def shown(self, i: int) -> int | None:
        return None if self.hidden[i] else int(self.counts[i])


def trend(released: Released, asked: Asked, *, protect: int | None = None) -> Finding:
    """The observed number in each full period, of those with ``value`` in ``of`` where given.

    The period in which the table was made is left out, as are ``partial`` ones. Raises UnknownColumn or TableProblem.
    """
    k = released.protect if protect is None else max(protect, released.protect)
    unit = released.about.unit_of_count
    column, step = periods(single(released, asked.time))
    rows, what = _counted(released, column, asked)
    have = dict(zip(map(str, column.values), np.bincount(column.codes[rows], minlength=len(column.values)).tolist(), strict=True))
    names = every(list(have), step)
    left_out = [name for name in names if name in {*asked.partial, unfinished(released.about.made_on, step)}]
    hidden = dict(zip(names, withheld([have.get(name, 0) for name in names], k), strict=True))
    series = _series([name for name in names if name not in left_out], have, hidden, asked)
    aside = [*_aside(released, column, asked.of, rows, k), *_left_out(left_out, have, hidden)]
    effects, refused = _effects(series)
    said: Sentence | str = what or Sentence(wording.CASES, {"unit": unit})
    title = Sentence(wording.TREND_TITLE, {"what": said, "time": column.heading.shown})
    return Finding(
        intent=Intent.TREND,
        title=title,
        about=released.about,
        n=released.n,
        used=None if any(one.n is None for one in aside) else int(series.counts.sum()),
        answer=tuple(_words(series, unit)),
        tables=(_table(series, title, column, asked),),
        method=(),
        excluded=tuple(aside),
        effects=tuple(effects),
        refused=tuple(refused),
        cautions=tuple(_cautions(series, [name for name in names if name not in have], k)),
        asks=(Sentence(wording.CONTEXT),),
        pictured=_pictured(released, column, series, k),
        protect=k,
        details={"time": asked.time, "of": asked.of, "value": None if asked.value is None else str(asked.value), "step": step, "per": asked.per},
    )


def _counted(released: Released, column: Column, asked: Asked) -> tuple[npt.NDArray[np.bool_], str]:
    """Which rows are counted, and what they are called."""
    rows = column.codes >= 0
    if not asked.of:
        return rows, ""
    other = single(released, asked.of)
    for i, one in enumerate(other.values):
        if asked.value is not None and asked.value in (one, str(one), other.name(one)):
            return rows & (other.codes == i), f"{other.heading.shown}: {other.name(one)}"
    said = "It is not said which value to follow" if asked.value is None else f"“{other.heading.shown}” never is “{asked.value}”"
    raise TableProblem(f"{said}.", f"The values of “{other.heading.shown}” are: {', '.join(other.name(v) for v in other.values[:12])}.")


def _series(names: Sequence[str], have: Mapping[str, int], hidden: Mapping[str, bool], asked: Asked) -> _Series:
    exposure = None
    if asked.denominators:
        if lacking := [name for name in names if not asked.denominators.get(name, 0) > 0]:
            raise TableProblem(f"There is no denominator for {', '.join(lacking[:6])}.", "Give one for each full period, above zero.")
        exposure = np.array([asked.denominators[name] for name in names], dtype=np.float64)
    return _Series(tuple(names), np.array([have.get(name, 0) for name in names], dtype=np.int64), tuple(hidden[name] for name in names), exposure)


def _aside(released: Released, column: Column, of: str, rows: npt.NDArray[np.bool_], k: int) -> list[Excluded]:
    if not of:
        return list(set_aside((column,), k))
    other = released.column(of)
    others = int(np.count_nonzero((column.codes >= 0) & (other.codes >= 0) & ~rows))
    why = Sentence(wording.OTHER_VALUE, {"column": other.heading.shown})
    return [*set_aside((column, other), k), Excluded(why, None if 0 < others < k else others)]


def _left_out(names: Sequence[str], have: Mapping[str, int], hidden: Mapping[str, bool]) -> list[Excluded]:
    return [Excluded(Sentence(wording.LEFT_PERIOD, {"period": name}), None if hidden[name] else have.get(name, 0)) for name in names]


def _effects(series: _Series) -> tuple[list[Effect], list[Refused]]:
    """The slopes, or why there are none: fewer than three periods, fewer than 50 in all, or counts withheld."""
    if len(series.names) < LEAST_PERIODS:
        return [], [Refused("R22", Sentence(wording.NO_CHANGES, {"points": len(series.names)}))]
    if series.closed:
        return [], []
    n, counts = (int(series.counts.sum()),), series.counts.astype(np.float64)
    assumed = (wording.EVEN_PERIODS, wording.SAME_DEFINITION_TIME)
    try:
        found: list[Effect] = []
        if series.exposure is None:
            sen = slopes.theil_sen(counts)
            found.append(Effect("theil_sen", Sentence(wording.MEASURE_SLOPE), sen.size, sen.interval, n, wording.THEIL_SEN, assumed, Scale.NUMBER, 0.0, sen.p))
        if counts.sum():
            exposure = np.ones(len(counts)) if series.exposure is None else series.exposure
            fitted, _dispersion = slopes.poisson_trend(counts, exposure)
            measure = Sentence(wording.MEASURE_POISSON if series.exposure is None else wording.MEASURE_POISSON_RATE)
            found.append(Effect("poisson", measure, fitted.size, fitted.interval, n, wording.POISSON_TREND, assumed, Scale.RATIO, 1.0, fitted.p))
    except Refused as why:
        return [], [why]
    return found, []


def _words(series: _Series, unit: str) -> list[Sentence]:
    """From the first full period to the last, by the rules for changes (R13 to R16)."""
    if len(series.names) < 2 or series.hidden[0] or series.hidden[-1]:
        return []
    change = Change(int(series.counts[0]), int(series.counts[-1]), unit).sentence()
    return [Sentence(wording.FIRST_TO_LAST, {"first": series.names[0], "last": series.names[-1], "change": change})]


def _table(series: _Series, title: Sentence, column: Column, asked: Asked) -> Shown:
    heads = [Head("period", column.heading.shown, Kind.NAME), Head("count", "Observed", Kind.COUNT), Head("low", "from"), Head("high", "to")]
    if series.exposure is not None:
        heads += [Head("exposure", asked.unit or "Denominator"), Head("rate", "Rate"), Head("rate_low", "from"), Head("rate_high", "to")]
    rows = []
    for i, name in enumerate(series.names):
        count = series.shown(i)
        row: tuple[Cell, ...] = (name, count, *(intervals.poisson(count) if count is not None else (None, None)))
        if series.exposure is not None:
            exposure = float(series.exposure[i])
            rate = None if count is None else Rate(count, exposure, asked.per, asked.unit, intervals.poisson(count, exposure))
            row += (exposure, *((rate.value, *(rate.per * end for end in rate.interval)) if rate else (None, None, None)))
        rows.append(row)
    return Shown(title, tuple(heads), tuple(rows))


def _cautions(series: _Series, empty: Sequence[str], k: int) -> list[Sentence]:
    told = [Sentence(wording.NO_EXTRAPOLATION)]
    if empty:
        told.append(Sentence(wording.GAP_IN_TIME, {"periods": ", ".join(empty[:12])}))
    if series.closed:
        told += [Sentence(messages.WITHHELD, {"k": k}), Sentence(wording.CELLS_WITHHELD)]
    return told


def _pictured(released: Released, column: Column, series: _Series, k: int) -> Description:
    """The periods as counted values of an ordered column: what a chart shows."""
    known = None if series.closed else int(series.counts.sum())
    groups = tuple(Group(name, name, series.shown(i), None) for i, name in enumerate(series.names))
    missing: dict[Any, int | None] = {}
    return Description(column.heading, released.n, known, missing, None if series.closed else 0, groups, released.about, k)
