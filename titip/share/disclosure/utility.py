"""What protection cost: how much of the table is still there to learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from titip.share.disclosure.steps import Levels, Steps, released_codes
from titip.share.rules.classes import class_ids
from titip.share.rules.columns import SUPPRESSED


@dataclass(frozen=True)
class Utility:
    """What was lost over the quasi-identifiers.

    ``cells_withheld`` of ``cells`` became ``*``, ``cells_coarser`` a wider value; ``rows_changed`` lost something; ``rows_withheld`` lost
    everything. ``ncp``: normalised certainty penalty, the mean loss of a cell from 0 to 1 (Xu et al. 2006; a withheld cell is 1).
    ``discernibility``: the sum of squared class sizes over n², withheld rows counting n each (Bayardo and Agrawal 2005);
    ``discernibility_as_class``: the same with the withheld rows counted as the class they are. ``withheld_by_column``: cells by quasi-identifier.
    """

    cells: int
    cells_withheld: int
    cells_coarser: int
    rows_changed: int
    rows_withheld: int
    ncp: float
    discernibility: float
    discernibility_as_class: float
    withheld_by_column: tuple[tuple[str, int], ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON, and for the register of releases."""
        return asdict(self) | {"withheld_by_column": dict(self.withheld_by_column)}


def utility(codes: Sequence[str], ladders: Sequence[Steps], levels: Levels) -> Utility:
    """Compare the rows as released with those before."""
    n = len(levels)
    codes_now = released_codes(ladders, levels)
    withheld = np.stack([now == SUPPRESSED for now in codes_now], axis=1) if ladders else np.zeros((n, 0), dtype=np.bool_)
    gone = withheld.all(axis=1) if ladders else np.zeros(n, dtype=np.bool_)
    away = int(gone.sum())
    lost = sum(float(ladder.loss(levels[:, place]).sum()) for place, ladder in enumerate(ladders))
    _, sizes = class_ids([now[~gone] for now in codes_now], n - away)
    together = float((sizes.astype(float) ** 2).sum())
    square = float(max(n, 1)) ** 2
    return Utility(
        cells=n * len(ladders),
        cells_withheld=int(withheld.sum()),
        cells_coarser=int(((levels > 0) & ~withheld).sum()),
        rows_changed=int((levels > 0).any(axis=1).sum()),
        rows_withheld=away,
        ncp=lost / max(n * len(ladders), 1),
        discernibility=(together + float(n) * away) / square,
        discernibility_as_class=(together + float(away) ** 2) / square,
        withheld_by_column=tuple((code, int(withheld[:, place].sum())) for place, code in enumerate(codes)),
    )
