"""Gibbs sampling of latent classes: the state of all chains, each part drawn given the others.

The sticks are kept as logarithms: rounded to 0 or 1 they bias the sizes. One chain alone stays for very long with one way of
dividing people into classes. So each is a ladder of chains (Geyer 1991, "Markov chain Monte Carlo maximum likelihood"), whose rungs
hold the same table with ever fewer people, down to a few; neighbours exchange states, and only the rung with all people is kept.
"""

from __future__ import annotations

import numpy as np

from titip.analyse.estimation.design import Floats, Ints

#: The prior of the concentration alpha: Gamma(shape, rate), as in Manrique-Vallier (2016).
SHAPE = RATE = 0.25
#: Probabilities of being listed stay this far from 0 and 1, so that their logarithms are finite.
EDGE = 1e-12
#: The lowest rung has this share of the people; neighbours try to exchange every so many turns.
THINNEST, EXCHANGE = 0.03, 5


class Chains:
    """``ladders`` of ``rungs`` chains, all in arrays (chains, ...). ``cells`` are the observed histories, ``counts`` how many have each."""

    def __init__(self, size: int, cells: Ints, counts: Ints, seed: int, *, classes: int, ladders: int, rungs: int) -> None:
        self.rng = np.random.default_rng(seed)  # noqa: TID251 - draws from a posterior, from a seed that the report records
        self.on = ((cells[:, None] >> np.arange(size)) & 1).astype(np.float64)
        self.counts = np.tile(_thinned(counts, rungs), (ladders, 1))
        self.observed = self.counts.sum(axis=1)
        self.rungs, self.chains, self.turns = rungs, ladders * rungs, 0
        self.alpha = np.ones(self.chains)
        self.log_share = np.full((self.chains, classes), -np.log(classes))
        # Chains begin apart: each with its own guess of who is found how easily.
        self.listed = self.rng.uniform(0.05, 0.95, (self.chains, classes, size))
        self.unseen = np.zeros(self.chains, dtype=np.int64)

    def turn(self) -> tuple[Ints, Ints]:
        """One iteration; of the full table of each ladder, the number of all people and in how many classes there is anybody."""
        log_seen, log_absent = self._chances()
        seen = self.rng.multinomial(self.counts, _shares(log_seen))
        self.unseen = self.rng.negative_binomial(self.observed, 1 - _missed(log_absent))
        absent = self.rng.multinomial(self.unseen, _shares(log_absent))
        members: Ints = seen.sum(axis=1) + absent
        told = (self.observed + self.unseen)[:: self.rungs], (members > 0).sum(axis=1)[:: self.rungs]
        on = np.matmul(self.on.T[None], seen).swapaxes(1, 2)
        self.listed = np.clip(self.rng.beta(1 + on, 1 + members[:, :, None] - on), EDGE, 1 - EDGE)
        self._break_sticks(members)
        self.turns += 1
        if self.turns % EXCHANGE == 0:
            self._exchange(self.turns // EXCHANGE % 2)
        return told

    def _chances(self) -> tuple[Floats, Floats]:
        """Log probabilities of class and history together, (chains, cells, classes), and of class and no list, (chains, classes)."""
        on, off = np.log(self.listed), np.log1p(-self.listed)
        log_absent = self.log_share + off.sum(axis=2)
        return np.matmul(self.on[None], (on - off).swapaxes(1, 2)) + log_absent[:, None, :], log_absent

    def _break_sticks(self, members: Ints) -> None:
        """The shares of the classes and the concentration, on the log scale."""
        after = members[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]
        taken = log_gamma(self.rng, np.asarray(1 + members[:, :-1], dtype=np.float64))
        left = log_gamma(self.rng, np.asarray(self.alpha[:, None] + after, dtype=np.float64))
        both = np.logaddexp(taken, left)
        rest = (left - both).cumsum(axis=1)
        self.log_share[:, :-1] = taken - both
        self.log_share[:, -1] = 0.0
        self.log_share[:, 1:] += rest
        self.alpha = self.rng.gamma(SHAPE + rest.shape[1], 1 / (RATE - self.log_share[:, -1]))

    def _exchange(self, first: int) -> None:
        """Neighbouring rungs exchange shares, probabilities and concentration, with the chance that leaves every posterior as it is.

        What a state says of a table is its conditional likelihood given who is seen: classes and the number unseen are drawn anew.
        """
        log_seen, log_absent = self._chances()
        top = log_seen.max(axis=2)
        chance = top + np.log(np.exp(log_seen - top[:, :, None]).sum(axis=2)) - np.log1p(-_missed(log_absent))[:, None]
        place = np.arange(self.chains)
        one = place[(place % self.rungs % 2 == first) & (place % self.rungs < self.rungs - 1)]
        other = one + 1
        gain = ((self.counts[one] - self.counts[other]) * (chance[other] - chance[one])).sum(axis=1)
        taken = np.log(1 - self.rng.random(len(one))) < gain
        here, there = np.concatenate([one[taken], other[taken]]), np.concatenate([other[taken], one[taken]])
        for part in (self.alpha, self.log_share, self.listed):
            part[here] = part[there]


def log_gamma(rng: np.random.Generator, shape: Floats) -> Floats:  # noqa: TID251 - the type of what is handed on
    """Logarithms of gamma draws, right also for tiny shapes, whose draws would be zero: G(a) = G(a + 1) U^(1/a)."""
    return np.asarray(np.log(rng.gamma(shape + 1)) + np.log(1 - rng.random(shape.shape)) / shape)


def _thinned(counts: Ints, rungs: int) -> Ints:
    """The table with all its people, and with ever fewer; never with none. (rungs, cells)."""
    made = np.rint(counts[None, :] * np.geomspace(1, THINNEST, rungs)[:, None]).astype(np.int64)
    made[:, counts.argmax()] += made.sum(axis=1) == 0
    return made


def _missed(log_absent: Floats) -> Floats:
    """The probability of being on no list, kept under one."""
    return np.asarray(np.minimum(np.exp(log_absent).sum(axis=1), 1 - EDGE))


def _shares(logs: Floats) -> Floats:
    weights = np.exp(logs - logs.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))
