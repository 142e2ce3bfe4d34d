"""Compare groups (R13, R19, R20): numbers by rank, shares by score, rates by count; each pair against the largest group."""

from __future__ import annotations

from titip.analyse.statistics.finding import Finding
from titip.analyse.statistics.groups import Denominators
from titip.analyse.statistics.numbers_compared import compare_numbers
from titip.analyse.statistics.rates_compared import compare_counts
from titip.analyse.statistics.shares_compared import compare_shares
from titip.analyse.statistics.tabulating import single
from titip.share.rules import Released, Value


def compare(
    released: Released,
    *,
    by: str,
    of: str = "",
    value: Value | None = None,
    denominators: Denominators | None = None,
    protect: int | None = None,
    seed: int = 1,
) -> Finding:
    """Compare the groups of ``by``: a number ``of``, the share that has ``value`` of a category ``of``, or the counts themselves.

    ``value`` None takes “yes”, else the most frequent. Raises UnknownColumn or TableProblem.
    """
    k = released.protect if protect is None else max(protect, released.protect)
    if not of:
        return compare_counts(released, by, denominators, k)
    column = single(released, of)
    if column.heading.numeric and not set(column.values) <= {0, 1}:
        return compare_numbers(released, by, of, k, seed)
    return compare_shares(released, by, of, value, k)
