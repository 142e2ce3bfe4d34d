"""Three attackers, and what the world outside the table does for each: prosecutor, journalist, marketer; k-map (Sweeney; El Emam)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from titip.share.disclosure.hierarchies import text_of
from titip.share.rules.classes import class_ids
from titip.share.rules.columns import Column
from titip.share.rules.problems import TableProblem
from titip.share.rules.released import Table


@dataclass(frozen=True)
class Attackers:
    """Chances of picking the right row, each from 0 to 1.

    ``prosecutor``: who knows that the person is in the table; the worst-placed row, 1 / smallest class. ``journalist``: who knows only that she is
    in the population; 1 / smallest population class that has a row here. ``marketer``: who wants many rows, whoever they are; the mean over rows.
    ``k_map``: that smallest population class. Without a population the journalist's and the k-map are not known, and the marketer's is the mean
    over the table's own classes, which is the most it can be.
    """

    prosecutor: float
    journalist: float | None
    marketer: float
    k_map: int | None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def attackers(table: Table, quasi_identifiers: Sequence[str], population: Table | None = None) -> Attackers:
    """Measure a table. ``population``: everyone who could have been in it, with the same columns in the same spelling (recode it alike first).

    Raises TableProblem where a row of the table fits nobody in the population.
    """
    if not table.n:
        return Attackers(0.0, None, 0.0, None)
    _, sizes = class_ids([table.column(code).codes for code in quasi_identifiers], table.n)
    if population is None:
        return Attackers(1 / int(sizes.min()), None, len(sizes) / table.n, None)
    outside = population_sizes(table, quasi_identifiers, population)
    if not outside.min():
        raise TableProblem(f"{int((outside == 0).sum())} rows fit nobody in the population.", "Recode the population as the table is, and check its spelling.")
    return Attackers(1 / int(sizes.min()), 1 / int(outside.min()), float((1 / outside).mean()), int(outside.min()))


def population_sizes(table: Table, quasi_identifiers: Sequence[str], population: Table) -> npt.NDArray[np.int64]:
    """For each row of the table, how many in the population look the same."""
    keys = [_joint(table.column(code), population.column(code)) for code in quasi_identifiers]
    ids, sizes = class_ids(keys, table.n + population.n)
    outside = np.bincount(ids[table.n :], minlength=len(sizes))
    return np.asarray(outside[ids[: table.n]], dtype=np.int64)


def _joint(ours: Column, theirs: Column) -> npt.NDArray[np.int32]:
    """Codes of both columns one after the other, the same for the same text."""
    numbers = {text_of(value): i for i, value in enumerate(ours.values)}
    there = np.array([numbers.setdefault(text_of(value), len(numbers)) for value in theirs.values] or [0], dtype=np.int32)
    return np.concatenate([ours.codes, np.where(theirs.codes >= 0, there[theirs.codes], theirs.codes)]).astype(np.int32)
