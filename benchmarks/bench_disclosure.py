"""Releasing tables of 193,025 real-shaped, 200,000 and 1,000,000 generated rows at k = 11: seconds, and how much is withheld."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks import Figure
from titip.dictionary.rules.types import ElementType
from titip.share.disclosure import Steps, climb, release
from titip.share.rules import About, Audience, Column, Heading, Part, Released, Table

PUBLIC = Path(__file__).resolve().parents[2] / "shared" / "standards" / "ctdc" / "ctdc-global-synthetic-2021.csv.gz"
IDENTIFYING = ["yearOfRegistration", "gender", "ageBroad", "citizenship", "CountryOfExploitation"]
SEED = 20_260
K = 11


def measure() -> Iterator[Figure]:
    """Engine time, the whole release (shuffled, counted again), and the share of identifying values withheld."""
    for rows, engine, limit in ((200_000, 1.0, 2.0), (1_000_000, 4.0, 8.0)):
        yield from _released(f"generated {rows:,} rows", _generated(rows), engine, limit)
    if PUBLIC.exists():
        table = Released.from_public_file(PUBLIC, columns=IDENTIFYING).table
        yield from _released(f"CTDC {table.n:,} rows", table, 1.0, 2.0)
    else:
        print("the public table does not stand beside this checkout; measured on generated tables only", file=sys.stderr)


def _released(name: str, table: Table, engine_limit: float, limit: float) -> Iterator[Figure]:
    ladders = [Steps.flat(table.column(code).codes) for code in IDENTIFYING]
    begun = time.perf_counter()
    climb(ladders, K)
    yield Figure(f"{name}, engine", time.perf_counter() - begun, "s", limit=engine_limit)
    begun = time.perf_counter()
    protected = release(table, quasi_identifiers=IDENTIFYING, k=K, audience=Audience.OUTSIDE, about=About())
    yield Figure(f"{name}, whole release", time.perf_counter() - begun, "s", limit=limit)
    yield Figure(f"{name}, withheld", 100 * protected.utility.ncp, "% of identifying values")


def _generated(rows: int) -> Table:
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
