"""All columns of a released table at a glance: what kind each is, how full, and what is most often there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from titip.analyse.statistics.describing import describe
from titip.analyse.statistics.numbers import summarise
from titip.share.rules import STAR, Column, Released


@dataclass(frozen=True)
class Line:
    """One column. ``known`` and ``missing`` count rows (None where withheld); ``different`` counts distinct values; ``typical`` is in words."""

    code: str
    kind: str
    known: int | None
    missing: dict[str, int | None]
    different: int
    typical: str

    def cells(self) -> tuple[str, ...]:
        """The line for a table of text."""
        known = STAR if self.known is None else f"{self.known:,}"
        missing = "; ".join(f"{kind} {STAR if n is None else f'{n:,}'}" for kind, n in self.missing.items())
        return (self.code, self.kind, known, missing or "none", f"{self.different:,}", self.typical)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"column": self.code, "type": self.kind, "known": self.known, "missing": self.missing, "different": self.different, "typical": self.typical}


def overview(released: Released, *, protect: int | None = None) -> list[Line]:
    """A line for each column, in the table's order. ``protect`` as in ``describe``."""
    return [_line(released, column, protect) for column in released.table.columns]


def _line(released: Released, column: Column, protect: int | None) -> Line:
    described = describe(released, by=column.heading.code, protect=protect)
    missing = {kind.value: n for kind, n in described.missing.items()}
    return Line(column.heading.code, column.heading.type.value, described.known, missing, len(column.values), _typical(column, described.protect))


def _typical(column: Column, k: int) -> str:
    if not column.values:
        return "nothing"
    if column.heading.numeric and not set(column.values) <= {0, 1}:
        median = summarise(column, protect=k).text("median")
        return f"median {median}" if median else "too few to tell"
    counts = column.counts()
    most = int(counts.argmax())
    n = int(counts[most])
    if n == 1 < len(column.values):
        return "all different: it may identify people"
    return STAR if n < k else f"{column.name(column.values[most])} ({n:,})"
