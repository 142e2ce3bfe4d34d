"""Protecting generated and public tables: seconds, and how much is lost; Adult against the best known; a table of counts and its audit."""

import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks import Figure
from titip.dictionary.rules.types import ElementType
from titip.share.disclosure import Asked, Hierarchy, Recoding, Steps, climb, protect, recode, release, tables
from titip.share.disclosure.utility import utility
from titip.share.rules import About, Audience, Column, Heading, Part, Released, Table
from titip.share.rules.files import read_texts

STANDARDS = Path(__file__).resolve().parents[2] / "shared" / "standards"
PUBLIC = STANDARDS / "ctdc" / "ctdc-global-synthetic-2021.csv.gz"
ADULT = STANDARDS / "disclosure"
ADULT_QUASI = ["sex", "age", "race", "marital-status", "education", "native-country", "workclass", "occupation"]
#: ARX's optimum, and the best local recoding that any program found, by k.
KNOWN = {5: (0.2339, 0.0545), 11: (0.2816, 0.0830)}
IDENTIFYING = ["yearOfRegistration", "gender", "ageBroad", "citizenship", "CountryOfExploitation"]
SEED = 20_260
K = 11
RUNS = 5


def measure() -> Iterator[Figure]:
    """Engine time, the whole release (shuffled, counted again), and the share of identifying values withheld."""
    for rows, engine, limit in ((200_000, 1.0, 2.0), (1_000_000, 4.0, 8.0)):
        yield from _released(f"generated {rows:,} rows", generated(rows), engine, limit)
    yield from _conditions(generated(200_000))
    if PUBLIC.exists():
        table = Released.from_public_file(PUBLIC, columns=IDENTIFYING).table
        yield from _released(f"CTDC {table.n:,} rows", table, 1.0, 2.0)
    else:
        print("the public table does not stand beside this checkout; measured on generated tables only", file=sys.stderr)
    if ADULT.is_dir():
        yield from _adult()
    yield from _counts()


def cpu(work: Sequence[Callable[[], object]], runs: int = RUNS) -> list[float]:
    """CPU seconds of each piece of work, the median of so many alternating runs."""
    spent: list[list[float]] = [[] for _ in work]
    for _ in range(runs):
        for place, one in enumerate(work):
            begun = time.process_time()
            one()
            spent[place].append(time.process_time() - begun)
    return [statistics.median(times) for times in spent]


def _released(name: str, table: Table, engine_limit: float, limit: float) -> Iterator[Figure]:
    ladders = [Steps.flat(table.column(code).codes) for code in IDENTIFYING]
    (engine,) = cpu([lambda: climb(ladders, K)])
    yield Figure(f"{name}, engine", engine, "CPU s", limit=engine_limit)
    begun = time.perf_counter()
    protected = release(table, quasi_identifiers=IDENTIFYING, k=K, audience=Audience.OUTSIDE, about=About())
    yield Figure(f"{name}, whole release", time.perf_counter() - begun, "s", limit=limit)
    yield Figure(f"{name}, withheld", 100 * protected.utility.ncp, "% of identifying values")
    yield Figure(f"{name}, discernibility", 1e4 * protected.utility.discernibility, "e-4")


def _conditions(table: Table) -> Iterator[Figure]:
    """What l and t cost, as a multiple of the time for k alone; the whole of ``protect``, its recount included."""
    codes = np.random.Generator(np.random.PCG64(SEED + 1)).integers(0, 9, table.n).astype(np.int32)
    values = tuple(str(i) for i in range(9))
    headings = [Heading("s"), Heading("o", ordered=True, names={value: value for value in values})]
    table = Table((*table.columns, *(Column(heading, values, codes) for heading in headings)))
    asked = [
        ("k alone", Asked(IDENTIFYING, K)),
        ("l = 3 distinct", Asked(IDENTIFYING, K, sensitive=["s"], l=3)),
        ("l = 3 by entropy", Asked(IDENTIFYING, K, sensitive=["s"], l=3, entropy=True)),
        ("t = 0.3", Asked(IDENTIFYING, K, sensitive=["s"], t=0.3)),
        ("t = 0.3 ordered", Asked(IDENTIFYING, K, sensitive=["o"], t=0.3)),
    ]
    alone, *more = cpu([lambda one=one: protect(table, one) for _, one in asked])
    for (name, _), spent in zip(asked[1:], more, strict=True):
        yield Figure(f"generated 200,000 rows, {name}", spent / alone, "times k alone", limit=3.0)


