"""Risk, attackers, uniqueness, effects: counted by hand or by brute force."""

import itertools
from collections import Counter

import pytest

from tests.share.disclosure.made_up import QUASI, column, table, texts
from titip.share.disclosure import Asked, attackers, diversity, effect, protect, uniqueness, what_if
from titip.share.rules import Table, TableProblem


def test_three_attackers_with_and_without_a_population() -> None:
    ours = Table((column("q", ("a", "b"), [0, 0, 1]),))
    everyone = Table((column("q", ("b", "a"), [1] * 10 + [0] * 4),))

    alone, known = attackers(ours, ["q"]), attackers(ours, ["q"], everyone)

    assert (alone.prosecutor, alone.journalist, alone.k_map) == (1.0, None, None)
    assert alone.marketer == pytest.approx(2 / 3)
    assert (known.prosecutor, known.journalist, known.k_map) == (1.0, 1 / 4, 4)
    assert known.marketer == pytest.approx((1 / 10 + 1 / 10 + 1 / 4) / 3)


def test_a_row_that_fits_nobody_in_the_population_is_said() -> None:
    with pytest.raises(TableProblem, match="1 rows fit nobody"):
        attackers(Table((column("q", ("a", "b"), [0, 1]),)), ["q"], Table((column("q", ("a",), [0, 0]),)))


@pytest.mark.parametrize("seed", range(4))
def test_minimal_sample_uniques_are_those_that_brute_force_finds(seed: int) -> None:
    made = table(40, seed)
    names = [*QUASI, "illness"]
    rows = texts(made)

    found = uniqueness(made, names, largest=3)

    scores = [0.0] * len(rows)
    for place, row in enumerate(rows):
        minimal: list[set[str]] = []
        for size in (1, 2, 3):
            for chosen in itertools.combinations(names, size):
                alone = sum(all(other[c] == row[c] for c in chosen) for other in rows) == 1
                if alone and not any(smaller <= set(chosen) for smaller in minimal):
                    minimal.append(set(chosen))
        scores[place] = sum({1: 3 * 2 * 1, 2: 2 * 1, 3: 1}[len(one)] for one in minimal)
    assert found.scores.tolist() == scores
    assert found.rows == sum(score > 0 for score in scores)


def test_diversity_of_a_table_as_it_stands() -> None:
    made = Table((column("q", ("a", "b"), [0] * 4 + [1] * 4), column("s", ("x", "y"), [0, 0, 1, 1, 0, 0, 0, 1])))

    (found,) = diversity(made, ["q"], ["s"])

    assert (found.distinct, found.ordered) == (2, False)
    assert found.entropy == pytest.approx(4 / 3**0.75)
    assert found.t == pytest.approx(5 / 8 - 1 / 2)


def test_what_protection_does_to_an_answer() -> None:
    made = Table((column("q", ("a", "b"), [0] * 20 + [1] * 2),))
    after = protect(made, Asked(["q"], 5)).table

    found = effect(made, after, "q")

    assert found.counts == (("a", 20, 17), ("b", 2, 0))
    assert (found.known_before, found.known_after, found.lost) == (22, 17, 2)
    assert found.largest_change == pytest.approx(100 * (1 - 20 / 22))


def test_what_if_shows_what_each_k_would_cost() -> None:
    made = table(300, 2)

    tried = what_if(made, Asked(QUASI, 2), [2, 5, 11], answers=["sex"])

    costs = [one.utility.ncp for one in tried]
    assert costs == sorted(costs) and costs[0] < costs[-1]
    assert [one.k for one in tried] == [2, 5, 11]
    assert all(one.effects[0].known_before == Counter(cell in ("female", "male") for cell in made.column("sex").cells())[True] for one in tried)
