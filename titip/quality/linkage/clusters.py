"""People out of pairs: groups of rows in which everybody is tied to everybody, so that strangers are not chained together.

Agglomerative, average linkage over the evidence: two groups join while the mean log-odds over all pairs across them is positive
at the threshold; a pair that was never proposed counts as strong evidence against. A chain A–B–C in which A and C do not look
alike stays two people.
"""

from __future__ import annotations

import heapq

import numpy as np

from titip.quality.linkage.columns import Floats, Ints

#: What a pair counts that no rule proposed, or that fell below all hope (nats).
NEVER_PROPOSED = -6.0
#: A probability of one is not infinitely sure.
_MOST = 12.0


def clusters(rows: int, first: Ints, second: Ints, probability: Floats, *, threshold: float = 0.5) -> Ints:
    """For each row the number of its cluster: the smallest row in it. Rows alone are clusters of one."""
    p = np.clip(probability.astype(float), 1e-6, 1 - 1e-6)
    bar = np.log(threshold / (1 - threshold))
    ties = np.clip(np.log(p / (1 - p)) - bar, NEVER_PROPOSED, _MOST)
    joined = np.arange(rows, dtype=np.int32)
    for part in _connected(rows, first, second, ties):
        for group in _part(*part):
            joined[group] = min(group)
    return joined


def _connected(rows: int, first: Ints, second: Ints, ties: np.ndarray) -> list[tuple[list[int], dict[int, dict[int, float]]]]:
    """The rows that ties of hope connect, part by part, with all ties inside each."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    strong = ties > 0
    graph = coo_matrix((np.ones(int(strong.sum())), (first[strong], second[strong])), shape=(rows, rows))
    label = connected_components(graph, directed=False)[1]
    inside = label[first] == label[second]
    parts: dict[int, tuple[list[int], dict[int, dict[int, float]]]] = {}
    for one, other, tie, part in zip(
        first[inside].tolist(), second[inside].tolist(), ties[inside].tolist(), label[first[inside]].tolist(), strict=True
    ):
        members, known = parts.setdefault(part, ([], {}))
        for row in (one, other):
            if row not in known:
                known[row] = {}
                members.append(row)
        known[one][other] = known[other][one] = tie
    return list(parts.values())


def _part(members: list[int], known: dict[int, dict[int, float]]) -> list[list[int]]:
    """Average linkage inside one part: the best tied two groups first, until no two groups are tied on the whole."""
    groups = {row: [row] for row in members}
    # The sum of ties across each two groups, less what never proposed pairs count, so that sums simply add when groups join.
    sums = {row: {other: tie - NEVER_PROPOSED for other, tie in known[row].items()} for row in members}
    heap = [(-tie, one, other) for one in members for other, tie in known[one].items() if one < other and tie > 0]
    heapq.heapify(heap)
    while heap:
        mean, one, other = heapq.heappop(heap)
        if one not in groups or other not in groups or abs(_mean(groups, sums, one, other) + mean) > 1e-9:
            continue
        groups[one] += groups.pop(other)
        for third, tie in sums.pop(other).items():
            sums[third].pop(other)
            if third != one:
                sums[one][third] = sums[third][one] = sums[one].get(third, 0.0) + tie
        for third in sums[one]:
            if (tie := _mean(groups, sums, one, third)) > 0:
                heapq.heappush(heap, (-tie, one, third))
    return [group for group in groups.values() if len(group) > 1]


def _mean(groups: dict[int, list[int]], sums: dict[int, dict[int, float]], one: int, other: int) -> float:
    return sums[one].get(other, 0.0) / (len(groups[one]) * len(groups[other])) + NEVER_PROPOSED
