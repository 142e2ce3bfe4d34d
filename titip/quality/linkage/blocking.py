"""Which pairs of rows are worth comparing: those that share something rare enough, in several ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from titip.quality.linkage.columns import Ints, Longs
from titip.quality.linkage.joining import NONE, between, coded, distinct, key, unordered, within
from titip.quality.linkage.records import Named, Records
from titip.quality.linkage.spec import Kind


@dataclass(frozen=True, eq=False)
class Rule:
    """One way to meet: ``keys`` of ``rows`` (a row may have several); with ``years``, also up to that many birth years apart.

    A key that more than ``cap`` rows hold tells nobody apart. ``most`` is how many pairs the rule may propose for each row of the
    file: in a file of a million the commonest keys fall away first, and the finer rules take over.
    """

    name: str
    rows: Ints
    keys: Longs
    cap: int
    years: int = -1
    most: float = 4.0


@dataclass(frozen=True, eq=False)
class Candidates:
    """The pairs to compare, and for each rule how many it proposed."""

    first: Ints
    second: Ints
    proposed: dict[str, int]


def candidates(records: Records) -> Candidates:
    """Pairs that any rule proposes, each once."""
    parts: list[Longs] = []
    proposed: dict[str, int] = {}
    for rule in rules(records):
        found = [coded(first, second, records.rows, records.second) for first, second in _meet(rule, records.year)]
        parts += found
        proposed[rule.name] = proposed.get(rule.name, 0) + sum(len(part) for part in found)
    first, second = distinct(parts, records.rows)
    return Candidates(first, second, proposed)


def _meet(rule: Rule, year: Ints) -> Iterator[tuple[Ints, Ints]]:
    most = int(rule.most * len(year) / (1 + max(0, rule.years))) + 10_000
    if rule.years < 0:
        yield within(rule.keys, rule.rows, rule.cap, most)
        return
    own = year[rule.rows]
    dated = np.where((own > 0) & (rule.keys != NONE), own, -1)
    now = key(rule.keys, dated)
    yield within(now, rule.rows, rule.cap, most)
    for apart in range(1, rule.years + 1):
        later = key(rule.keys, np.where(dated > 0, dated + apart, -1).astype(np.int32))
        yield between(now, rule.rows, later, rule.rows, rule.cap, most)


def rules(records: Records) -> Iterator[Rule]:
    """The ways to meet that the elements of this linkage allow."""
    everyone = np.arange(records.rows, dtype=np.int32)
    place = _first(records, Kind.PLACE)
    sex = np.maximum(_first(records, Kind.SEX), 0)
    day = np.where((records.day > 0) & (records.year > 0), records.year * 10_000 + records.day, -1).astype(np.int32)
    for named in (records.name, records.native):
        if named is None:
            continue
        whole, first_word = _whole(named.names.sound), named.names.sound
        yield Rule("whole name, birth year", everyone, whole, 400, years=3)
        yield Rule("whole name", everyone, whole, 30)
        yield Rule("whole name, place", everyone, key(whole, place), 60)
        yield Rule("joined skeleton, birth year", everyone, _joined(named), 60, years=1)
        rows, pairs = _word_pairs(named.names.skeleton)
        yield Rule("two words, birth year", rows, pairs, 80, years=3, most=8)
        yield Rule("two words, place", rows, key(pairs, place[rows]), 60)
        yield Rule("two words, place, birth year", rows, key(pairs, place[rows]), 60, years=2)
        yield Rule("two words", rows, pairs, 30)
        rows, words = _each_word(first_word)
        yield Rule("word, birth date", rows, key(words, day[rows]), 200)
        yield Rule("word, sex, birth year", rows, key(words, sex[rows]), 60, years=2, most=10)
        yield Rule("word, place, birth year", rows, key(words, place[rows]), 60, years=2)
        yield Rule("word, sex, place, birth year", rows, key(words, sex[rows], place[rows]), 60, years=2)
        yield Rule("word, place", rows, key(words, place[rows]), 40)
        for other in records.others:
            yield Rule(f"word, {other.column}", rows, key(words, _whole(other.names.sound)[rows]), 80)
    for other in records.others:
        own = _whole(other.names.sound)
        yield Rule(f"{other.column}, birth year", everyone, own, 60, years=2)
        yield Rule(f"{other.column}, place", everyone, key(own, place), 40)
        if other.kind is Kind.TEXT:
            yield Rule(other.column, everyone, own, 20)
            rows, pairs = _word_pairs(other.names.sound)
            yield Rule(f"two words of {other.column}", rows, pairs, 20)
    yield Rule("birth date", everyone, day.astype(np.int64), 60)
    yield Rule("birth date, sex, place", everyone, key(day, sex, place), 60)
    for element in records.coded:
        if element.kind in (Kind.PHONE, Kind.EXACT):
            yield Rule(element.column, everyone, element.codes.astype(np.int64), 60)


def _first(records: Records, kind: Kind) -> Ints:
    found = records.of(kind)
    return found[0].codes if found else np.full(records.rows, -1, np.int32)


def _whole(words: Ints) -> Longs:
    """The words of each row in one key, whatever their order."""
    ordered = np.sort(words, axis=1)
    made = key(*(ordered[:, place] + 1 for place in range(words.shape[1])))
    return np.where(words[:, 0] >= 0, made, NONE)


def _joined(named: Named) -> Longs:
    """The skeleton of the whole name without its breaks, in the order written."""
    written = named.names.skeleton
    distinct_names, inverse = np.unique(written, axis=0, return_inverse=True)
    bones = named.names.bones
    seen: dict[str, int] = {}
    joined = ["".join(bones[word] for word in row if word >= 0) for row in distinct_names.tolist()]
    numbers = np.array([seen.setdefault(text, len(seen)) if len(text) > 3 else -1 for text in joined], dtype=np.int64)
    return numbers[inverse.reshape(-1)]


def _each_word(words: Ints) -> tuple[Ints, Longs]:
    rows, columns = np.nonzero(words >= 0)
    return rows.astype(np.int32), words[rows, columns].astype(np.int64)


def _word_pairs(words: Ints) -> tuple[Ints, Longs]:
    """Each two words of each row as one key."""
    rows, keys = [], []
    for one in range(words.shape[1]):
        for other in range(one + 1, words.shape[1]):
            both = np.flatnonzero(words[:, other] >= 0)
            rows.append(both.astype(np.int32))
            keys.append(key(*unordered(words[both, one], words[both, other])))
    return np.concatenate(rows), np.concatenate(keys)
