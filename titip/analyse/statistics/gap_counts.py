"""What may be told of the gaps in a released table: rows by place, period and state of each field, small counts withheld jointly (R41).

Every field is counted over the same places and periods, so their tables share these sums. First the sums themselves are protected, together with
what a chart of the place or of the period alone shows. Where one is withheld, nothing of its rows is told in any field; all such rows stand together
as one line whose number a reader knows. All other sums are shown. So what a reader learns in one field of a place and period is known to him anyway,
and the fields need no audit together: what fits one field fits with whatever fits another.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from titip.analyse.statistics.describing import parts_counted, told_alone
from titip.analyse.statistics.periods import every
from titip.kit.missing import Missing
from titip.share.disclosure.tables import Earlier, ProtectedCounts, protect_counts
from titip.share.disclosure.tables.cells import MOST_CELLS, NOT_THERE
from titip.share.disclosure.tables.watching import Watch, unwatched
from titip.share.rules import Column, Heading, ReleaseRefused, Table, TableProblem
from titip.share.rules.columns import MISSING_CODES, SUPPRESSED

#: What a row may hold of a field: a value, a kind of absence, or something withheld.
STATES: Final = ("known", *(kind.value for kind in Missing), "withheld")
#: A count that is not told.
HIDDEN: Final = -1
_STATE_OF: Final = {SUPPRESSED: len(STATES) - 1} | {code: STATES.index(kind.value) for kind, code in MISSING_CODES.items()}
_EVERYONE: Final[frozenset[tuple[str, str]]] = frozenset()

Numbers = npt.NDArray[np.int64]
#: (done, of how many): called between two steps of the work.
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Spot:
    """One place in one period, by their names."""

    place: str
    time: str

    @property
    def name(self) -> str:
        """As it stands in a sentence."""
        return f"{self.place} {self.time}".strip()


@dataclass(frozen=True, eq=False)
class FieldCounts:
    """A field counted: ``counts[c, s]`` rows of spot c are in state s, ``sums[s]`` rows of all; ``HIDDEN`` where it is not told."""

    code: str
    counts: Numbers
    sums: Numbers


@dataclass(frozen=True, eq=False)
class GapCounts:
    """All that may be told. ``totals[c]``: rows of each spot. ``aside``: rows without place or period, by why (see ``ASIDE``).

    ``large``, ``open``: codes of fields that are left out, since their table would have too many cells, or since what is shown elsewhere would
    give a small count away.
    """

    totals: Numbers
    aside: tuple[int, ...]
    fields: tuple[FieldCounts, ...]
    large: tuple[str, ...] = ()
    open: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """As numbers and codes, for a file: nothing that is not told is in it."""
        return {
            "totals": self.totals.tolist(), "aside": list(self.aside), "large": list(self.large), "open": list(self.open),
            "fields": [{"code": one.code, "counts": one.counts.tolist(), "sums": one.sums.tolist()} for one in self.fields],
        }  # fmt: skip

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> GapCounts:
        """What ``as_dict`` gave. Raises KeyError, ValueError where it is something else."""
        fields = []
        for one in told["fields"]:
            counts = np.array(one["counts"], dtype=np.int64).reshape(-1, len(STATES))
            fields.append(FieldCounts(str(one["code"]), counts, np.array(one["sums"], dtype=np.int64)))
        return cls(np.array(told["totals"], dtype=np.int64), tuple(told["aside"]), tuple(fields), tuple(told["large"]), tuple(told["open"]))


#: Why rows are set aside, in the order of ``GapCounts.aside``: no place, place withheld, then no period and period withheld of those with a place.
ASIDE: Final = (("place", False), ("place", True), ("time", False), ("time", True))


def spots(where: Column, when: Column | None) -> list[Spot]:
    """Every place in every period from the first to the last, also where there is no row. Raises TableProblem where there are too many periods."""
    names = [where.name(value) for value in where.values]
    return [Spot(place, time) for place in names for time in (_periods(when) if when else ("",))]


def count_gaps(where: Column, when: Column | None, columns: Sequence[Column], k: int, *, watch: Watch = unwatched, tell: Tell | None = None) -> GapCounts:
    """Count each column over each spot; counts under ``k`` are withheld with their partners, audited by linear programme.

    ``watch`` sees each table's work, ``tell`` how many fields are done. Raises TableProblem where place and period alone are too many.
    """
    spot = _spot_of(where, when)
    size = len(where.values) * (len(_periods(when)) if when else 1)
    totals = np.bincount(spot[spot >= 0], minlength=size).astype(np.int64)
    shown = _Shown(totals, spot < 0, np.ones(len(where), dtype=np.bool_), tuple(_aside(where, when)))
    if k > 1:
        shown = _protected(where, when, spot, totals, k, watch)
    told, large, laid_open = [], [], []
    for done, column in enumerate(columns):
        if tell:
            tell(done, len(columns))
        try:
            found = _field(column, spot, shown, k, watch)
        except ReleaseRefused:
            laid_open.append(column.heading.code)
            continue
        if found is None:
            large.append(column.heading.code)
        else:
            told.append(found)
    return GapCounts(shown.totals, shown.aside, tuple(told), tuple(large), tuple(laid_open))


def _periods(when: Column) -> list[str]:
    names = [str(value) for value in when.values]
    return every(names, "year" if all(len(name) == 4 for name in names) else "month")


def _spot_of(where: Column, when: Column | None) -> npt.NDArray[np.int64]:
    """The number of each row's spot; -1 for a row without place or period."""
    place = where.codes.astype(np.int64)
    if when is None:
        return np.where(place >= 0, place, -1)
    names = _periods(when)
    at = np.array([names.index(str(value)) for value in when.values] or [0], dtype=np.int64)
    return np.where((place >= 0) & (when.codes >= 0), place * len(names) + at[np.maximum(when.codes, 0)], -1)


