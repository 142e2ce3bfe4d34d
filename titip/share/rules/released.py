"""The released table: the only thing that analysis, charts and reports accept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np

from titip.dictionary.rules.types import ElementType
from titip.kit import clock
from titip.share.rules.audiences import Audience, check_k
from titip.share.rules.classes import class_ids
from titip.share.rules.columns import Cell, Column, Heading, Part, columns_from_rows
from titip.share.rules.problems import ReleaseRefused, TableProblem, UnknownColumn

#: The version of Titip's own way of releasing, written on everything that leaves.
METHOD_VERSION: Final = "1"

_FREE_TEXT = frozenset({ElementType.TEXT, ElementType.LONG_TEXT})


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of equal length. Not yet released: nothing outside ``share`` takes it."""

    columns: tuple[Column, ...]

    def __post_init__(self) -> None:
        if not self.columns:
            raise TableProblem("The table has no columns.", "Choose at least one column.")
        if len({len(c) for c in self.columns}) != 1:
            raise TableProblem("The columns have different lengths.", "Give one value a row in each column.")
        codes = [c.heading.code for c in self.columns]
        if twice := sorted({c for c in codes if codes.count(c) > 1}):
            raise TableProblem(f"Columns have the same name: {', '.join(twice)}.", "Give each column its own name.")

    @classmethod
    def from_rows(cls, rows: Sequence[Mapping[str, Cell]], headings: Sequence[Heading]) -> Table:
        """A table from one mapping a row (see ``Column.from_cells``)."""
        return cls(columns_from_rows(rows, headings))

    @property
    def n(self) -> int:
        """How many rows there are."""
        return len(self.columns[0])

    @property
    def names(self) -> tuple[str, ...]:
        """The codes of the columns."""
        return tuple(c.heading.code for c in self.columns)

    def column(self, code: str) -> Column:
        """The column of that code. Raises UnknownColumn, which lists the nearest names."""
        for column in self.columns:
            if column.heading.code == code:
                return column
        raise UnknownColumn(code, self.names)

    def shuffled(self) -> Table:
        """The same rows in an order that tells nothing, drawn from the system's secure source."""
        import secrets

        draw = np.frombuffer(secrets.token_bytes(8 * self.n), dtype=np.uint64)
        order = np.argsort(draw, kind="stable")
        return Table(tuple(c.take(order) for c in self.columns))


@dataclass(frozen=True)
class Suppression:
    """What gave way: every class over ``quasi_identifiers`` has ``k`` rows or more; ``cells`` values became ``*``, ``coarser`` wider; ``rows`` changed."""

    k: int = 0
    quasi_identifiers: tuple[str, ...] = ()
    cells: int = 0
    rows: int = 0
    coarser: int = 0

    def sentence(self) -> str:
        """In words, for the signposts."""
        if not self.k:
            return "Nothing was withheld: the table was public already."
        if not self.quasi_identifiers:
            return f"Nothing was withheld: no answer is one that may identify, so that all rows, {self.k} or more, look alike there (k = {self.k})."
        alike = f"Each row shares {', '.join(self.quasi_identifiers)} with at least {self.k - 1} others (k = {self.k}); "
        if self.coarser:
            return f"{alike}{self.cells:,} values are withheld and written *, {self.coarser:,} are given coarser, in {self.rows:,} rows together."
        return f"{alike}{self.cells:,} values in {self.rows:,} rows are withheld and written *."


@dataclass(frozen=True)
class About:
    """What must travel with a table (R37, R38): whose cases, when, where, how, and what the table cannot say."""

    unit_of_count: str = "cases"
    period: str = ""
    place: str = ""
    source: str = ""
    method: str = ""
    limits: tuple[str, ...] = ()
    bias: str = ""
    definitions: Mapping[str, str] = field(default_factory=dict)
    dictionary_version: str = ""
    dictionary_sha256: str = ""
    provenance: tuple[str, ...] = ()
    made_on: date = field(default_factory=clock.today)


