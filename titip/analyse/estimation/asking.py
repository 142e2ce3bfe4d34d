"""What may be asked of an estimation."""

from __future__ import annotations

from dataclasses import dataclass, field

from titip.analyse.estimation.latent import Sampling
from titip.analyse.estimation.selecting import Method

#: In the order of a report.
MODELS = ("main", "stepwise", "bic", "aic", "chao", "lcmcr")
#: Fewer resamples have no 2.5 % at either end.
FEWEST_RESAMPLES = 40


@dataclass(frozen=True)
class Asked:
    """``threshold`` of stepwise; ``order``: the largest interaction of bic and aic; ``bootstrap``: resamples, 0 for none; ``cores`` 0: all.

    Raises ValueError, with the cure, for what cannot be done.
    """

    models: tuple[str, ...] = ("stepwise", "bic", "aic", "chao", "lcmcr")
    threshold: float = 0.02
    order: int = 2
    bootstrap: int = 1000
    seed: int = 1
    cores: int = 0
    sampling: Sampling = field(default_factory=Sampling)

    def __post_init__(self) -> None:
        unknown = [name for name in self.models if name not in MODELS]
        if unknown or not self.models:
            raise ValueError(f"There is no model {', '.join(unknown) or 'named'}. Choose from {', '.join(MODELS)}.")
        if len(set(self.models)) < len(self.models):
            raise ValueError("A model is named twice. Name each once.")
        if not 0 < self.threshold < 1:
            raise ValueError(f"The threshold {self.threshold} is no probability. Give one between 0 and 1; 0.02 is usual.")
        if self.bootstrap and self.bootstrap < FEWEST_RESAMPLES:
            raise ValueError(f"{self.bootstrap} resamples are too few for an interval. Give {FEWEST_RESAMPLES} or more, or 0 for none.")
        if self.order < 2:
            raise ValueError("An interaction is of two lists at least. Give an order of 2 or more.")
        if not 0 <= self.seed < 2**63:
            raise ValueError("Give a seed from 0 to 2**63 - 1.")

    def method(self, name: str) -> Method:
        """The settings of one kind of model."""
        return Method(name, self.threshold, self.order)
