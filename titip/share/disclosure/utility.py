"""What protection cost: how much of the table is still there to learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from titip.share.disclosure.ladder import Levels, Steps, released_codes
from titip.share.rules.classes import class_ids


@dataclass(frozen=True)
class Utility:
    """What was lost over the quasi-identifiers.

    ``cells_withheld`` of ``cells`` became ``*``; ``rows_changed`` lost something; ``rows_withheld`` lost everything. ``ncp``: normalised certainty
    penalty, the mean loss of a cell from 0 to 1 (Xu et al. 2006; a withheld cell is 1). ``discernibility``: the sum of squared class sizes over
    n², withheld rows counting n each (Bayardo and Agrawal 2005). ``withheld_by_column``: cells by quasi-identifier.
    """

    cells: int
    cells_withheld: int
    rows_changed: int
    rows_withheld: int
    ncp: float
    discernibility: float
    withheld_by_column: tuple[tuple[str, int], ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON, and for the register of releases."""
        return asdict(self) | {"withheld_by_column": dict(self.withheld_by_column)}


def utility(codes: Sequence[str], ladders: Sequence[Steps], levels: Levels) -> Utility:
    """Compare the rows after climbing with those before."""
    n = len(levels)
    tops = np.array([len(ladder.losses) - 1 for ladder in ladders], dtype=np.int8)
    withheld = levels == tops
    gone = withheld.all(axis=1)
    losses = [np.asarray(ladder.losses)[levels[:, place]].sum() for place, ladder in enumerate(ladders)]
    _, sizes = class_ids([c[~gone] for c in released_codes(ladders, levels)], int((~gone).sum()))
    return Utility(
        cells=n * len(ladders),
        cells_withheld=int(withheld.sum()),
        rows_changed=int((levels > 0).any(axis=1).sum()),
        rows_withheld=int(gone.sum()),
        ncp=float(sum(losses)) / max(n * len(ladders), 1),
        discernibility=(float((sizes.astype(float) ** 2).sum()) + float(n) * int(gone.sum())) / max(n, 1) ** 2,
        withheld_by_column=tuple((code, int(withheld[:, place].sum())) for place, code in enumerate(codes)),
    )