def _aside(where: Column, when: Column | None) -> Iterator[int]:
    left = np.ones(len(where), dtype=np.bool_)
    for column in (where, when):
        starred = left & (column.codes == SUPPRESSED) if column else np.zeros(len(where), dtype=np.bool_)
        lacks = left & (column.codes < 0) if column else starred
        yield int(np.count_nonzero(lacks & ~starred))
        yield int(np.count_nonzero(starred))
        left &= ~lacks


@dataclass(frozen=True, eq=False)
class _Shown:
    """The sums that all fields share. ``beside``: rows without place or period; ``open``: rows of which the sum they belong to is shown."""

    totals: Numbers
    beside: npt.NDArray[np.bool_]
    open: npt.NDArray[np.bool_]
    aside: tuple[int, ...]


def _protected(where: Column, when: Column | None, spot: npt.NDArray[np.int64], totals: Numbers, k: int, watch: Watch) -> _Shown:
    """Which sums may be told: of place by period, with what a chart of each alone shows and withholds (a reader has that too)."""
    first = _numbered(where, "a")
    if len(where) < k:
        nothing = np.zeros(len(where), dtype=np.bool_)
        return _Shown(np.full_like(totals, HIDDEN), spot < 0, nothing, tuple(HIDDEN if n else 0 for n in _aside(where, when)))
    if when is None:
        alone = _alone(where, "a", k)
        told: dict[frozenset[tuple[str, str]], int | None] = {**dict(alone.shown), **dict.fromkeys(alone.withheld)}
        pairs: list[tuple[str, str | None]] = [(_label(code), None) for code in where.codes.tolist()]
        names: Sequence[str] = ("",)
    else:
        told, names = _by_place_and_period(first, _numbered(when, "b"), [_alone(where, "a", k), _alone(when, "b", k)], k, watch), _periods(when)
        pairs = [(_label(one), _label(other)) for one, other in zip(where.codes.tolist(), when.codes.tolist(), strict=True)]
    hidden = {key for key, count in told.items() if count is None}
    closed = {pair: _key(*pair) in hidden for pair in set(pairs)}
    place_of = {str(value): i for i, value in enumerate(when.values)} if when else {}
    masked = totals.copy()
    for c, (i, time) in enumerate(itertools.product(range(len(where.values)), names)):
        key = _key(str(i), str(place_of[time]) if time in place_of else None) if when is None or time in place_of else None
        if key in hidden:
            masked[c] = HIDDEN
    return _Shown(masked, spot < 0, np.array([not closed[pair] for pair in pairs], dtype=np.bool_), tuple(_told_aside(told, where, when)))


