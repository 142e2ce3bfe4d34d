"""The frozen weights: what each thing that agrees or differs is worth, in nats of evidence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from titip.quality.linkage.comparing import Features
from titip.quality.linkage.spec import Kind

FROZEN = Path(__file__).with_name("weights.json")


@dataclass(frozen=True)
class Weights:
    """``base`` is the evidence that no element carries; ``of`` the weight of each feature; ``version`` names the set."""

    version: str
    base: float
    of: Mapping[str, float]

    @classmethod
    def read(cls, path: Path) -> Weights:
        """From the JSON that stands in the package, or one learnt on an organisation's own labelled pairs."""
        held = json.loads(path.read_text(encoding="utf-8"))
        return cls(str(held["version"]), float(held["base"]), {name: float(weight) for name, weight in held["weights"].items()})

    def evidence(self, features: Features) -> npt.NDArray[np.float64]:
        """The evidence of each pair (nats), the file's size left out. Of a name in two scripts the better one counts."""
        total = np.full(len(next(iter(features.values()))), self.base)
        native = np.zeros_like(total)
        for name, values in features.items():
            kind, _, rest = name.partition(".")
            if kind == Kind.NATIVE_NAME:
                native += self.of.get(f"{Kind.NAME}.{rest}", 0.0) * values
            elif weight := self.of.get(name, 0.0):
                total += weight * values
        if f"{Kind.NATIVE_NAME}.missing" in features:
            named = sum((self.of.get(name, 0.0) * values for name, values in features.items() if name.startswith(f"{Kind.NAME}.")), np.zeros_like(total))
            total += np.maximum(native - named, 0) * (features[f"{Kind.NATIVE_NAME}.missing"] == 0)
        return total


@cache
def frozen() -> Weights:
    """The weights of this version of Titip."""
    return Weights.read(FROZEN)
