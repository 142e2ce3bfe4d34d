"""Which rows Splink compares: all that share enough, while the file can afford it."""

import itertools

import numpy as np
import pytest

from titip.quality.linkage import splink_blocks
from titip.quality.linkage.splink_blocks import meeting, pairs_sharing


def table(rows: int, names: int, seed: int) -> dict[str, np.ndarray]:
    draw = np.random.default_rng(seed)
    word = np.array([None, *(f"name {one}" for one in range(names))], dtype=object)
    return {"name": word[draw.integers(0, names + 1, rows)], "born": draw.integers(0, 40, rows), "place": word[draw.integers(0, 4, rows)]}


def sharing(held: dict[str, np.ndarray], rule: tuple[str, ...]) -> set[tuple[int, int]]:
    rows = [tuple(held[column][row] for column in rule) for row in range(len(held["born"]))]
    return {(a, b) for a, b in itertools.combinations(range(len(rows)), 2) if rows[a] == rows[b] and None not in rows[a] and 0 not in rows[a]}


def met(block: np.ndarray) -> set[tuple[int, int]]:
    return {(a, b) for a, b in itertools.combinations(range(len(block)), 2) if block[a] == block[b] > 0}


def test_in_a_small_file_all_who_share_meet_and_nothing_is_asked_twice() -> None:
    held = table(300, 12, 1)

    found = meeting(held, [("name",), ("born", "place"), ("name", "born")])

    assert list(found) == ["meet_name", "meet_born_place"]  # who shares name and year shares the name
    assert met(found["meet_name"]) == sharing(held, ("name",)) and met(found["meet_born_place"]) == sharing(held, ("born", "place"))
    assert pairs_sharing(held, ("name", "born")) == len(sharing(held, ("name", "born"))) > 0


def test_what_is_too_common_falls_away_and_a_finer_rule_takes_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splink_blocks, "PAIRS_BESIDES", 0)
    held = table(300, 12, 2)
    held["name"][:120] = "name 0"  # as every second person in some lands

    found = meeting(held, [("name",), ("name", "born")])

    assert list(found) == ["meet_name", "meet_name_born"]
    assert (found["meet_name"][:120] == 0).all() and met(found["meet_name"]) < sharing(held, ("name",))
    assert met(found["meet_name_born"]) == sharing(held, ("name", "born"))
    for blocks in found.values():
        assert len(met(blocks)) <= splink_blocks.PAIRS_A_ROW * 300


def test_nothing_known_meets_nobody() -> None:
    empty = {"name": np.array([None] * 5, dtype=object), "born": np.zeros(5, dtype=np.int64)}

    assert not any(block.any() for block in meeting(empty, [("name",), ("born",)]).values())
    assert pairs_sharing(empty, ("name", "born")) == 0
    assert not any(len(block) for block in meeting({"name": empty["name"][:0]}, [("name",)]).values())
