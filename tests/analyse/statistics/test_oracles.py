"""Our statistics against scipy and statsmodels, and proof that the comparison can fail."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest

from tests.analyse.statistics.oracles import bootstrap_medians, drawn, off
from titip.analyse.statistics import associating, cells, intervals, ranking, slopes, surviving

#: Searches and series end within this of each other.
ALLOWED = 1e-6
SEEDS = range(12)
FEW = range(3)


def worst(seeds: Iterable[int] = SEEDS) -> dict[str, float]:
    """The largest difference of each method over all seeds."""
    found: dict[str, float] = {}
    for seed in seeds:
        for what, ours, theirs in drawn(seed):
            found[what] = max(found.get(what, 0.0), off(ours, theirs))
    return found


def test_every_method_agrees_with_its_oracle() -> None:
    found = worst()

    assert len(found) >= 25
    assert {what: apart for what, apart in found.items() if apart > ALLOWED} == {}


#: A defect in one function, and the method whose oracle must notice.
DEFECTS: list[tuple[Any, str, Callable[[Any], Any], str]] = [
    (intervals, "wilson", lambda real: lambda a, n, c=0.95: real(a, n, 0.9), "Wilson"),
    (intervals, "_constrained_difference", lambda real: lambda a, n, b, m, d: b / m, "score difference"),
    (intervals, "_constrained_ratio", lambda real: lambda a, n, b, m, r: b / m, "score ratio"),
    (intervals, "poisson", lambda real: lambda c, e=1.0: real(c + 1, e), "exact Poisson"),
    (ranking, "mid_ranks", lambda real: lambda counts: np.cumsum(counts, axis=-1), "Kruskal-Wallis"),
    (ranking, "_mean_error", lambda real: lambda v, c: (real(v, c)[0], real(v, c)[1] * 1.01), "Welch"),
    (associating, "LEAST_EXPECTED", lambda real: 0, "Fisher 2 × 2"),
    (slopes, "_variance", lambda real: lambda s: len(s) * (len(s) - 1) * (2 * len(s) + 5) / 17, "Mann-Kendall"),
    (surviving, "z", lambda real: lambda c=0.95: 1.64, "Kaplan-Meier interval"),
]


@pytest.mark.parametrize(("module", "name", "planted", "method"), DEFECTS, ids=[f"{one[1]} -> {one[3]}" for one in DEFECTS])
def test_a_planted_defect_is_caught_by_its_oracle(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, planted: Callable[[Any], Any], method: str) -> None:
    monkeypatch.setattr(module, name, planted(getattr(module, name)))

    assert worst(FEW)[method] > ALLOWED


def test_the_bootstrap_interval_is_about_scipys() -> None:
    for seed in range(4):
        (low, high), (their_low, their_high) = bootstrap_medians(seed)

        assert low == pytest.approx(their_low, rel=0.04)
        assert high == pytest.approx(their_high, rel=0.04)


def test_order_statistics_hold_at_least_95_percent() -> None:
    rng = np.random.default_rng(5)
    held = 0
    for _ in range(300):
        x = np.sort(rng.normal(size=cells.MOST // 2 + 200))
        ends = cells.median_interval(x, np.ones(len(x), dtype=np.int64), seed=1)
        assert ends is not None
        held += ends[0] <= 0 <= ends[1]

    assert held >= 275
