"""Which kinds of chart fit some columns of a released table: tried one by one, and those that break a rule say which and why."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final

from titip.present.charts.checks import faults
from titip.present.charts.crossing import cross
from titip.present.charts.kinds import Kind
from titip.present.charts.making import Wish, make
from titip.present.charts.specification import ChartSpec
from titip.share.rules import Column, Released, TableProblem

#: What a reader tries first comes first.
ORDER: Final = (
    Kind.BAR,
    Kind.LINE,
    Kind.PIE,
    Kind.HISTOGRAM,
    Kind.BOX,
    Kind.STRIP,
    Kind.SCATTER,
    Kind.GROUPED,
    Kind.STACKED,
    Kind.MULTIPLES,
    Kind.HEAT,
    Kind.INTERVAL,
    Kind.CHOROPLETH,
    Kind.FLOW,
)


@dataclass(frozen=True)
class Fit:
    """A kind that was tried: its specification where it fits; else the rule that it would break, why, and what to do."""

    kind: Kind
    spec: ChartSpec | None = None
    rule: str = ""
    problem: str = ""
    cure: str = ""

    @property
    def fits(self) -> bool:
        """Whether it may be drawn."""
        return self.spec is not None


def fits(released: Released, wish: Wish, *, title: str, protect: int | None = None, **said: Any) -> list[Fit]:
    """Every kind tried with the columns of a wish, in the order in which a reader tries them. Faults of words (no title yet) are left aside."""
    if wish.across and wish.crossed is None:
        with suppress(TableProblem):  # what is wrong with the second column is told by each kind that needs it
            wish = replace(wish, crossed=cross(released, wish.by, wish.across, protect=protect))
    return [_tried(released, replace(wish, kind=kind), title, protect, said) for kind in ORDER]


#: What is about words and not about the picture: the author cures it, whatever the kind.
_ABOUT_WORDS: Final = frozenset({"R28", "R29", "R30", "R37"})


def _tried(released: Released, wish: Wish, title: str, protect: int | None, said: dict[str, Any]) -> Fit:
    try:
        spec = make(released, wish, title=title, protect=protect, **said)
    except TableProblem as refused:
        return Fit(wish.kind, problem=refused.problem, cure=refused.cure)
    found = [fault for fault in faults(spec) if fault.rule not in _ABOUT_WORDS]
    return Fit(wish.kind, rule=found[0].rule, problem=found[0].problem, cure=found[0].cure) if found else Fit(wish.kind, spec)


def kinds_for(column: Column) -> list[Kind]:
    """What to try for one column alone, the best first: years as a line, many different numbers as a histogram, all else as bars."""
    numbers = [value for value in column.values if isinstance(value, int | float) and not isinstance(value, bool)]
    if not column.heading.numeric or not numbers:
        return [Kind.BAR]
    years = all(_YEARS[0] <= value <= _YEARS[1] for value in numbers)
    return [Kind.LINE, Kind.BAR] if years else [Kind.HISTOGRAM, Kind.BAR] if len(numbers) > MOST_AS_BARS else [Kind.BAR]


_YEARS: Final = (1900, 2100)
#: More different numbers than this are read as classes.
MOST_AS_BARS: Final = 10
