"""From a table to a released one: protected, in an order that tells nothing, with the risk before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from titip.share.disclosure.ladder import Steps, climb
from titip.share.disclosure.risk import Risk, Uniform, risk, uniform
from titip.share.disclosure.utility import Utility, utility
from titip.share.rules import About, Audience, Part, Released, ReleaseRefused, Suppression, Table, check_k

METHOD = "Local suppression on a ladder (Titip): each row keeps as many of its identifying values as leave it in a class of k rows."

#: What no k protects against; told with every release.
CAUTIONS = (
    "Who knows that a person is in a class where everyone has the same answer knows that answer.",
    "Who combines this table with other knowledge, or with an earlier release, may learn more than either shows.",
    "The method is greedy: a little less might have been withheld.",
)


@dataclass(frozen=True)
class Protected:
    """A released table with what its protection did: ``before`` and ``after`` are risks over the same quasi-identifiers."""

    released: Released
    before: Risk
    after: Risk
    utility: Utility
    uniform: tuple[Uniform, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON, and for the register of releases."""
        return {
            "before": self.before.as_dict(),
            "after": self.after.as_dict(),
            "utility": self.utility.as_dict(),
            "uniform": {u.column: u.rows for u in self.uniform},
            "cautions": list(CAUTIONS),
        }


def release(table: Table, *, quasi_identifiers: Sequence[str], k: int, audience: Audience, about: About, keep_order: bool = False) -> Protected:
    """Protect a table and release it. Raises ReleaseRefused (with the reason) or UnknownColumn.

    ``keep_order``: only where the order is public; otherwise rows come in a random order, so that position tells nothing.
    """
    check_k(audience, k)
    _refuse_direct(table)
    if not keep_order:
        table = table.shuffled()
    ladders = [Steps.flat(table.column(code).codes) for code in quasi_identifiers]
    levels = climb(ladders, k)
    withheld = {code: levels[:, place] > 0 for place, code in enumerate(quasi_identifiers)}
    columns = tuple(c.suppressed(withheld[c.heading.code]) if c.heading.code in withheld else c for c in table.columns)
    cost = utility(quasi_identifiers, ladders, levels)
    suppression = Suppression(k, tuple(quasi_identifiers), cost.cells_withheld, cost.rows_changed)
    released = Released(Table(columns), audience, replace(about, method=about.method or METHOD), suppression)
    sensitive = [c.heading.code for c in columns if c.heading.part is Part.SENSITIVE]
    return Protected(
        released,
        before=risk(table, quasi_identifiers, k),
        after=risk(released.table, quasi_identifiers, k),
        utility=cost,
        uniform=uniform(released.table, quasi_identifiers, sensitive),
    )


def _refuse_direct(table: Table) -> None:
    """Before any work: a name must not even be counted."""
    direct = [c.heading.code for c in table.columns if c.heading.part is Part.DIRECT]
    if direct:
        raise ReleaseRefused(f"These name a person and never leave: {', '.join(direct)}.", "Leave them out of the release.")
