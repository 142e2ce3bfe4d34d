"""Estimating the unseen from five and six lists: stepwise, all models, 1,000 bootstrap replicates that repeat the choice."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

# As the command does: small matrices go faster with one thread each. Read when numpy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from benchmarks import Figure
from titip.analyse.estimation import Histories, Sampling, read_histories
from titip.analyse.estimation.design import Design
from titip.analyse.estimation.latent import sample
from titip.analyse.estimation.resampling import bootstrap
from titip.analyse.estimation.selecting import Method
from titip.analyse.estimation.stepwise import stepwise
from titip.analyse.estimation.surveying import survey
from titip.share.rules import Released

PUBLIC = Path(__file__).resolve().parents[2] / "shared" / "standards" / "mse"
REPLICATES = 1000


def measure() -> Iterator[Figure]:
    """Seconds, on one core where it says so, else on all."""
    five, six = _table("UKdat_5.csv", ("LA", "NG", "PFNCA", "GO", "GP"), 5), _table("UKdat.csv", ("LA", "NG", "PF", "GO", "GP", "NCA"), 6)
    stepwise(Design(3), np.ones((1, 7)), 0.02)  # imports scipy
    for lists, made in (("five", five), ("six", six)):
        yield Figure(f"stepwise, {lists} lists", _seconds(lambda made=made: stepwise(Design(made.size), made.counts[None], 0.02)), "s", limit=0.1)
    yield Figure("all 1,024 models of five lists", _seconds(lambda: survey(Design(5), five.counts)), "s", limit=1.0)
    yield Figure("all 6,893 hierarchical models of five lists", _seconds(lambda: survey(Design(5, 4), five.counts)), "s", limit=15.0)
    yield Figure("all 32,768 models of six lists", _seconds(lambda: survey(Design(6), six.counts)), "s", limit=30.0)
    for name, lists, made, limit in (("stepwise", "five", five, 5.0), ("stepwise", "six", six, 5.0), ("bic", "five", five, 20.0), ("bic", "six", six, 60.0)):
        figure = _seconds(lambda made=made, name=name: bootstrap(made, Method(name), times=REPLICATES, seed=1))
        yield Figure(f"{REPLICATES:,} replicates, {name}, {lists} lists", figure, "s", limit=limit)
    observed = six.cells
    counts = six.counts[observed - 1].astype(np.int64)
    short = Sampling(least=2_000, most=2_000)
    yield Figure("latent classes, 2,000 turns of 48 chains, six lists", _seconds(lambda: sample(6, observed, counts, seed=1, sampling=short)), "s")


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _table(name: str, lists: tuple[str, ...], size: int) -> Histories:
    if (PUBLIC / name).exists():
        return read_histories(Released.from_public_file(PUBLIC / name), lists, "count")
    print(f"{name} does not stand beside this checkout; measured on made-up people", file=sys.stderr)
    rng = np.random.default_rng(size)
    found = rng.random((12_000, size)) < np.linspace(0.02, 0.09, size)
    counts = np.bincount((found << np.arange(size)).sum(axis=1), minlength=2**size)[1:]
    return Histories(lists, counts.astype(np.float64))
