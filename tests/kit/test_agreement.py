"""Agreement between assessors: held to published values, to statsmodels, and to a jackknife."""

import random

import numpy as np
import pytest
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

from titip.kit.agreement import TooFew, cohen, fleiss

#: Fleiss, Cohen and Everitt (1969): two clinicians, 200 people; kappa 0.429, standard error 0.054 (their table of proportions, times 200).
CLINICIANS = [[106, 10, 4], [22, 28, 10], [2, 12, 6]]
#: Fleiss (1971) as commonly reproduced: 10 subjects, 14 raters, 5 categories; kappa 0.210.
FOURTEEN = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1], [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]


def as_pairs(table):
    return [(a, b) for a, row in enumerate(table) for b, count in enumerate(row) for _n in range(count)]


def as_subjects(table):
    return [[a for a, count in enumerate(row) for _n in range(count)] for row in table]


def test_two_clinicians_of_1969():
    found = cohen(as_pairs(CLINICIANS))
    assert found.kappa == pytest.approx(0.429, abs=5e-4) and found.n == 200 and found.observed == pytest.approx(0.70)
    assert (found.high - found.low) / 2 / 1.959964 == pytest.approx(0.054, abs=5e-4)


def test_fourteen_psychiatrists():
    found = fleiss(as_subjects(FOURTEEN))
    assert found.kappa == pytest.approx(0.210, abs=5e-4) and found.low < 0.210 < found.high


@pytest.mark.parametrize("seed", range(5))
def test_statsmodels_says_the_same(seed):
    lot = random.Random(seed)
    table = [[lot.randint(1, 30) for _b in range(3)] for _a in range(3)]
    ours, theirs = cohen(as_pairs(table)), cohens_kappa(np.array(table))
    assert (ours.kappa, ours.low, ours.high) == pytest.approx((theirs.kappa, theirs.kappa_low, theirs.kappa_upp))
    rows = []
    for _subject in range(60):
        true = lot.randint(0, 2)
        rows.append([true if lot.random() < 0.7 else lot.randint(0, 2) for _rater in range(4)])
    counts = np.array([[row.count(a) for a in range(3)] for row in rows])
    found = fleiss(rows)
    assert found.kappa == pytest.approx(fleiss_kappa(counts))
    left_out = [fleiss([*rows[:i], *rows[i + 1:]]).kappa for i in range(len(rows))]
    jackknife = np.sqrt((len(rows) - 1) ** 2 / len(rows) * np.var(left_out, ddof=1))
    assert (found.high - found.low) / 2 / 1.959964 == pytest.approx(jackknife, rel=0.05), "Gwet's variance against one that leaves each subject out"


def test_what_chance_explains_is_refused():
    for said in ([], [("a", "a")], [("a", "a")] * 40):
        with pytest.raises(TooFew):
            cohen(said)
        with pytest.raises(TooFew):
            fleiss(said)
    assert cohen([("a", "a"), ("b", "b")] * 10).kappa == 1 == fleiss([("a", "a", "a"), ("b", "b")] * 10).kappa
    assert cohen([("a", "b"), ("b", "a")] * 10).kappa == -1
    assert fleiss([["a"], ["a", "a"], ["b", "b"]]).n == 2, "who was judged once says nothing of agreement"
