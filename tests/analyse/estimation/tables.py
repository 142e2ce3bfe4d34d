"""Made-up tables of capture histories, and hypothesis strategies for sparse ones."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from titip.analyse.estimation import Histories, read_histories
from titip.analyse.estimation.design import Floats
from titip.share.rules import Released

UK = ("LA", "NG", "PF", "GO", "GP", "NCA")
UK_FIVE = ("LA", "NG", "PFNCA", "GO", "GP")


def uk(shared: Path) -> Histories:
    """The United Kingdom, 2013, six lists."""
    return read_histories(Released.from_public_file(shared / "standards/mse/UKdat.csv"), UK, "count")


def uk_five(shared: Path) -> Histories:
    """The same with two lists joined."""
    return read_histories(Released.from_public_file(shared / "standards/mse/UKdat_5.csv"), UK_FIVE, "count")


def cells(size: int, **counts: int) -> Floats:
    """Counts by history, ``cells(3, A=40, AB=6)``; shape (2**size - 1,)."""
    made = np.zeros(2**size - 1)
    for letters, n in counts.items():
        made[sum(1 << "ABCDEFGHIJ".index(letter) for letter in letters) - 1] = n
    return made


def histories(size: int, **counts: int) -> Histories:
    """The same as a table of lists A, B, C …"""
    return Histories(tuple("ABCDEFGHIJ"[:size]), cells(size, **counts))


def people(total: int, shares: Sequence[float], listed: Sequence[Sequence[float]], seed: int) -> Floats:
    """Counts of ``total`` made-up people in latent classes of these ``shares``, whom list j finds with probability ``listed[class][j]``."""
    rng = np.random.default_rng(seed)
    chances = np.asarray(listed)[rng.choice(len(shares), total, p=shares)]
    found = rng.random(chances.shape) < chances
    return np.bincount((found << np.arange(chances.shape[1])).sum(axis=1), minlength=2 ** chances.shape[1])[1:].astype(np.float64)


@st.composite
def sparse(draw: st.DrawFn, sizes: Sequence[int] = (3, 4), most: int = 40) -> tuple[int, Floats]:
    """(number of lists, counts): many cells empty, each list with somebody."""
    size = draw(st.sampled_from(list(sizes)))
    count = st.one_of(st.just(0), st.integers(0, 3), st.integers(0, most))
    counts = np.array(draw(st.lists(count, min_size=2**size - 1, max_size=2**size - 1)), dtype=np.float64)
    for i in range(size):
        counts[(1 << i) - 1] += draw(st.integers(1, most))
    return size, counts
