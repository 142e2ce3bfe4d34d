"""Counts as they are shown: exact to whoever sees the cases anyway, in bands where a small number could point to somebody."""

from collections.abc import Mapping
from dataclasses import dataclass

from titip.dictionary.rules.messages import gettext_noop as _

#: Counts from 1 up to below this are small.
SMALL = 5
FEWER = _("fewer than 5")
MORE = _("5 or more")


@dataclass(frozen=True)
class Shown:
    """A count as it is shown: a number, or a message id in its place."""

    number: int | None
    words: str = ""


def shown(cells: Mapping[str, int], *, exact: bool) -> dict[str, Shown]:
    """The counts of one row. Where one of them is small and ``exact`` is not given, every count of the row but zero becomes a band.

    All of them, because their sum, the number of records, is known: a single withheld count would be its difference.
    """
    if exact or not any(0 < n < SMALL for n in cells.values()):
        return {name: Shown(n) for name, n in cells.items()}
    return {name: Shown(0) if n == 0 else Shown(None, FEWER if n < SMALL else MORE) for name, n in cells.items()}
