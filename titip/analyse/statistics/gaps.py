"""Gaps by place, period and field (R12, R25): what is missing by kind, where nobody was seen, what was not collected, with reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from titip.analyse.rules.guardrails import SMALLEST
from titip.analyse.rules.intents import Intent
from titip.analyse.rules.sentences import Sentence, percent
from titip.analyse.statistics import messages, wording
from titip.analyse.statistics.describing import describe
from titip.analyse.statistics.finding import Cell, Excluded, Finding, Head, Kind, Shown
from titip.analyse.statistics.gap_counts import ASIDE, HIDDEN, STATES, FieldCounts, GapCounts, Spot, Tell, count_gaps, spots
from titip.analyse.statistics.periods import periods
from titip.analyse.statistics.tabulating import single
from titip.kit.missing import Missing
from titip.share.disclosure.tables.cells import MOST_CELLS
from titip.share.disclosure.tables.watching import Watch, unwatched
from titip.share.rules import Column, Released, TableProblem

#: What each kind of absence may mean: the reasons of R25.
REASONS: Final[Mapping[Missing, str]] = {
    Missing.EMPTY: wording.REASON_EMPTY,
    Missing.UNKNOWN: wording.REASON_UNKNOWN,
    Missing.NOT_APPLICABLE: wording.REASON_NOT_APPLICABLE,
    Missing.DECLINED: wording.REASON_DECLINED,
    Missing.ASK_LATER: wording.REASON_ASK_LATER,
}
#: A field as empty as this in a place and period with so many cases was not collected, it seems.
ALL_MISSING, ENOUGH = 0.95, 5
#: Named in a sentence; the table has them all.
NAMED = 6


def gaps(
    released: Released,
    *,
    place: str,
    time: str = "",
    fields: Sequence[str] = (),
    protect: int | None = None,
    counted: GapCounts | None = None,
    watch: Watch = unwatched,
    tell: Tell | None = None,
) -> Finding:
    """How many lack each of ``fields`` (none given: all others) in each place and period. Raises UnknownColumn or TableProblem.

    ``counted``: what ``gaps_counted`` gave for the same question, where that took long. ``watch`` and ``tell`` as there.
    """
    k = released.protect if protect is None else max(protect, released.protect)
    where, when, chosen = _asked(released, place, time, fields)
    if counted is None:
        counted = count_gaps(where, when, [released.column(code) for code in chosen], k, watch=watch, tell=tell)
    cells, totals = spots(where, when), counted.totals.tolist()
    fields_told = [_Field(released.column(one.code).heading.shown, one) for one in counted.fields]
    if not fields_told:
        raise TableProblem("No field could be counted: each has too many cells, or would give small counts away.", _CURE)
    lines = [_Line(field.name, cell, *field.gap(c)) for field in fields_told for c, cell in enumerate(cells) if totals[c]]
    told = [*_fields(fields_told), *_worst(lines), *_not_collected(lines)]
    empty = [cell.name for cell, n in zip(cells, totals, strict=True) if not n]
    aside = _aside(counted, where, when)
    shown = {"place": where.heading.shown, "time": when.heading.shown if when else ""}
    title = Sentence(wording.GAPS_TITLE if when else wording.GAPS_PLAIN, shown)
    cautions = [Sentence(wording.NO_CASES, {"cells": _named(empty)})] if empty else []
    return Finding(
        intent=Intent.GAPS,
        title=title,
        about=released.about,
        n=released.n,
        used=None if any(one.n is None for one in aside) else released.n - sum(one.n or 0 for one in aside),
        answer=tuple(told),
        tables=(_kinds_table(fields_told), _cells_table(lines, where, when)),
        method=(Sentence(wording.GAPS_METHOD),),
        excluded=aside,
        cautions=(*cautions, *_left_out(released, counted), *_withholds(lines, k)),
        asks=(Sentence(wording.WHY_NOT),),
        pictured=describe(released, by=place, protect=k),
        protect=k,
        details={
            "place": place, "time": time, "fields": [one.code for one in counted.fields], "left_out": [*counted.large, *counted.open], "no_cases": empty,
        },  # fmt: skip
    )


_CURE: Final = "Ask for a release with fewer places, or take years instead of months."


def gaps_counted(
    released: Released, *, place: str, time: str = "", fields: Sequence[str] = (), protect: int | None = None, watch: Watch = unwatched,
    tell: Tell | None = None,
) -> GapCounts:  # fmt: skip
    """The part of ``gaps`` that may take long, to be kept. ``watch`` sees each table's work, ``tell`` how many fields are done. Raises as ``gaps`` does."""
    k = released.protect if protect is None else max(protect, released.protect)
    where, when, chosen = _asked(released, place, time, fields)
    return count_gaps(where, when, [released.column(code) for code in chosen], k, watch=watch, tell=tell)


def _asked(released: Released, place: str, time: str, fields: Sequence[str]) -> tuple[Column, Column | None, list[str]]:
    where = single(released, place)
    when = periods(single(released, time))[0] if time else None
    chosen = list(dict.fromkeys(fields)) or [name for name in released.table.names if name not in (place, time)]
    if not chosen:
        raise TableProblem("There is no field to look for gaps in.", "Name at least one.")
    if place == time:
        raise TableProblem("The place and the time are the same column.", "Choose two different columns.")
    for code in chosen:
        released.column(code)
    return where, when, chosen