def _adult() -> Iterator[Figure]:
    table = read_texts(ADULT / "adult.csv.gz", columns=ADULT_QUASI).table
    ladders = [Recoding.of(table.column(name), Hierarchy.from_file(ADULT / f"adult_hierarchy_{name}.csv")).steps for name in ADULT_QUASI]
    for k, (optimum, local) in KNOWN.items():
        found, levels = recode(ladders, k), climb(ladders, k)
        times = cpu([lambda k=k: recode(ladders, k), lambda k=k: climb(ladders, k)])
        yield Figure(f"Adult k = {k}, optimal recoding over the known optimum", found.loss / optimum, "times", limit=1.0002)
        yield Figure(f"Adult k = {k}, optimal recoding", times[0], "CPU s")
        cost = utility(ADULT_QUASI, ladders, levels)
        yield Figure(f"Adult k = {k}, local recoding over the best known", cost.ncp / local, "times", limit=1.01)
        yield Figure(f"Adult k = {k}, local recoding", times[1], "CPU s")


def _counts() -> Iterator[Figure]:
    """A table of 12 × 12 with totals: withheld and audited."""
    draw = np.random.Generator(np.random.PCG64(SEED + 2))
    codes = [np.minimum(draw.poisson(3.5, 3_000), 11).astype(np.int32) for _ in range(2)]
    table = Table(tuple(Column(Heading(name), tuple(f"{name}{i}" for i in range(12)), one) for name, one in zip("ab", codes, strict=True)))
    tables.protect_counts(table, ["a", "b"], K)  # the solver is loaded
    begun = time.process_time()
    made = tables.protect_counts(table, ["a", "b"], K)
    yield Figure("12 × 12 counts, withheld and audited", time.process_time() - begun, "CPU s", limit=4.5)
    told = made.as_dict()
    yield Figure("12 × 12 counts, withheld for being small", told["primary"], "cells")
    yield Figure("12 × 12 counts, withheld with them", told["complementary"], "cells")


def generated(rows: int) -> Table:
    """Made-up rows: years, ages and corridors between countries that follow one another, as a registry's do."""
    draw = np.random.Generator(np.random.PCG64(SEED))
    weights = 1 / np.arange(1, 61) ** 1.3
    origin = draw.choice(60, rows, p=weights / weights.sum())
    destination = np.where(draw.random(rows) < 0.45, origin, (origin * 7 + draw.choice(4, rows, p=[0.6, 0.25, 0.1, 0.05])) % 60)
    cells = [
        (origin_year := draw.choice(22, rows, p=np.linspace(1, 3, 22) / np.linspace(1, 3, 22).sum())),
        (draw.random(rows) < 0.6).astype(int),
        np.minimum(draw.poisson(3.2, rows), 8),
        origin,
        np.where(origin_year > 2, destination, origin),
    ]
    return Table(tuple(_column(code, codes, share, draw) for code, codes, share in zip(IDENTIFYING, cells, (0.2, 0.24, 0.47, 0.08, 0.12), strict=True)))


def _column(code: str, codes: np.ndarray, missing: float, draw: np.random.Generator) -> Column:
    values = tuple(f"{code} {i}" for i in range(int(codes.max()) + 1))
    kept = np.where(draw.random(len(codes)) < missing, -1, codes).astype(np.int32)
    return Column(Heading(code, type=ElementType.SELECT_ONE, part=Part.QUASI), values, kept)