def _by_place_and_period(first: Column, second: Column, alone: Sequence[Earlier], k: int, watch: Watch) -> dict[frozenset[tuple[str, str]], int | None]:
    try:
        made = protect_counts(Table((first, second)), ("a", "b"), k, earlier=alone, watch=watch)
    except ReleaseRefused as refused:
        if "cells" in refused.problem:
            raise
        raise TableProblem("A small count of a place in a period would be known from this and the chart of each alone.", _CURE) from None
    return {key: made.count(key) for key in made.cells.keys}


_CURE: Final = "Leave the time out, choose places that are fewer and larger, or ask for a release in which they are coarser."


def _told_aside(told: Mapping[frozenset[tuple[str, str]], int | None], where: Column, when: Column | None) -> Iterator[int]:
    """How many rows are set aside and why, added up from what is shown; HIDDEN where some part is not."""
    places = [str(i) for i in range(len(where.values))]
    for side, starred in ASIDE:
        labels = [NOT_THERE[SUPPRESSED]] if starred else [name for code, name in NOT_THERE.items() if code != SUPPRESSED]
        if side == "place":
            keys = [_key(label, None) for label in labels]
        else:
            keys = [_key(place, label) for place in places for label in labels] if when is not None else []
        counts = [told.get(key, 0) for key in keys]
        yield HIDDEN if None in counts else sum(count or 0 for count in counts)


def _field(column: Column, spot: npt.NDArray[np.int64], shown: _Shown, k: int, watch: Watch) -> FieldCounts | None:
    """The counts of one field, None where its table would have too many cells. Raises ReleaseRefused where no way is left to protect them."""
    state = _states(column)
    size = len(shown.totals)
    where = np.where(spot < 0, size, spot)
    counts = np.bincount(where * len(STATES) + state, minlength=(size + 1) * len(STATES)).reshape(size + 1, len(STATES)).astype(np.int64)
    sums = counts.sum(axis=0)
    counts = counts[:size]
    if k <= 1:
        return FieldCounts(column.heading.code, counts, sums)
    counts[shown.totals == HIDDEN] = HIDDEN
    if len(column) < k:
        return FieldCounts(column.heading.code, counts, np.full_like(sums, HIDDEN))
    present = np.unique(state)
    line = _lines(np.where(shown.open, where, size + 1), size + 1, k + len(present) - 1)
    counts[(shown.totals > 0) & (np.bincount(line, minlength=size + 2)[:size] == 0)] = HIDDEN
    used, dense = np.unique(line, return_inverse=True)
    if (len(used) + 1) * (len(present) + 1) > MOST_CELLS:
        return None
    made = _counted(column, dense, state, k, watch)
    for place, at in enumerate(used.tolist()):
        for s in present.tolist():
            if at < size and made.count(frozenset({("line", str(place)), ("state", str(s))})) is None:
                counts[at, s] = HIDDEN
    for s in present.tolist():
        if made.count(frozenset({("state", str(s))})) is None:
            sums[s] = HIDDEN
    return FieldCounts(column.heading.code, counts, sums)


