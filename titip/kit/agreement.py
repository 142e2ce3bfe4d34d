"""Agreement between people who judged the same things apart: Cohen's and Fleiss' kappa, each with its interval.

Cohen (1960), Educational and Psychological Measurement 20; the standard error of Cohen's kappa by Fleiss, Cohen and Everitt (1969),
Psychological Bulletin 72. Fleiss (1971), Psychological Bulletin 76; the variance of Fleiss' kappa, for any number of raters of each
subject, by Gwet (2008), British Journal of Mathematical and Statistical Psychology 61.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

#: The normal quantile of a two-sided interval of 95 %.
Z = NormalDist().inv_cdf(0.975)


class TooFew(ValueError):
    """Nothing to compare: no subject was judged twice, or everybody said the same, so that chance explains all."""


@dataclass(frozen=True)
class Agreement:
    """``kappa`` between -1 and 1 with its interval of 95 % (``low``, ``high``, within -1 and 1); ``observed`` share of agreement; ``n`` subjects."""

    kappa: float
    low: float
    high: float
    observed: float
    n: int


def cohen(pairs: Sequence[tuple[Hashable, Hashable]]) -> Agreement:
    """Two judgements of each subject. Raises TooFew where there are none, or where both only ever said one and the same thing."""
    n = len(pairs)
    if n < 2:
        raise TooFew
    first, second = Counter(a for a, _b in pairs), Counter(b for _a, b in pairs)
    both = Counter(pairs)
    said = set(first) | set(second)
    observed = sum(both[a, a] for a in said) / n
    chance = sum(first[a] * second[a] for a in said) / n**2
    if chance >= 1:
        raise TooFew
    kappa = (observed - chance) / (1 - chance)
    agreed = sum(both[a, a] / n * (1 - (first[a] + second[a]) / n * (1 - kappa)) ** 2 for a in said)
    apart = (1 - kappa) ** 2 * sum(count / n * (second[a] / n + first[b] / n) ** 2 for (a, b), count in both.items() if a != b)
    variance = (agreed + apart - (kappa - chance * (1 - kappa)) ** 2) / (n * (1 - chance) ** 2)
    return _within(kappa, sqrt(max(variance, 0.0)), observed, n)


def fleiss(subjects: Sequence[Sequence[Hashable]]) -> Agreement:
    """Two judgements or more of each subject, by whomever; their number may differ. Raises TooFew as ``cohen``.

    A subject with one judgement tells nothing of agreement and is left out.
    """
    told = [Counter(one) for one in subjects if len(one) > 1]
    n = len(told)
    if n < 2:
        raise TooFew
    shares = {a: sum(one[a] / one.total() for one in told) / n for one in told for a in one}
    chance = sum(share**2 for share in shares.values())
    if chance >= 1 - 1e-12:
        raise TooFew
    agreed = [sum(k * (k - 1) for k in one.values()) / (one.total() * (one.total() - 1)) for one in told]
    observed = sum(agreed) / n
    kappa = (observed - chance) / (1 - chance)
    expected = [sum(shares[a] * k for a, k in one.items()) / one.total() for one in told]
    parts = [(a - chance) / (1 - chance) - 2 * (1 - kappa) * (e - chance) / (1 - chance) for a, e in zip(agreed, expected, strict=True)]
    return _within(kappa, sqrt(sum((part - kappa) ** 2 for part in parts) / (n * (n - 1))), observed, n)


def _within(kappa: float, error: float, observed: float, n: int) -> Agreement:
    return Agreement(kappa, max(-1.0, kappa - Z * error), min(1.0, kappa + Z * error), observed, n)
