"""Protects a table: identifying values recoded or withheld until every class has k rows and shows what is demanded; then counted again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import numpy as np

from titip.share.disclosure import sets
from titip.share.disclosure.demands import Demand
from titip.share.disclosure.diversity import Diversity, diversity
from titip.share.disclosure.hierarchies import Hierarchy, Recoding
from titip.share.disclosure.ladder import climb
from titip.share.disclosure.optimal import recode
from titip.share.disclosure.places import SmallPlaces
from titip.share.disclosure.risk import Risk, Uniform, risk, uniform
from titip.share.disclosure.steps import Levels, Steps, refuse_few, released_codes
from titip.share.disclosure.utility import Utility, utility
from titip.share.rules.columns import Codes, Column
from titip.share.rules.problems import ReleaseRefused
from titip.share.rules.released import Table


class Method(StrEnum):
    """How identifying values give way."""

    SUPPRESS = "suppress"  # each row as it is, or withheld cell by cell
    RECODE = "recode"  # each row as coarse as it must be, along the hierarchies (local recoding)
    OPTIMAL = "optimal"  # every row equally coarse, at the least loss there is; rows that still stand out are withheld


METHODS: Final[Mapping[Method, str]] = {
    Method.SUPPRESS: "Local suppression on a ladder (Titip): each row keeps as many of its identifying values as leave it in a class of k rows.",
    Method.RECODE: "Local recoding on a ladder (Titip): each row is as coarse as it must be to stand in a class of k rows; what is left is withheld.",
    Method.OPTIMAL: "Optimal full-domain recoding (Titip): all rows equally coarse, at the least average loss; rows in small classes are withheld.",
}

#: With conditions on sensitive columns, up to so many combinations the best plain recoding is looked for too.
MOST_COMPARED: Final = 512

#: Rows times combinations of steps up to which something else is tried while somebody waits: two other k took 0.6 to 2.4 CPU seconds.
MOST_TRIED: Final = 20_000_000

#: What no k protects against; told with every release.
CAUTIONS: Final = (
    "Who knows that a person is in a class where everyone has the same answer knows that answer.",
    "Who combines this table with other knowledge, or with an earlier release, may learn more than either shows.",
    "The method is greedy: a little less might have been withheld.",
)


@dataclass(frozen=True)
class Asked:
    """What is asked of a table.

    ``k``: rows in every class. ``l``: different values of each sensitive column in every class (0: not asked), ``entropy``: counted by entropy.
    ``t``: the greatest distance of a class from the whole table on each sensitive column (None: not asked). ``hierarchies``: by column; used by
    ``recode`` and ``optimal``. ``flags``: columns with several values, each option of which gives way by itself (others: the sorted set is one
    value). ``small_places``: columns where places with few people are never named. ``about_nobody``: no row is of a person, so that there may be
    nothing that identifies; all else is refused without a quasi-identifier.
    """

    quasi_identifiers: Sequence[str]
    k: int
    method: Method = Method.SUPPRESS
    sensitive: Sequence[str] = ()
    l: int = 0  # noqa: E741 - the field's own name
    entropy: bool = False
    t: float | None = None
    hierarchies: Mapping[str, Hierarchy] = field(default_factory=dict)
    flags: Sequence[str] = ()
    small_places: Mapping[str, SmallPlaces] = field(default_factory=dict)
    about_nobody: bool = False

    def __post_init__(self) -> None:
        if self.k < 2:
            raise ReleaseRefused(f"k = {self.k} protects nobody.", "Use k = 2 or more, 11 or more for anyone outside.")
        if self.t is not None and not 0 < self.t <= 1:
            raise ReleaseRefused(f"t = {self.t:g} is no distance between distributions.", "Use a number above 0 and up to 1, for instance 0.2.")
        if (self.l > 1 or self.t is not None) and not self.sensitive:
            raise ReleaseRefused("l and t are conditions on sensitive columns, and none is named.", "Name at least one sensitive column.")
        if both := sorted(set(self.quasi_identifiers) & set(self.sensitive)):
            raise ReleaseRefused(f"These are named as identifying and as sensitive: {', '.join(both)}.", "Keep each in one of the two lists.")


@dataclass(frozen=True)
class Outcome:
    """A protected table, what its protection did, and what it does not do. ``before`` and ``after`` are over the same quasi-identifiers.

    ``left``: how many rows of each quasi-identifier left at which level, from ``own`` to ``withheld`` (columns read as flags are not among them).
    """

    table: Table
    asked: Asked
    before: Risk
    after: Risk
    utility: Utility
    uniform: tuple[Uniform, ...]
    diversity: tuple[Diversity, ...]
    left: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)

    @property
    def cautions(self) -> tuple[str, ...]:
        """What no k protects against, and what this method does not promise."""
        return CAUTIONS[:-1] if self.asked.method is Method.OPTIMAL else CAUTIONS

    def as_dict(self) -> dict[str, Any]:
        """For JSON, and for the register of releases."""
        return {
            "before": self.before.as_dict(),
            "after": self.after.as_dict(),
            "utility": self.utility.as_dict(),
            "uniform": {u.column: u.rows for u in self.uniform},
            "diversity": {d.column: d.as_dict() for d in self.diversity},
            "cautions": list(self.cautions),
            "left": {code: [list(level) for level in levels] for code, levels in self.left.items()},
        }


def protect(table: Table, asked: Asked, watch: Callable[[Any], Any] = iter) -> Outcome:
    """Protect a table; rows stay in their order. ``watch`` is handed the steps of the search and may show how far it is.

    Raises ReleaseRefused (with the reason), UnknownColumn, or TableProblem (a value that a hierarchy lacks).
    """
    recodings = {code: recodings_of(table.column(code), asked) for code in asked.quasi_identifiers}
    ladders = [one.steps for several in recodings.values() for one in several]
    demands = demands_of(table, asked)
    if asked.about_nobody and not ladders:
        refuse_few(table.n, asked.k)
        levels: Levels = np.zeros((table.n, 0), dtype=np.int8)  # one class of all rows: nothing may tell which record a row is
    else:
        levels = _levels(ladders, asked, demands, watch)
    codes = released_codes(ladders, levels)
    made = {code: _released(table.column(code), several, [codes.pop(0) for _ in several], asked) for code, several in recodings.items()}
    protected = Table(tuple(made.get(column.heading.code, column) for column in table.columns))
    outcome = Outcome(
        protected,
        asked,
        before=risk(table, asked.quasi_identifiers, asked.k),
        after=risk(protected, asked.quasi_identifiers, asked.k),
        utility=utility([one.column.heading.code for several in recodings.values() for one in several], ladders, levels),
        uniform=uniform(protected, asked.quasi_identifiers, asked.sensitive),
        diversity=diversity(protected, asked.quasi_identifiers, asked.sensitive),
        left=_left(recodings, levels),
    )
    _count_again(outcome)
    return outcome


def _levels(ladders: Sequence[Steps], asked: Asked, demands: Sequence[Demand], watch: Callable[[Any], Any]) -> Levels:
    """The step of each row on each ladder. Taking the most diverse rows first can leave the others all alike: then the best plain way is taken."""
    if asked.method is Method.OPTIMAL:
        return recode(ladders, asked.k, demands, watch).levels
    levels = climb(ladders, asked.k, demands, watch)
    if not demands or np.prod([len(ladder.groups) for ladder in ladders], dtype=float) > MOST_COMPARED:
        return levels
    plain = recode(ladders, asked.k, demands).levels
    lost = [sum(float(ladder.loss(one[:, place]).sum()) for place, ladder in enumerate(ladders)) for one in (levels, plain)]
    return levels if lost[0] <= lost[1] else plain


def _left(recodings: Mapping[str, Sequence[Recoding]], levels: Levels) -> dict[str, tuple[tuple[str, int], ...]]:
    """Rows by level for each column with one ladder; a value that a level leaves as it is counts as its own."""
    found, place = {}, 0
    for code, several in recodings.items():
        if len(several) == 1:
            one = several[0]
            stands = levels[:, place].astype(np.intp)
            same = one.steps.released(levels[:, place]) == one.steps.codes(0)
            counted = np.bincount(np.where(same, 0, stands), minlength=len(one.levels))
            found[code] = tuple((name, int(n)) for name, n in zip(one.levels, counted, strict=True))
        place += len(several)
    return found


def combinations(table: Table, asked: Asked) -> int:
    """How many combinations of steps the search of such a table has."""
    ladders = [len(one.steps.groups) for code in asked.quasi_identifiers for one in recodings_of(table.column(code), asked)]
    return int(min(np.prod(ladders, dtype=float), 2**62))


def recodings_of(column: Column, asked: Asked) -> list[Recoding]:
    """How a quasi-identifier gives way: one ladder, or one a flag where several values are read as flags."""
    code = column.heading.code
    if code in asked.flags:
        return sets.flags(column)
    hierarchy = asked.hierarchies.get(code)
    floor = None
    if places := asked.small_places.get(code):
        if hierarchy is None:
            raise ReleaseRefused(f"{code} has small places and no hierarchy.", "Give the hierarchy of places: place;district;province.")
        floor = places.floor(hierarchy)
    if asked.method is Method.SUPPRESS and floor is None:
        hierarchy = None
    return [Recoding.of(column, hierarchy, floor, between=asked.method is not Method.SUPPRESS)]


def _released(column: Column, several: Sequence[Recoding], codes: list[Codes], asked: Asked) -> Column:
    return sets.together(column, codes) if column.heading.code in asked.flags and several else several[0].released(codes[0])


def demands_of(table: Table, asked: Asked) -> list[Demand]:
    """The conditions on the sensitive columns, where any is asked."""
    if asked.l < 2 and asked.t is None:
        return []
    distinct, entropy = (0, float(asked.l)) if asked.entropy else (asked.l, 0.0)
    columns = [table.column(code) for code in asked.sensitive]
    return [Demand(c.heading.code, c.codes, distinct, entropy, asked.t, is_ordered(c)) for c in columns]


def is_ordered(column: Column) -> bool:
    """Whether distances along the order of values mean something: numbers and ordered scales of which none is missing."""
    return column.heading.ordered and bool(len(column)) and int(column.codes.min()) >= 0


def _count_again(outcome: Outcome) -> None:
    """By other code than made it: a fault in an engine does not get out. Raises ReleaseRefused."""
    asked = outcome.asked
    faults = [f"the smallest class has {outcome.after.smallest} rows"] if outcome.table.n and outcome.after.smallest < asked.k else []
    for found in outcome.diversity:
        if not asked.entropy and found.distinct < asked.l:
            faults.append(f"a class has {found.distinct} values of {found.column}")
        if asked.entropy and found.entropy < asked.l - 1e-6:
            faults.append(f"a class has {found.entropy:.2f} values of {found.column} by entropy")
        if asked.t is not None and found.t > asked.t + 1e-6:
            faults.append(f"a class is {found.t:.3f} from the whole table on {found.column}")
    if outcome.table.n and faults:
        told = "; ".join(faults)
        raise ReleaseRefused(f"The protected table does not keep what it promises: {told}.", "This is an error of Titip's: report it, release nothing.")