@dataclass(frozen=True, eq=False)
class Released:
    """An immutable table fit for its audience, with all that must travel with it.

    It cannot be made with a column that names a person, with a ``k`` too small for its audience, or with a stated ``k`` that does not hold.
    """

    table: Table
    audience: Audience
    about: About
    suppression: Suppression = field(default_factory=Suppression)

    def __post_init__(self) -> None:
        if self.audience is Audience.PUBLIC:
            self._refuse_declared_as_public()
            return
        check_k(self.audience, self.suppression.k)
        self._refuse_direct_identifiers()
        self._refuse_undeclared()
        self._refuse_small_classes()

    @classmethod
    def from_rows(
        cls,
        rows: Sequence[Mapping[str, Cell]],
        headings: Sequence[Heading],
        *,
        audience: Audience,
        about: About,
        suppression: Suppression,
    ) -> Released:
        """A released table from rows that are protected already. To protect rows first: ``titip.share.disclosure.release``."""
        return cls(Table.from_rows(rows, headings), audience, about, suppression)

    @classmethod
    def from_public_file(
        cls,
        path: str | Path,
        *,
        columns: Sequence[str] | None = None,
        encoding: str = "",
        sheet: str = "",
        about: About | None = None,
    ) -> Released:
        """A public table from CSV (also gzipped), a spreadsheet or Parquet. Raises TableProblem with what to do.

        ``columns``: read only these (None: all). ``encoding``: say it where the guess is wrong. ``about``: period, place, source of the table.
        """
        from titip.share.rules.files import read_table

        read = read_table(Path(path), columns=columns, encoding=encoding, sheet=sheet)
        about = about or About()
        about = replace(
            about,
            method=about.method or "Read as published.",
            limits=about.limits + read.notes,
            provenance=about.provenance + read.provenance,
        )
        return cls(read.table, Audience.PUBLIC, about)

    @property
    def n(self) -> int:
        """How many rows the table has, each one ``about.unit_of_count``."""
        return self.table.n

    @property
    def protect(self) -> int:
        """Counts smaller than this are withheld in whatever is made from the table (R41); 0 where it was public already."""
        return self.suppression.k

    def column(self, code: str) -> Column:
        """The column of that code. Raises UnknownColumn."""
        return self.table.column(code)

    def to_csv(self, path: str | Path, *, signposts_inside: bool = True) -> None:
        """Write the table as CSV (see ``titip.share.rules.writing``)."""
        from titip.share.rules.writing import to_csv

        to_csv(self, Path(path), signposts_inside=signposts_inside)

    def to_json(self, path: str | Path) -> None:
        """Write the table as JSON, its signposts with it."""
        from titip.share.rules.writing import to_json

        to_json(self, Path(path))

    def _refuse_declared_as_public(self) -> None:
        """A file that is public already says nothing about parts; a table of ours does, and cannot pass for one."""
        parts = [c.heading.code for c in self.table.columns if c.heading.part is not Part.OTHER]
        if parts:
            raise ReleaseRefused(f"These are declared as telling about a person: {', '.join(parts)}. The table is not public.", "Protect it for its audience.")

    def _refuse_direct_identifiers(self) -> None:
        direct = [c.heading.code for c in self.table.columns if c.heading.part is Part.DIRECT]
        if direct:
            raise ReleaseRefused(f"These name a person and never leave: {', '.join(direct)}.", "Leave them out of the release.")

    def _refuse_undeclared(self) -> None:
        declared = set(self.suppression.quasi_identifiers)
        forgotten = [c.heading.code for c in self.table.columns if c.heading.part is Part.QUASI and c.heading.code not in declared]
        if forgotten:
            raise ReleaseRefused(
                f"These may single a person out and were not counted in k: {', '.join(forgotten)}.", "Add them to the quasi-identifiers, or leave them out."
            )
        if self.audience is not Audience.OUTSIDE:
            return
        texts = [c.heading.code for c in self.table.columns if c.heading.type in _FREE_TEXT and c.heading.code not in declared]
        if texts:
            raise ReleaseRefused(f"Free text may hold names: {', '.join(texts)}.", "Leave it out, or code it into a list first.")

    def _refuse_small_classes(self) -> None:
        keys = [self.column(code).codes for code in self.suppression.quasi_identifiers]
        _, sizes = class_ids(keys, self.n)
        if self.n and int(sizes.min()) < self.suppression.k:
            raise ReleaseRefused(
                f"The smallest class has {int(sizes.min())} rows, fewer than k = {self.suppression.k}.",
                "Protect the table first, with fewer or coarser identifying columns if too much is withheld.",
            )
