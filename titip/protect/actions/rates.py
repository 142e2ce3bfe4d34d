"""Slows down whoever asks too often: so many in a minute, counted in the cache that all processes share."""

from django.core.cache import cache

from titip.kit import clock


def within(*, what: str, code: str, most: int) -> bool:
    """Count one more of ``what`` by this colleague; whether it is still within ``most`` for this minute."""
    key = f"titip.rate.{what}.{code}.{int(clock.now().timestamp() // 60)}"
    cache.add(key, 0, 120)
    return int(cache.incr(key)) <= most
