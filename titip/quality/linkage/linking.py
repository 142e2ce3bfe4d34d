"""One file searched for people who stand in it twice, or two files for people who stand in both."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from titip.quality.linkage.blocking import candidates
from titip.quality.linkage.columns import Floats, Ints, Texts
from titip.quality.linkage.comparing import Comparer, Pairs
from titip.quality.linkage.records import Records, read_records
from titip.quality.linkage.spec import BadSpec, Spec
from titip.quality.linkage.weights import Weights, frozen

Evidence = npt.NDArray[np.float64]
Watch = Callable[[Iterable[int]], Iterable[int]]

#: From here on a pair is "probably the same person".
PROBABLE = 0.5
#: Below this much evidence (nats, prior included) a pair is let go without measuring words that are nearly alike, and at the end.
HOPELESS, FORGOTTEN = -9.0, -5.0
#: Matching pairs a row that are expected before the file has been looked at, and the bounds of what the file may say.
USUAL_RATE, LEAST_RATE, MOST_RATE = 0.17, 0.01, 3.0
_CHUNK = 200_000


@dataclass(frozen=True, eq=False)
class Linked:
    """Pairs of rows (``first`` < ``second``; of two files, rows of the second count on) with their probability, best first."""

    records: Records
    first: Ints
    second: Ints
    probability: Floats
    compared: int
    rate: float
    weights: Weights

    def at_least(self, probability: float) -> tuple[Ints, Ints, Floats]:
        """The pairs of at least this probability."""
        kept = self.probability >= probability
        return self.first[kept], self.second[kept], self.probability[kept]


def dedupe(spec: Spec, columns: Mapping[str, Texts], *, weights: Weights | None = None, watch: Watch = iter) -> Linked:
    """Who stands in one table more than once. ``columns`` are those the spec names, all of one length. Raises BadSpec.

    ``watch`` is handed the steps of the work and hands them on: a progress bar may stand there.
    """
    return _linked(read_records(spec, wanted(spec, columns)), weights or frozen(), watch)


def match(
    spec: Spec, first: Mapping[str, Texts], second: Mapping[str, Texts], *,
    weights: Weights | None = None, one_to_one: bool = False, watch: Watch = iter,
) -> Linked:
    """Who stands in both tables. With ``one_to_one`` (each person at most once in each table) the best partners are kept. Raises BadSpec."""
    upper, lower = wanted(spec, first), wanted(spec, second)
    begins = len(next(iter(upper.values())))
    linked = _linked(read_records(spec, {name: upper[name].then(lower[name]) for name in upper}, second=begins), weights or frozen(), watch)
    return best_partners(linked) if one_to_one else linked


def wanted(spec: Spec, columns: Mapping[str, Texts]) -> dict[str, Texts]:
    """The columns that the spec compares. Raises BadSpec where one is not there."""
    for name in spec.compare:
        if name not in columns:
            raise BadSpec(f"The table has no column “{name}”, which the spec compares. Its columns are: {', '.join(columns)}.")
    return {name: columns[name] for name in spec.compare}


def _linked(records: Records, weights: Weights, watch: Watch) -> Linked:
    if records.rows < 2:
        return Linked(records, *(np.empty(0, np.int32),) * 2, np.empty(0, np.float32), 0, 0.0, weights)
    found = candidates(records)
    first, second, evidence = _scored(records, Pairs(found.first, found.second), weights, watch)
    rate = _rate(evidence, records)
    odds = evidence + prior(records, rate)
    kept = odds > FORGOTTEN
    probability = (1 / (1 + np.exp(-odds[kept]))).astype(np.float32)
    order = np.lexsort((second[kept], first[kept], -probability))
    return Linked(records, first[kept][order], second[kept][order], probability[order], len(found.first), rate, weights)


def _scored(records: Records, pairs: Pairs, weights: Weights, watch: Watch) -> tuple[Ints, Ints, Evidence]:
    """The pairs that have any hope, with their evidence: first by what is quick to compare, then with words nearly alike."""
    comparer, hope = Comparer(records), HOPELESS - prior(records, USUAL_RATE)
    def compared(begin: int) -> tuple[Ints, Ints, Evidence]:
        chunk = Pairs(pairs.first[begin : begin + _CHUNK], pairs.second[begin : begin + _CHUNK])
        kept = weights.evidence(comparer.features(chunk, fuzzy=False)) > hope
        chunk = Pairs(chunk.first[kept], chunk.second[kept])
        evidence = weights.evidence(comparer.features(chunk, fuzzy=True)) if len(chunk.first) else np.empty(0)
        kept = evidence > hope
        return chunk.first[kept], chunk.second[kept], evidence[kept]

    steps = range(0, len(pairs.first), _CHUNK)
    if not steps:
        return np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0)
    with ThreadPoolExecutor(max_workers=min(8, os.cpu_count() or 1)) as pool:  # numpy and rapidfuzz let other threads run meanwhile
        parts = [part for _, part in zip(watch(steps), pool.map(compared, steps), strict=True)]
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts]), np.concatenate([p[2] for p in parts])


def prior(records: Records, rate: float) -> float:
    """The odds, as a logarithm, that two rows drawn blindly are one person: it falls as the file grows, so that a threshold carries."""
    if records.second:
        one, other = records.second, records.rows - records.second
        return float(np.log(rate * min(one, other) / (one * other)))
    return float(np.log(2 * rate / records.rows))


def _rate(evidence: Evidence, records: Records) -> float:
    """Matching pairs a row: half way (on the scale of logarithms) between what is usual and what the file itself says.

    The file speaks by expectation–maximisation over this one number. It is believed by half, for where names are few and people
    many, coincidences look like doubles and each round would believe them more.
    """
    rows = min(records.second, records.rows - records.second) if records.second else records.rows
    rate = USUAL_RATE
    for _ in range(20):
        expected = float((1 / (1 + np.exp(-np.clip(evidence + prior(records, rate), -60, 60)))).sum())
        rate, before = float(np.sqrt(USUAL_RATE * min(MOST_RATE, max(LEAST_RATE, expected / rows)))), rate
        if abs(rate - before) < 1e-4:
            break
    return rate


def best_partners(linked: Linked) -> Linked:
    """Each row once: pairs are taken from the most probable down, and one whose row is taken falls away."""
    taken = np.zeros(linked.records.rows, bool)
    kept = np.zeros(len(linked.first), bool)
    for place, (one, other) in enumerate(zip(linked.first.tolist(), linked.second.tolist(), strict=True)):
        if not taken[one] and not taken[other]:
            taken[one] = taken[other] = kept[place] = True
    return Linked(linked.records, linked.first[kept], linked.second[kept], linked.probability[kept], linked.compared, linked.rate, linked.weights)
