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
from titip.analyse.statistics.periods import every, periods
from titip.analyse.statistics.tabulating import set_aside, single
from titip.kit.missing import Missing
from titip.share.disclosure.tables import protect_counts
from titip.share.rules import Column, Heading, Released, Table, TableProblem
from titip.share.rules.columns import MISSING_CODES, SUPPRESSED

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


@dataclass(frozen=True)
class _Cell:
    """One place in one period: its name, and which rows are its."""

    place: str
    time: str
    rows: npt.NDArray[np.intp]

    @property
    def name(self) -> str:
        return f"{self.place} {self.time}".strip()


def gaps(released: Released, *, place: str, time: str = "", fields: Sequence[str] = (), protect: int | None = None) -> Finding:
    """How many lack each of ``fields`` (none given: all others) in each place and period. Raises UnknownColumn or TableProblem."""
    k = released.protect if protect is None else max(protect, released.protect)
    where = single(released, place)
    when = periods(single(released, time))[0] if time else None
    chosen = list(dict.fromkeys(fields)) or [name for name in released.table.names if name not in (place, time)]
    if not chosen:
        raise TableProblem("There is no field to look for gaps in.", "Name at least one.")
    columns = [released.column(code) for code in chosen]
    cells = _cells(where, when)
    counted = [_field(column, cells, k) for column in columns]
    lines = [_Line(field.name, cell, *field.gap(c)) for field in counted for c, cell in enumerate(cells) if len(cell.rows)]
    told = [*_fields(counted), *_worst(lines), *_not_collected(lines)]
    empty = [cell.name for cell in cells if not len(cell.rows)]
    aside = set_aside([where, when] if when else [where], k)
    shown = {"place": where.heading.shown, "time": when.heading.shown if when else ""}
    title = Sentence(wording.GAPS_TITLE if when else wording.GAPS_PLAIN, shown)
    return Finding(
        intent=Intent.GAPS,
        title=title,
        about=released.about,
        n=released.n,
        used=_used(aside, released.n),
        answer=tuple(told),
        tables=(_kinds_table(counted), _cells_table(lines, where, when)),
        method=(Sentence(wording.GAPS_METHOD),),
        excluded=aside,
        cautions=(*((Sentence(wording.NO_CASES, {"cells": _named(empty)}),) if empty else ()), *_withholds(lines, k)),
        asks=(Sentence(wording.WHY_NOT),),
        pictured=describe(released, by=place, protect=k),
        protect=k,
        details={"place": place, "time": time, "fields": chosen, "no_cases": empty},
    )


def _used(aside: Sequence[Excluded], n: int) -> int | None:
    return None if any(one.n is None for one in aside) else n - sum(one.n or 0 for one in aside)


def _cells(where: Column, when: Column | None) -> list[_Cell]:
    """Every place in every period from the first to the last, also where there is no row."""
    if when is None:
        return [_Cell(where.name(value), "", np.flatnonzero(where.codes == i)) for i, value in enumerate(where.values)]
    have = {str(value): i for i, value in enumerate(when.values)}
    step = "year" if all(len(name) == 4 for name in have) else "month"
    found = []
    for i, value in enumerate(where.values):
        here = where.codes == i
        for name in every(list(have), step):
            rows = np.flatnonzero(here & (when.codes == have[name])) if name in have else np.array([], dtype=np.intp)
            found.append(_Cell(where.name(value), name, rows))
    return found


#: What a row may hold of a field: a value, a kind of absence, or something withheld.
_STATES: Final = ("known", *(kind.value for kind in Missing), "withheld")
_GAPS: Final = tuple(_STATES.index(kind.value) for kind in Missing if kind is not Missing.NOT_APPLICABLE)
_APPLIES: Final = (0, *_GAPS)


@dataclass(frozen=True, eq=False)
class _Field:
    """A field counted: ``counts[c, s]`` rows of cell c are in state s; the last cell holds the rows without place or period. ``hidden``: withheld."""

    name: str
    counts: npt.NDArray[np.int64]
    hidden: npt.NDArray[np.bool_]
    hidden_sums: npt.NDArray[np.bool_]

    def gap(self, cell: int) -> tuple[int | None, int | None]:
        """For how many of a cell the field applies, and how many of them lack it; None where withheld."""
        return self._told(cell, _APPLIES), self._told(cell, _GAPS)

    def all(self) -> tuple[int | None, int | None]:
        """The same of everyone."""
        sums = self.counts.sum(axis=0)
        told = [None if self.hidden_sums[list(states)].any() else int(sums[list(states)].sum()) for states in (_APPLIES, _GAPS)]
        return told[0], told[1]

    def by_kind(self) -> list[int | None]:
        """How many are in each state."""
        return [None if hide else int(n) for n, hide in zip(self.counts.sum(axis=0), self.hidden_sums, strict=True)]

    def _told(self, cell: int, states: Sequence[int]) -> int | None:
        return None if self.hidden[cell, list(states)].any() else int(self.counts[cell, list(states)].sum())


def _field(column: Column, cells: Sequence[_Cell], k: int) -> _Field:
    """Cells and kinds counted together, so that neither gives away what the other withholds (R41)."""
    order = {SUPPRESSED: len(_STATES) - 1} | {MISSING_CODES[kind]: _STATES.index(kind.value) for kind in Missing}
    state = np.zeros(len(column), dtype=np.int32)
    for code, place in order.items():
        state[column.codes == code] = place
    where = np.full(len(column), len(cells), dtype=np.int32)
    for c, cell in enumerate(cells):
        where[cell.rows] = c
    shape = (len(cells) + 1, len(_STATES))
    counts = np.bincount(where.astype(np.int64) * shape[1] + state, minlength=shape[0] * shape[1]).reshape(shape).astype(np.int64)
    hidden, sums = np.zeros(shape, dtype=np.bool_), np.zeros(shape[1], dtype=np.bool_)
    if k > 1 and ((counts > 0) & (counts < k)).any():
        names = [tuple(str(i) for i in range(size)) for size in shape]
        table = Table(tuple(Column(Heading(code), values, codes) for code, values, codes in zip(("cell", "state"), names, (where, state), strict=True)))
        protected = protect_counts(table, ["cell", "state"], k)
        used = [frozenset(protected.cells.labels[code]) for code in ("cell", "state")]
        for c in range(shape[0]):
            for s in range(shape[1]):
                if str(c) in used[0] and str(s) in used[1]:
                    hidden[c, s] = protected.count(frozenset({("cell", str(c)), ("state", str(s))})) is None
        sums = np.array([str(s) in used[1] and protected.count(frozenset({("state", str(s))})) is None for s in range(shape[1])])
    return _Field(column.heading.shown, counts, hidden, sums)


@dataclass(frozen=True)
class _Line:
    """A field in a cell: of ``cases`` for which it applies, ``lacking`` have no value. Both None where withheld."""

    field: str
    cell: _Cell
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
