"""Latent classes of unknown number (LCMCR): people differ in how easily each list finds them, in ways that no list records.

Manrique-Vallier (2016), "Bayesian population size estimation using Dirichlet process mixtures", Biometrics 72. Within a class the
lists are independent; the classes have a stick-breaking prior; the size has the prior 1/N. Gibbs sampling over the observed
histories with their counts (``chains.py``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from titip.analyse.estimation.chains import Chains
from titip.analyse.estimation.design import Floats, Ints
from titip.analyse.estimation.watching import Watch, unwatched

#: Drawing ends when R-hat is down to this, with this many independent draws.
WANTED, ENOUGH = 1.05, 100
#: Above this R-hat the chains do not agree, and their answer is no answer.
AGREE = 1.1


@dataclass(frozen=True)
class Sampling:
    """How the posterior is drawn: ``classes`` at most, ``chains`` that are compared, each over ``rungs`` of thinned tables.

    First ``least`` iterations, then twice as many and so on until the chains agree, ``most`` at most. The first half is thrown away.
    """

    classes: int = 10
    chains: int = 4
    rungs: int = 12
    least: int = 10_000
    most: int = 40_000


@dataclass(frozen=True, eq=False)
class Posterior:
    """``sizes`` (chains, draws): draws of N. ``present`` (chains, draws): in how many of the ``classes`` there was anybody."""

    sizes: Floats
    present: Floats
    classes: int

    @property
    def occupied(self) -> float:
        """Classes with anybody in them, on average."""
        return float(self.present.mean())

    @property
    def full(self) -> float:
        """The share of draws with no class empty: where it is large, more classes may be needed."""
        return float((self.present == self.classes).mean())

    @property
    def settled(self) -> bool:
        """Whether the chains agree and are long enough."""
        return self.disagreement <= WANTED and self.effective >= ENOUGH

    def quantiles(self, *shares: float) -> list[float]:
        """Quantiles of N over all chains."""
        return [float(q) for q in np.quantile(self.sizes, shares)]

    @property
    def disagreement(self) -> float:
        """Split R-hat of log N (Gelman and others, Bayesian Data Analysis): 1 where the chains tell the same."""
        halves = _halves(np.log(self.sizes))
        length = halves.shape[1]
        within = halves.var(axis=1, ddof=1).mean()
        between = length * halves.mean(axis=1).var(ddof=1)
        return float(np.sqrt((length - 1) / length + between / (length * within))) if within else 1.0

    @property
    def effective(self) -> float:
        """How many independent draws of log N these are worth (Geyer's initial positive sequence over all chains)."""
        halves = _halves(np.log(self.sizes))
        if not halves.var():
            return float(self.sizes.size)
        length = halves.shape[1]
        centred = halves - halves.mean(axis=1, keepdims=True)
        spectrum = np.fft.rfft(centred, 2 * length, axis=1)
        covariance = np.fft.irfft(np.abs(spectrum) ** 2, axis=1)[:, :length].mean(axis=0) / length
        total = covariance[0] + halves.mean(axis=1).var(ddof=1)
        correlation = 1 - (covariance[0] - covariance) / total
        paired = correlation[: length // 2 * 2].reshape(-1, 2).sum(axis=1)
        ends = np.flatnonzero(paired < 0)
        return float(self.sizes.size / max(2 * paired[: ends[0] if len(ends) else len(paired)].sum() - 1, 1e-9))


def _halves(draws: Floats) -> Floats:
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, half : 2 * half]])


def sample(size: int, cells: Ints, counts: Ints, *, seed: int, sampling: Sampling | None = None, watch: Watch = unwatched) -> Posterior:
    """Draw from the posterior of N. ``cells``: the observed histories of ``size`` lists as whole numbers; ``counts``: how many have each."""
    chosen = sampling or Sampling()
    state = Chains(size, cells, counts, seed, classes=chosen.classes, ladders=chosen.chains, rungs=chosen.rungs)
    sizes, present = np.empty((2, chosen.chains, chosen.most))
    end = min(chosen.least, chosen.most)
    for turn in watch(range(chosen.most), label="lcmcr", total=chosen.most):
        sizes[:, turn], present[:, turn] = state.turn()
        if turn + 1 == end:
            posterior = Posterior(sizes[:, end // 2 : end], present[:, end // 2 : end], chosen.classes)
            if posterior.settled or end == chosen.most:
                break
            end = min(2 * end, chosen.most)
    return posterior
