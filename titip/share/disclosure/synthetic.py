"""Made-up rows that keep a table's low counts under differential privacy, and how far off they are.

The rows are drawn by pac-synth (Microsoft's Synthetic Data Showcase, MIT; extra ``titip[synthetic]``): counts of combinations of up to a few
columns get noise that bounds what any one row can change (epsilon, delta), and rows are put together from the noisy counts alone.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from titip.dictionary.rules.types import ElementType
from titip.kit.missing import Missing
from titip.share.rules.columns import STAR, Cell, Column, Heading
from titip.share.rules.problems import ReleaseRefused
from titip.share.rules.released import Table

#: Fewer rows drown in the noise.
LEAST_ROWS: Final = 200
#: A column of more values has hardly two rows alike, and nothing of it would be left.
MOST_VALUES: Final = 200
#: Combinations are counted up to this many columns.
COLUMNS: Final = 3
#: Bounds of the groups of combinations by how many rows truly have them.
SIZES: Final = ((1, 9), (10, 99), (100, None))

CAUTIONS: Final = (
    "Made-up rows: no row is a person, and none may be quoted as a case. Counts are wrong by as much as is told here.",
    "A zero is as sensitive as a count: what is absent may have been dropped, and what is there may never have been. Draw no conclusion from either.",
    "The noise bounds what one row can change (epsilon, delta). Somebody with several rows is protected less; making rows again from the same table spends "
    "the same again; what is true of a whole group is learnt all the same.",
    "The noise is the library's own; Titip has not proved it. This report compares with the real rows: keep it, and do not hand it out with the table.",
)


class SyntheticMissing(RuntimeError):
    """pac-synth is not installed; the message says how to get it."""


@dataclass(frozen=True)
class Error:
    """Combinations of ``columns`` columns that ``low`` to ``high`` rows truly have: how many there are, how many were lost (none drawn), and how far
    the drawn counts are off on average, in percent of the true one (in proportion, where fewer or more rows were drawn)."""

    columns: int
    low: int
    high: int | None
    combinations: int
    lost: int
    off: float


@dataclass(frozen=True)
class Synthetic:
    """``table``: the made-up rows. ``errors``: by number of columns and size. ``invented``: by number of columns, the combinations drawn, and those of
    them that no row truly has. ``unfilled``: cells that could not be drawn, written ``*``."""

    table: Table
    epsilon: float
    delta: float
    errors: tuple[Error, ...]
    invented: tuple[tuple[int, int, int], ...]
    unfilled: int

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "n": self.table.n, "epsilon": self.epsilon, "delta": self.delta, "errors": [asdict(one) for one in self.errors],
            "invented": [{"columns": columns, "drawn": drawn, "never_existed": never} for columns, drawn, never in self.invented],
            "unfilled": self.unfilled, "cautions": list(CAUTIONS),
        }


def synthesise(table: Table, names: Sequence[str], *, epsilon: float = 4.0, columns: int = COLUMNS) -> Synthetic:
    """Made-up rows with the columns ``names``. About as many as the table has: their number is noisy too. There is no seed.

    Raises SyntheticMissing, or ReleaseRefused (too few rows, too many values, an epsilon that protects nobody).
    """
    try:
        import pacsynth
    except ImportError:
        raise SyntheticMissing("Made-up rows need pac-synth. Install it with: pip install 'titip[synthetic]'.") from None
    held = [table.column(name) for name in names]
    _refuse(table, held, epsilon)
    length = min(columns, len(held))
    delta = 1 / (10 * table.n)
    builder = pacsynth.DpAggregateSeededParametersBuilder().reporting_length(length).epsilon(epsilon).delta(delta)
    synthesizer = pacsynth.DpAggregateSeededSynthesizer(builder.build())
    synthesizer.fit(pacsynth.Dataset(_raw(held)))
    drawn = synthesizer.sample(max(int(synthesizer.get_dp_number_of_records()), 1))
    return _weighed(held, drawn, epsilon, delta, length)


def _refuse(table: Table, held: Sequence[Column], epsilon: float) -> None:
    if not 0 < epsilon <= 10:
        raise ReleaseRefused(f"epsilon = {epsilon:g} protects nobody.", "Use a number above 0 and up to 10; 1 to 4 are usual.")
    if table.n < LEAST_ROWS:
        rows = "1 row is" if table.n == 1 else f"{table.n:,} rows are"
        raise ReleaseRefused(f"{rows} too few: the noise would be larger than what it hides.", f"Wait for {LEAST_ROWS}, or release counts.")
    if not held:
        raise ReleaseRefused("No column is named.", "List columns under quasi and sensitive.")
    for column in held:
        if len(column.values) > MOST_VALUES:
            raise ReleaseRefused(
                f"{column.heading.code} has {len(column.values):,} different values, so that hardly two rows are alike.",
                "Make it coarser first (titip disclose protect), or leave it out.",
            )


def _raw(held: Sequence[Column]) -> list[list[str]]:
    """Every value by its number, every kind of missing by its own: the library takes an empty text and a nought for nothing at all."""
    texts = [[f"v{code}" if code >= 0 else f"m{-code}" for code in column.codes.tolist()] for column in held]
    return [[f"c{place}" for place in range(len(held))], *(list(row) for row in zip(*texts, strict=True))]


def _weighed(held: Sequence[Column], drawn: list[list[str]], epsilon: float, delta: float, length: int) -> Synthetic:
    order = [drawn[0].index(f"c{place}") for place in range(len(held))]
    rows = [[row[place] for place in order] for row in drawn[1:]]
    true = _raw(held)[1:]
    errors, invented = [], []
    scale = len(true) / max(len(rows), 1)
    for many in range(1, length + 1):
        was, now = _counts(true, many), _counts(rows, many)
        invented.append((many, len(now), sum(1 for one in now if one not in was)))
        for low, high in SIZES:
            chosen = {one: n for one, n in was.items() if n >= low and (high is None or n <= high)}
            off = [abs(now[one] * scale - n) / n for one, n in chosen.items()]
            lost = sum(1 for one in chosen if one not in now)
            errors.append(Error(many, low, high, len(chosen), lost, round(100 * sum(off) / max(len(off), 1), 1)))
    cells = [[_cell(column, text) for text in (row[place] for row in rows)] for place, column in enumerate(held)]
    made = Table(tuple(_column(column, one) for column, one in zip(held, cells, strict=True)))
    return Synthetic(made, epsilon, delta, tuple(errors), tuple(invented), sum(row.count("") for row in rows))


def _counts(rows: list[list[str]], many: int) -> Counter[tuple[tuple[int, str], ...]]:
    """How many rows have each combination of so many columns; what could not be drawn is in none."""
    counted: Counter[tuple[tuple[int, str], ...]] = Counter()
    width = len(rows[0]) if rows else 0
    for places in itertools.combinations(range(width), many):
        counted.update(tuple((place, row[place]) for place in places) for row in rows if all(row[place] for place in places))
    return counted


def _cell(column: Column, text: str) -> Cell:
    if not text:
        return STAR
    if text[0] == "v":
        return column.values[int(text[1:])]
    return next(iter(kind for place, kind in enumerate(Missing) if -1 - place == -int(text[1:])), STAR)


def _column(column: Column, cells: list[Cell]) -> Column:
    heading = column.heading
    return Column.from_cells(Heading(heading.code, heading.label, ElementType(heading.type), heading.unit, heading.names, heading.ordered, heading.part), cells)
