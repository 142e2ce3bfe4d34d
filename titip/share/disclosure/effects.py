"""What protection does to answers: the same counts before and after, and what another k would cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from titip.share.disclosure.protecting import Asked, protect
from titip.share.disclosure.risk import Risk
from titip.share.disclosure.utility import Utility
from titip.share.rules.released import Table


@dataclass(frozen=True)
class Effect:
    """One answer, counts by value of a column. ``known_before``, ``known_after``: rows that have a value at all.

    ``largest_change``: of the share of any value among the rows that have one, in percentage points; for a reader the table is wrong by that much.
    ``lost``: values that can no longer be counted apart, for some or all rows.
    """

    column: str
    known_before: int
    known_after: int
    counts: tuple[tuple[str, int, int], ...]
    largest_change: float
    lost: int

    def as_dict(self) -> dict[str, Any]:
        """For JSON; ``counts`` as value, before, after."""
        return asdict(self) | {"counts": [list(row) for row in self.counts]}


def effect(before: Table, after: Table, column: str) -> Effect:
    """Compare the counts of a column in a table and in what was made of it. A coarser value is a value of its own."""
    ours, theirs = before.column(column), after.column(column)
    was = {ours.name(value): int(n) for value, n in zip(ours.values, ours.counts(), strict=True) if n}
    now = {theirs.name(value): int(n) for value, n in zip(theirs.values, theirs.counts(), strict=True) if n}
    known, left = sum(was.values()), sum(now.values())
    shares = [abs(n / known - now.get(value, 0) / max(left, 1)) for value, n in was.items()]
    names = list(dict.fromkeys([*was, *now]))
    fewer = sum(now.get(value, 0) < n for value, n in was.items())
    return Effect(column, known, left, tuple((name, was.get(name, 0), now.get(name, 0)) for name in names), 100 * max(shares, default=0.0), fewer)


@dataclass(frozen=True)
class WhatIf:
    """What one k would cost, the risk it would leave (``after``), and what it would do to each answer asked for."""

    k: int
    utility: Utility
    effects: tuple[Effect, ...]
    after: Risk

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"k": self.k, "utility": self.utility.as_dict(), "effects": [one.as_dict() for one in self.effects], "after": self.after.as_dict()}


def what_if(table: Table, asked: Asked, ks: Sequence[int], answers: Sequence[str] = (), watch: Callable[[Any], Any] = iter) -> list[WhatIf]:
    """The same table protected at each k, nothing released. Raises as ``protect`` does."""
    tried = []
    for k in watch(ks):
        outcome = protect(table, replace(asked, k=int(k)))
        tried.append(WhatIf(int(k), outcome.utility, tuple(effect(table, outcome.table, column) for column in answers), outcome.after))
    return tried
