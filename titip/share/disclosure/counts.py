"""Small counts in a table with a total: withheld, with partners, so that subtraction gives none of them away (R41)."""

from __future__ import annotations

from collections.abc import Sequence


def withheld(counts: Sequence[int], k: int) -> list[bool]:
    """Which cells of a one-way table must be withheld, given that the cells' total is known to the reader.

    A count from 1 to k - 1 is withheld (primary). Then the smallest other counts are withheld too (complementary) until each withheld cell,
    for all that the reader can work out from the total and the shown cells, could still be k or more. For one total that feasible interval
    needs no linear programme: with m cells withheld that sum to T, each lies in [1, T - (m - 1)]. ``k`` of 0 or 1 withholds nothing.
    """
    hidden = [0 < count < k for count in counts]
    if not any(hidden):
        return hidden
    for place in sorted(range(len(counts)), key=lambda i: (counts[i] == 0, counts[i])):
        if _wide_enough(counts, hidden, k):
            break
        hidden[place] = True
    return hidden


def _wide_enough(counts: Sequence[int], hidden: Sequence[bool], k: int) -> bool:
    cells = [count for count, hide in zip(counts, hidden, strict=True) if hide]
    at_least_one = sum(count > 0 for count in cells)
    others_at_least = 0 if at_least_one < len(cells) else at_least_one - 1  # a withheld zero: any of them may be nothing
    return len(cells) > 1 and sum(cells) - others_at_least >= k