def _lines(line: Numbers, withheld: int, least: int) -> Numbers:
    """The line of the table that each row stands in: its spot, or one for rows set aside, or ``withheld``, of which nothing is told.

    There too go lines of fewer than ``least`` rows (k, and one for each other state): in them a small count could not be k or more beside others
    of one or more. Whether a line really holds such a count is not looked at, so that its absence tells nothing.
    """
    sizes = np.bincount(line, minlength=withheld + 1)
    small = (sizes > 0) & (sizes < least)
    small[withheld] = False
    gathered = int(sizes[small].sum() + sizes[withheld])
    for one in sorted(np.flatnonzero((sizes >= least) & (np.arange(len(sizes)) != withheld)).tolist(), key=lambda i: int(sizes[i])):
        if not 0 < gathered < least:
            break
        small[one], gathered = True, gathered + int(sizes[one])
    return np.where(small[line], withheld, line)


def _counted(column: Column, line: npt.NDArray[np.intp], state: npt.NDArray[np.int32], k: int, watch: Watch) -> ProtectedCounts:
    """Lines by states. A reader knows every line's sum, and what the chart of the field alone shows."""
    lines = np.bincount(line)
    labels = tuple(str(i) for i in range(max(len(lines), len(STATES))))
    first = Column(Heading("line"), labels[: len(lines)], line.astype(np.int32))
    second = Column(Heading("state"), labels[: len(STATES)], state)
    known = ((_EVERYONE, len(column)), *((frozenset({("line", labels[i])}), int(n)) for i, n in enumerate(lines)))
    return protect_counts(Table((first, second)), ("line", "state"), k, earlier=[Earlier(("line",), known, ()), _states_alone(column, k)], watch=watch)


def _states(column: Column) -> npt.NDArray[np.int32]:
    state = np.zeros(len(column), dtype=np.int32)
    for code, place in _STATE_OF.items():
        state[column.codes == code] = place
    return state


def _states_alone(column: Column, k: int) -> Earlier:
    """What a chart of the field alone tells of its kinds of absence, and by subtraction of how many are known."""
    groups, missing, starred = told_alone(column, parts_counted(column), k)
    told = {STATES.index(kind.value): n for kind, n in missing.items()}
    if column.withheld():
        told[STATES.index("withheld")] = starred
    known = int(np.count_nonzero(column.codes >= 0))
    if known:
        sure = None not in told.values() or (None not in groups.values() and not any(isinstance(value, tuple) for value in column.values))
        told[0] = known if sure else None
    shown = tuple((frozenset({("state", str(s))}), n) for s, n in told.items() if n is not None)
    return Earlier(("state",), ((_EVERYONE, len(column)), *shown), tuple(frozenset({("state", str(s))}) for s, n in told.items() if n is None))


def _alone(column: Column, code: str, k: int) -> Earlier:
    """What a chart of one column alone shows and withholds."""
    groups, missing, starred = told_alone(column, parts_counted(column), k)
    told: list[tuple[str, int | None]] = [(str(i), groups[value]) for i, value in enumerate(column.values) if (column.codes == i).any()]
    told += [(NOT_THERE[MISSING_CODES[kind]], n) for kind, n in missing.items()]
    if column.withheld():
        told.append((NOT_THERE[SUPPRESSED], starred))
    keys = [(frozenset({(code, label)}), n) for label, n in told]
    shown = tuple((key, n) for key, n in keys if n is not None)
    return Earlier((code,), ((_EVERYONE, len(column)), *shown), tuple(key for key, n in keys if n is None))


def _numbered(column: Column, code: str) -> Column:
    """The same rows under names that cannot clash: the place of each value."""
    return Column(Heading(code), tuple(str(i) for i in range(len(column.values))), column.codes.copy())


def _label(code: int) -> str:
    return str(code) if code >= 0 else NOT_THERE[code]


def _key(first: str, second: str | None) -> frozenset[tuple[str, str]]:
    return frozenset({("a", first)} if second is None else {("a", first), ("b", second)})
