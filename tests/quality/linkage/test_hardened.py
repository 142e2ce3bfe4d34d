"""Hardened codes: who stands in two files is met by likeness, without a key, and planted defects are seen."""

import secrets

import numpy as np
import pytest

from tests.quality.linkage import people
from titip.quality.linkage import Kind, Spec, Texts, hardened
from titip.quality.linkage.tokens import rows as by_kind

KEY = bytes(range(32))
SPEC = Spec({column: Kind(kind) for column, kind in people.COMPARE.items()})


def held(count: int, seed: int) -> tuple[list[dict[Kind, str]], np.ndarray]:
    """Rows that have enough for a code, and who each is."""
    made = people.table(count, seed)
    rows = list(by_kind(SPEC, {name: Texts.of(cells) for name, cells in made.items()}))
    kept = [place for place, row in enumerate(rows) if hardened.telling(row)]
    return [rows[place] for place in kept], np.array(made["entity"])[kept]


def test_people_are_met_again_by_likeness_nobody_twice_and_folding_costs_little() -> None:
    rows, who = held(3_000, 41)
    half = np.arange(len(rows)) % 2 == 0
    shared = len(set(who[half]) & set(who[~half]))
    score = {}
    for folded in (True, False):
        codes = hardened.codes(KEY, rows, folded=folded)
        met = hardened.meet(codes[half], codes[~half])
        assert len(set(met.first.tolist())) == len(met.first) and len(set(met.second.tolist())) == len(met.second)
        assert met.dice.min() >= hardened.THRESHOLD and (np.diff(met.dice) <= 0).all()
        score[folded] = 2 * int((who[half][met.first] == who[~half][met.second]).sum()) / (len(met.first) + shared)

    assert score[True] >= 0.45, "the measure of 10,000 is in the documentation"
    assert score[True] >= score[False] - 0.03


def test_planted_defects_meet_nobody() -> None:
    """The same people under another key, with their bits moved, or with each row's bits of another: the comparison must not find them."""
    rows, _ = held(400, 42)
    codes = hardened.codes(KEY, rows)
    assert len(hardened.meet(codes, codes).dice) == len(rows), "everybody is met in a copy"

    other_key = hardened.codes(secrets.token_bytes(32), rows)
    moved = np.roll(codes, 1, axis=1)
    assert len(hardened.meet(codes, other_key).dice) == 0
    assert len(hardened.meet(codes, moved).dice) == 0
    mixed = hardened.meet(codes, np.roll(codes, 1, axis=0))
    assert not (mixed.first == mixed.second).any()


def test_all_pairs_are_compared_though_most_are_left_out_by_weight() -> None:
    rows, _ = held(500, 43)
    codes = hardened.codes(KEY, rows)
    mine, weight = np.unpackbits(codes.view(np.uint8), axis=1).astype(int), np.bitwise_count(codes).sum(axis=1).astype(int)
    dice = 2 * (mine @ mine.T) / (weight[:, None] + weight)

    found = np.concatenate([part[0] * 1000 + part[1] for part in hardened._alike(codes, codes, 0.7, iter)])

    assert sorted(found.tolist()) == sorted(a * 1000 + b for a, b in zip(*(place.tolist() for place in np.nonzero(dice >= 0.7)), strict=True))


def test_who_tells_too_little_has_no_code_and_a_short_key_is_refused() -> None:
    assert not hardened.telling({Kind.NAME: "Sok Dara"})
    assert not hardened.telling({Kind.BIRTH_YEAR: "1999", Kind.SEX: "f"})
    assert hardened.telling({Kind.NATIVE_NAME: "สมชาย", Kind.BIRTH_YEAR: "2540"})
    with pytest.raises(ValueError, match="at least 32 bytes"):
        hardened.codes(b"short", [])