def _aside(counted: GapCounts, where: Column, when: Column | None) -> tuple[Excluded, ...]:
    """The rows without place or period, each counted once, at the first that it lacks (R27)."""
    found = []
    for (side, starred), n in zip(ASIDE, counted.aside, strict=True):
        column = where if side == "place" else when
        if n and column is not None:
            found.append(Excluded(Sentence(wording.WITHHELD_VALUE if starred else wording.NOT_KNOWN, {"column": column.heading.shown}), _shown(n)))
    return tuple(found)


def _left_out(released: Released, counted: GapCounts) -> list[Sentence]:
    """Which fields are not in the answer, why, and what to do (R27)."""
    told = []
    for codes, message in ((counted.large, wording.FIELDS_TOO_LARGE), (counted.open, wording.FIELDS_LAID_OPEN)):
        if codes:
            told.append(Sentence(message, {"fields": ", ".join(released.column(code).heading.shown for code in codes), "most": MOST_CELLS}))
    return told


_GAPS: Final = tuple(STATES.index(kind.value) for kind in Missing if kind is not Missing.NOT_APPLICABLE)
_APPLIES: Final = (0, *_GAPS)


def _shown(count: int) -> int | None:
    return None if count == HIDDEN else count


@dataclass(frozen=True, eq=False)
class _Field:
    """A field with what is told of it."""

    name: str
    told: FieldCounts

    def gap(self, cell: int) -> tuple[int | None, int | None]:
        """For how many of a cell the field applies, and how many of them lack it; None where withheld."""
        return _added(self.told.counts[cell], _APPLIES), _added(self.told.counts[cell], _GAPS)

    def all(self) -> tuple[int | None, int | None]:
        """The same of everyone."""
        return _added(self.told.sums, _APPLIES), _added(self.told.sums, _GAPS)

    def by_kind(self) -> list[int | None]:
        """How many are in each state."""
        return [_shown(n) for n in self.told.sums.tolist()]


def _added(counts: npt.NDArray[np.int64], states: Sequence[int]) -> int | None:
    some = counts[list(states)]
    return None if (some == HIDDEN).any() else int(some.sum())


@dataclass(frozen=True)
class _Line:
    """A field in a cell: of ``cases`` for which it applies, ``lacking`` have no value. Both None where withheld."""

    field: str
    cell: Spot
    cases: int | None
    lacking: int | None

    @property
    def share(self) -> float | None:
        return self.lacking / self.cases if self.cases and self.lacking is not None else None


def _fields(fields: Sequence[_Field]) -> list[Sentence]:
    found = [(field.name, *field.all()) for field in fields]
    if all(lacking == 0 for _, _, lacking in found):
        return [Sentence(wording.NOTHING_MISSING)]
    told = [(name, cases, lacking) for name, cases, lacking in found if cases and lacking]
    told.sort(key=lambda one: -one[2] / one[1])
    return [
        Sentence(wording.FIELD_GAP, {"field": name, "n": lacking, "cases": cases, "share": percent(lacking / cases)}) for name, cases, lacking in told[:NAMED]
    ]


def _worst(lines: Sequence[_Line]) -> list[Sentence]:
    """The cell with the largest share missing, among those large enough to tell a share beside (R14)."""
    large = [line for line in lines if line.share and (line.cases or 0) >= SMALLEST]
    if not large:
        return []
    worst = max(large, key=lambda line: line.share or 0)
    return [
        Sentence(wording.WORST, {"field": worst.field, "cell": worst.cell.name, "n": worst.lacking, "cases": worst.cases, "share": percent(worst.share or 0)})
    ]


def _not_collected(lines: Sequence[_Line]) -> list[Sentence]:
    found: dict[str, list[str]] = {}
    for line in lines:
        if (line.cases or 0) >= ENOUGH and (line.share or 0) >= ALL_MISSING:
            found.setdefault(line.field, []).append(line.cell.name)
    return [Sentence(wording.ALL_MISSING, {"field": field, "cells": _named(cells)}) for field, cells in found.items()]


def _named(names: Sequence[str]) -> str | Sentence:
    if len(names) <= NAMED:
        return ", ".join(names)
    return Sentence(wording.MORE_CELLS, {"cells": ", ".join(names[:NAMED]), "n": len(names) - NAMED})


def _kinds_table(fields: Sequence[_Field]) -> Shown:
    heads = [Head("field", "Field", Kind.NAME), Head("known", "Known", Kind.COUNT)]
    heads += [Head(kind.value, REASONS[kind], Kind.COUNT) for kind in Missing] + [Head("withheld", wording.REASON_WITHHELD, Kind.COUNT)]
    return Shown(Sentence(wording.KINDS_TITLE), tuple(heads), tuple((field.name, *field.by_kind()) for field in fields))


def _cells_table(lines: Sequence[_Line], where: Column, when: Column | None) -> Shown:
    heads = [Head("place", where.heading.shown, Kind.NAME), *([Head("time", when.heading.shown, Kind.NAME)] if when else []), Head("field", "Field", Kind.NAME)]
    heads += [Head("cases", "Cases", Kind.COUNT), Head("lacking", "Without a value", Kind.COUNT), Head("share", "Share", Kind.SHARE)]
    rows: list[tuple[Cell, ...]] = []
    for line in lines:
        rows.append((line.cell.place, *((line.cell.time,) if when else ()), line.field, line.cases, line.lacking, line.share))
    return Shown(Sentence(wording.CELLS_TITLE), tuple(heads), tuple(rows))


def _withholds(lines: Sequence[_Line], k: int) -> list[Sentence]:
    return [Sentence(messages.WITHHELD, {"k": k})] if any(line.lacking is None for line in lines) else []
