"""What somebody wants to see of a released table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from titip.present.charts.crossing import Crossed
from titip.present.charts.kinds import Kind


@dataclass(frozen=True)
class Wish:
    """What to draw. ``by``: the first column; ``across``: a second; ``number``: a column of numbers to measure in each group.

    ``value``: for a shaded map, the value of ``across`` whose share is shown. ``population``: inhabitants by place (code or name), for rates.
    ``outlines``: the map (empty: the one that knows most of the places). ``counted``: stacked bars as long as their counts, not all alike.
    ``crossed``: ``by`` against ``across``, where it was counted already.
    """

    kind: Kind
    by: str
    across: str = ""
    number: str = ""
    value: str = ""
    population: Mapping[str, float] | None = None
    outlines: str = ""
    counted: bool = False
    crossed: Crossed | None = None
