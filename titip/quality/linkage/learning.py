"""Weights learnt from labelled pairs: logistic regression, so that each weight can be read and argued with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from titip.quality.linkage.comparing import Features

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Labelled:
    """Compared pairs of one file. ``same``: whether they are one person. ``weight``: how many pairs each stands for. ``prior``: the odds
    of the file as a logarithm, or one number a pair where other weights are settled already."""

    features: Features
    same: npt.NDArray[np.bool_]
    weight: Array
    prior: float | Array


def learn(files: Sequence[Labelled], *, ridge: float = 1.0, rounds: int = 40) -> tuple[float, dict[str, float]]:
    """(base, feature → weight) that make the labels most likely, the size of each file taken off first.

    Newton's method on the ridge-penalised likelihood of logistic regression with an offset. A feature that a file lacks counts as zero there.
    """
    names = sorted({name for one in files for name in one.features})
    x = np.concatenate([np.stack([np.ones(len(f.same)), *(f.features.get(n, np.zeros(len(f.same))) for n in names)], axis=1) for f in files])
    same = np.concatenate([f.same for f in files]).astype(float)
    weight = np.concatenate([f.weight for f in files])
    offset = np.concatenate([np.broadcast_to(f.prior, len(f.same)) for f in files])
    found = np.zeros(x.shape[1])
    penalty = np.full(x.shape[1], ridge)
    penalty[0] = 0
    def loss(at: Array) -> float:
        total = x @ at + offset
        return float((weight * (np.logaddexp(0, total) - same * total)).sum() + (penalty * at**2).sum() / 2)

    now = loss(found)
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-np.clip(x @ found + offset, -30, 30)))
        slope = x.T @ (weight * (same - chance)) - penalty * found
        curve = (x * (weight * chance * (1 - chance))[:, None]).T @ x + np.diag(penalty + 1e-6)
        step = np.linalg.solve(curve, slope)
        while (then := loss(found + step)) > now and np.abs(step).max() > 1e-6:
            step /= 2
        found, before, now = found + step, now, then
        if before - now < 1e-4:
            break
    return float(found[0]), dict(zip(names, found[1:].tolist(), strict=True))
