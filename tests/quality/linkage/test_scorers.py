"""The scorers of linkage are tried with planted defects: what counts right and wrong pairs must see both."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.bench_linkage import _f1
from benchmarks.bench_linkage_peers import _best
from titip.quality.linkage import Kind, Linked, Spec, Texts, dedupe

WHO = np.array(["a", "a", "b", "b", "c"])


def found(pairs: list[tuple[int, int, float]]) -> Linked:
    """A finished linkage of five rows with just these pairs."""
    made = dedupe(Spec({"name": Kind.NAME}), {"name": Texts.of(["x"] * 5)})
    first, second, probability = (np.array(part) for part in zip(*pairs, strict=True))
    return Linked(made.records, first, second, probability, 10, 0.1, made.weights)


@pytest.mark.parametrize(
    ("pairs", "score"),
    [
        ([(0, 1, 0.9), (2, 3, 0.9)], 1.0),
        ([(0, 1, 0.9), (2, 3, 0.4)], 2 / 3),  # planted: a right pair below the line
        ([(0, 1, 0.9), (2, 3, 0.9), (0, 4, 0.95), (1, 4, 0.95)], 2 / 3),  # planted: strangers
        ([(0, 2, 0.9), (1, 3, 0.9)], 0.0),  # planted: the two people changed
    ],
)
def test_missed_pairs_and_strangers_lower_the_score(tmp_path: Path, pairs: list[tuple[int, int, float]], score: float) -> None:
    assert _f1(found(pairs), WHO) == pytest.approx(score)

    above = [pair for pair in pairs if pair[2] >= 0.5]
    peer = tmp_path / "pairs.csv"
    peer.write_text("id_l,id_r,match_probability\n" + "".join(f"{one},{other},{chance}\n" for one, other, chance in above))
    assert _best(peer, WHO.tolist()) == pytest.approx(score)
