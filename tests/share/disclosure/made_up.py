"""Made-up tables and hierarchies for the tests of disclosure control."""

from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from titip.share.disclosure import Hierarchy
from titip.share.rules import Column, Heading, Part, Table

PLACES = Hierarchy.from_lines(
    ["river;north;*", "hill;north;*", "ford;north;*", "bay;south;*", "reef;south;*", "dune;south;*"],
    "places.csv",
)
AGES = Hierarchy.bands(range(0, 40), [5, 10, 20], "age")


def column(name: str, values: tuple[str, ...], codes: Any, ordered: bool = False) -> Column:
    names = {value: value for value in values} if ordered else {}
    return Column(Heading(name, ordered=ordered, names=names, part=Part.OTHER), values, np.asarray(codes, dtype=np.int32))


def table(rows: int, seed: int, missing: float = 0.1) -> Table:
    """Places, ages, sex; an illness and an income that must not be learnt."""
    draw = np.random.Generator(np.random.PCG64(seed))

    def some(many: int, lacks: float = missing) -> Any:
        weights = 1 / np.arange(1, many + 1)
        return np.where(draw.random(rows) < lacks, -1, draw.choice(many, rows, p=weights / weights.sum()))

    return Table(
        (
            column("place", tuple(PLACES.paths), some(6)),
            column("age", tuple(str(i) for i in range(40)), some(40)),
            column("sex", ("female", "male"), some(2)),
            column("illness", ("none", "cold", "flu", "burn"), some(4)),
            column("income", tuple(str(i) for i in range(9)), some(9, 0.0), ordered=True),
        )
    )


QUASI = ["place", "age", "sex"]
HIERARCHIES = {"place": PLACES, "age": AGES}
tables = st.builds(table, rows=st.integers(30, 150), seed=st.integers(0, 10_000), missing=st.sampled_from([0.0, 0.15]))


def texts(one: Table) -> list[dict[str, str]]:
    """Rows as a reader of the file sees them."""
    return [dict(zip(one.names, map(str, cells), strict=True)) for cells in zip(*(c.cells() for c in one.columns), strict=True)]


def shared_disclosure() -> Path:
    return Path(__file__).resolve().parents[4] / "shared" / "standards" / "disclosure"
