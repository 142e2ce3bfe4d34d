"""Latent classes of unknown number (LCMCR): people differ in how easily each list finds them, in ways that no list records.

Manrique-Vallier (2016), "Bayesian population size estimation using Dirichlet process mixtures", Biometrics 72. Within a class the
lists are independent; the classes have a stick-breaking prior; the size has the prior 1/N. Gibbs sampling over the observed
histories with their counts, all chains together. The sticks are kept as logarithms: rounded to 0 or 1 they bias the sizes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from titip.analyse.estimation.design import Floats, Ints
from titip.analyse.estimation.watching import Watch, unwatched

#: The prior of the concentration alpha: Gamma(shape, rate), as in the paper.
SHAPE = RATE = 0.25
#: Probabilities of being listed stay this far from 0 and 1, so that their logarithms are finite.
EDGE = 1e-12
#: Chains agree up to this R-hat, and are long enough from this many independent draws.
AGREE, ENOUGH = 1.05, 400


@dataclass(frozen=True)
class Sampling:
    """How the posterior is drawn: ``classes`` at most, ``chains``, and the iterations of each.

    First ``least`` iterations, then twice as many and so on until the chains agree, ``most`` at most. The first half is thrown away.
    """

    classes: int = 10
    chains: int = 4
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
        return self.disagreement <= AGREE and self.effective >= ENOUGH

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
    chain = _Chains(size, cells, counts, seed, chosen)
    sizes, present = np.empty((2, chosen.chains, chosen.most))
    end = min(chosen.least, chosen.most)
    for turn in watch(range(chosen.most), label="lcmcr", total=chosen.most):
        members = chain.turn()
        sizes[:, turn] = chain.observed + chain.unseen
        present[:, turn] = (members > 0).sum(axis=1)
        if turn + 1 == end:
            posterior = Posterior(sizes[:, end // 2 : end], present[:, end // 2 : end], chosen.classes)
            if posterior.settled or end == chosen.most:
                break
            end = min(2 * end, chosen.most)
    return posterior


class _Chains:
    """The state of all chains; ``turn`` draws every part of it once, given the others."""

    def __init__(self, size: int, cells: Ints, counts: Ints, seed: int, sampling: Sampling) -> None:
        self.rng = np.random.default_rng(seed)  # noqa: TID251 - draws from a posterior, from a seed that the report records
        self.on = ((cells[:, None] >> np.arange(size)) & 1).astype(np.float64)
        self.counts, self.observed = counts, int(counts.sum())
        chains, classes = sampling.chains, sampling.classes
        self.alpha = np.ones(chains)
        self.log_share = np.log(np.full((chains, classes), 1 / classes))
        # Chains begin apart: each with its own guess of who is found how easily.
        self.listed = self.rng.uniform(0.05, 0.95, (chains, classes, size))
        self.unseen = np.zeros(chains, dtype=np.int64)

    def turn(self) -> Ints:
        """One iteration; how many, seen or not, are in each class (chains, classes)."""
        seen, absent = self._allot()
        members: Ints = seen.sum(axis=1) + absent
        on = np.matmul(self.on.T[None], seen).swapaxes(1, 2)
        self.listed = np.clip(self.rng.beta(1 + on, 1 + members[:, :, None] - on), EDGE, 1 - EDGE)
        self._break_sticks(members)
        return members

    def _allot(self) -> tuple[Ints, Ints]:
        """People to classes: the seen by their history (chains, cells, classes), and how many are unseen, by class (chains, classes)."""
        on, off = np.log(self.listed), np.log1p(-self.listed)
        log_seen = self.log_share[:, None, :] + np.matmul(self.on[None], (on - off).swapaxes(1, 2)) + off.sum(axis=2)[:, None, :]
        seen = self.rng.multinomial(self.counts[None, :], _shares(log_seen))
        log_absent = self.log_share + off.sum(axis=2)
        missed = np.minimum(np.exp(log_absent).sum(axis=1), 1 - EDGE)
        self.unseen = self.rng.negative_binomial(self.observed, 1 - missed)
        return seen, self.rng.multinomial(self.unseen, _shares(log_absent))

    def _break_sticks(self, members: Ints) -> None:
        """The shares of the classes and the concentration, on the log scale."""
        after = members[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]
        taken = _log_gamma(self.rng, np.asarray(1 + members[:, :-1], dtype=np.float64))
        left = _log_gamma(self.rng, np.asarray(self.alpha[:, None] + after, dtype=np.float64))
        both = np.logaddexp(taken, left)
        rest = (left - both).cumsum(axis=1)
        self.log_share[:, :-1] = taken - both
        self.log_share[:, -1] = 0.0
        self.log_share[:, 1:] += rest
        self.alpha = self.rng.gamma(SHAPE + rest.shape[1], 1 / (RATE - rest[:, -1]))


def _log_gamma(rng: np.random.Generator, shape: Floats) -> Floats:  # noqa: TID251 - the type of what is handed on
    """Logarithms of gamma draws, right also for tiny shapes, whose draws would be zero: G(a) = G(a + 1) U^(1/a)."""
    return np.asarray(np.log(rng.gamma(shape + 1)) + np.log(1 - rng.random(shape.shape)) / shape)


def _shares(logs: Floats) -> Floats:
    weights = np.exp(logs - logs.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))
