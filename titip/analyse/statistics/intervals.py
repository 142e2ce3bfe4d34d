"""Intervals for counts, proportions and their differences and ratios: closed forms and one-dimensional searches, no table needed.

Wilson (1927), JASA 22; Miettinen and Nurminen (1985), Statistics in Medicine 4; Garwood (1936), Biometrika 28; Gu and others (2008),
Biometrical Journal 50 (rate ratio by score).
"""

from __future__ import annotations

from collections.abc import Callable
from math import acos, cos, inf, pi, sqrt

Interval = tuple[float, float]
CONFIDENCE = 0.95
_STEPS = 200


def z(confidence: float = CONFIDENCE) -> float:
    """The normal quantile of a two-sided interval."""
    from scipy.special import ndtri

    return float(ndtri((1 + confidence) / 2))


def wilson(count: int, n: int, confidence: float = CONFIDENCE) -> Interval:
    """Wilson's score interval of a proportion of ``n`` > 0."""
    share, q = count / n, z(confidence) ** 2
    middle, half = share + q / (2 * n), sqrt(q * (share * (1 - share) / n + q / (4 * n * n)))
    low = 0.0 if count == 0 else (middle - half) / (1 + q / n)
    return low, 1.0 if count == n else (middle + half) / (1 + q / n)


def share_difference(a: int, n: int, b: int, m: int, confidence: float = CONFIDENCE) -> Interval:
    """Score interval of a/n - b/m (Miettinen and Nurminen)."""
    estimate = a / n - b / m

    def score(difference: float) -> float:
        second = _constrained_difference(a, n, b, m, difference)
        return _score(estimate - difference, second + difference, n, second, m, 1.0)

    return _crossings(score, z(confidence), estimate, -1.0, 1.0)


def share_ratio(a: int, n: int, b: int, m: int, confidence: float = CONFIDENCE) -> Interval:
    """Score interval of (a/n) / (b/m) (Miettinen and Nurminen); from 0 where ``a`` is 0, to infinity where ``b`` is 0."""
    first, second = a / n, b / m
    if a == b == 0:
        return 0.0, inf

    def score(t: float) -> float:
        ratio = t / (1 - t)  # the search runs over t from 0 to 1
        with_ratio = _constrained_ratio(a, n, b, m, ratio)
        return _score(first - ratio * second, ratio * with_ratio, n, with_ratio, m, ratio)

    low, high = _crossings(score, z(confidence), first / (first + second), 1e-12, 1 - 1e-12)
    return (0.0 if a == 0 else low / (1 - low)), (inf if b == 0 else high / (1 - high))


def poisson(count: int, exposure: float = 1.0, confidence: float = CONFIDENCE) -> Interval:
    """Garwood's exact interval of a rate."""
    from scipy.special import chdtri

    tail = (1 - confidence) / 2
    low = 0.0 if count == 0 else float(chdtri(2 * count, 1 - tail)) / 2
    return low / exposure, float(chdtri(2 * count + 2, tail)) / 2 / exposure


def rate_ratio(a: int, exposure_a: float, b: int, exposure_b: float, confidence: float = CONFIDENCE) -> Interval:
    """Score interval of (a/exposure_a) / (b/exposure_b); to infinity where ``b`` is 0."""
    q, fair = z(confidence) ** 2, exposure_a / exposure_b
    half = sqrt(q * (a + b) * (4 * a * b + q * (a + b)))
    if b == 0:
        return a * a / (q * a) / fair if a else 0.0, inf
    centre = 2 * a * b + q * (a + b)
    return max(centre - half, 0.0) / (2 * b * b) / fair, (centre + half) / (2 * b * b) / fair


def rate_ratio_p(a: int, exposure_a: float, b: int, exposure_b: float) -> float:
    """Two-sided p of the score test that the two rates are one."""
    from scipy.special import ndtr

    fair = exposure_a / exposure_b
    return float(2 * ndtr(-abs(a - fair * b) / sqrt((a + b) * fair)))


def share_difference_p(a: int, n: int, b: int, m: int) -> float:
    """Two-sided p of the score test that the two proportions are one, with the factor N / (N - 1) of the interval."""
    from scipy.special import ndtr

    pooled = (a + b) / (n + m)
    return 1.0 if pooled in (0, 1) else float(2 * ndtr(-abs(_score(a / n - b / m, pooled, n, pooled, m, 1.0))))


def _score(apart: float, first: float, n: int, second: float, m: int, ratio: float) -> float:
    variance = (first * (1 - first) / n + ratio * ratio * second * (1 - second) / m) * (n + m) / (n + m - 1)
    if variance <= 0:
        return 0.0 if apart == 0 else inf if apart > 0 else -inf
    return apart / sqrt(variance)


def _crossings(score: Callable[[float], float], bound: float, estimate: float, lowest: float, highest: float) -> Interval:
    """Where a falling score passes ``bound`` below the estimate, and ``-bound`` above it."""
    low = _bisect(lambda at: score(at) > bound, lowest, estimate)
    return low, _bisect(lambda at: score(at) > -bound, estimate, highest)


def _bisect(above: Callable[[float], bool], low: float, high: float) -> float:
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if above(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _constrained_difference(a: int, n: int, b: int, m: int, difference: float) -> float:
    """The second proportion, most likely given that the first is ``difference`` more: the root of a cubic (their appendix)."""
    total = n + m
    l3, l2 = float(total), (n + 2 * m) * difference - total - (a + b)
    l1, l0 = (m * difference - total - 2 * b) * difference + a + b, b * difference * (1 - difference)
    q = l2**3 / (3 * l3) ** 3 - l1 * l2 / (6 * l3**2) + l0 / (2 * l3)
    inside = l2**2 / (3 * l3) ** 2 - l1 / (3 * l3)
    p = (1.0 if q > 0 else -1.0) * sqrt(max(inside, 0.0))
    angle = (pi + acos(min(1.0, max(-1.0, q / p**3 if p else 0.0)))) / 3
    second = 2 * p * cos(angle) - l2 / (3 * l3)
    return min(max(second, 0.0, -difference), 1.0, 1 - difference)


def _constrained_ratio(a: int, n: int, b: int, m: int, ratio: float) -> float:
    """The second proportion, most likely given that the first is ``ratio`` times it: the root of a quadratic."""
    first, second, third = (n + m) * ratio, -(n * ratio + a + m + b * ratio), a + b
    inside = max(second * second - 4 * first * third, 0.0)
    return min(max((-second - sqrt(inside)) / (2 * first), 0.0), 1.0, 1 / ratio)
