"""A release weighed for the person who decides on it: risk before and after, what it cost, and what another k would have done; counts only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from titip.share.disclosure.attackers import attackers
from titip.share.disclosure.effects import what_if
from titip.share.disclosure.protecting import MOST_TRIED, combinations
from titip.share.disclosure.releasing import Protected
from titip.share.rules.released import Table


def weigh(table: Table, protected: Protected, ks: Sequence[int] = ()) -> dict[str, Any]:
    """What was measured of ``table`` and of what was made from it, for JSON. Nothing in it belongs to a single row.

    ``what_if``: the same at each of ``ks``, or None where the table is too large to try them while somebody waits.
    """
    asked = protected.outcome.asked
    told = protected.as_dict()
    del told["cautions"]
    small = table.n * combinations(table, asked) <= MOST_TRIED
    return {
        **told,
        "attackers": {
            "before": attackers(table, asked.quasi_identifiers).as_dict(),
            "after": attackers(protected.outcome.table, asked.quasi_identifiers).as_dict(),
        },
        "what_if": [one.as_dict() for one in what_if(table, asked, ks)] if small else None,
        "method": asked.method.value,
        "labels": {column.heading.code: column.heading.shown for column in table.columns},
    }
