"""From a table to a released one: protected, in an order that tells nothing, with the risk before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from titip.share.disclosure.hierarchies import Hierarchy
from titip.share.disclosure.ladder import MOST_COMBINATIONS
from titip.share.disclosure.protecting import METHODS, MOST_TRIED, Asked, Method, Outcome, combinations, protect
from titip.share.disclosure.risk import Risk, Uniform
from titip.share.disclosure.utility import Utility
from titip.share.rules import About, Audience, Part, Released, ReleaseRefused, Suppression, Table, check_k


@dataclass(frozen=True)
class Protected:
    """A released table with what its protection did: ``before`` and ``after`` are risks over the same quasi-identifiers."""

    released: Released
    outcome: Outcome

    @property
    def before(self) -> Risk:
        """Of the table as it was."""
        return self.outcome.before

    @property
    def after(self) -> Risk:
        """Of the released table."""
        return self.outcome.after

    @property
    def utility(self) -> Utility:
        """What was lost."""
        return self.outcome.utility

    @property
    def uniform(self) -> tuple[Uniform, ...]:
        """Rows whose class has one and the same sensitive value."""
        return self.outcome.uniform

    def as_dict(self) -> dict[str, Any]:
        """For JSON, and for the register of releases."""
        return self.outcome.as_dict()


def release(
    table: Table,
    *,
    quasi_identifiers: Sequence[str],
    k: int,
    audience: Audience,
    about: About,
    keep_order: bool = False,
    method: Method | None = None,
    hierarchies: Mapping[str, Hierarchy] | None = None,
    l: int = 0,  # noqa: E741 - the field's own name
    entropy: bool = False,
    t: float | None = None,
    about_nobody: bool = False,
) -> Protected:
    """Protect a table and release it. Raises ReleaseRefused (with the reason), UnknownColumn or TableProblem.

    ``keep_order``: only where the order is public; otherwise rows come in a random order, so that position tells nothing. ``method``: local
    suppression, or local recoding where ``hierarchies`` are given, unless chosen. ``l`` and ``t`` hold on every column that is sensitive.
    ``about_nobody``: the rows are of no person, so that a table without anything that identifies may leave; never for rows of people.
    """
    check_k(audience, k)
    _refuse_direct(table)
    if not keep_order:
        table = table.shuffled()
    sensitive = [c.heading.code for c in table.columns if c.heading.part is Part.SENSITIVE and c.heading.code not in quasi_identifiers]
    method = method or (Method.RECODE if hierarchies else Method.SUPPRESS)
    outcome = _best(table, Asked(quasi_identifiers, k, method, sensitive, l, entropy, t, hierarchies or {}, about_nobody=about_nobody))
    cost, method = outcome.utility, outcome.asked.method
    suppression = Suppression(k, tuple(quasi_identifiers), cost.cells_withheld, cost.rows_changed, cost.cells_coarser)
    return Protected(Released(outcome.table, audience, replace(about, method=about.method or METHODS[method]), suppression), outcome)


def _best(table: Table, asked: Asked) -> Outcome:
    """As asked. Where coarser steps make too many combinations to visit them all, withholding alone is tried too, and what loses less is taken."""
    outcome = protect(table, asked)
    if asked.method is not Method.RECODE or combinations(table, asked) <= MOST_COMBINATIONS:
        return outcome
    plain = replace(asked, method=Method.SUPPRESS)
    if combinations(table, plain) * table.n > MOST_TRIED:
        return outcome
    other = protect(table, plain)
    return other if other.utility.ncp < outcome.utility.ncp else outcome


def _refuse_direct(table: Table) -> None:
    """Before any work: a name must not even be counted."""
    direct = [c.heading.code for c in table.columns if c.heading.part is Part.DIRECT]
    if direct:
        raise ReleaseRefused(f"These name a person and never leave: {', '.join(direct)}.", "Leave them out of the release.")
