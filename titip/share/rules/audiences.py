"""Who a table is released to, with the smallest class each may see."""

from enum import StrEnum
from typing import Final

from titip.share.rules.problems import ReleaseRefused


class Audience(StrEnum):
    """Who will see a released table."""

    TEAM = "team"  # colleagues within their assignments
    ORGANISATION = "organisation"  # all colleagues
    OUTSIDE = "outside"  # partners, donors, authorities, the public
    PUBLIC = "public"  # read from a table that is public already: nothing is left to protect by k


#: The smallest class size that each audience may see. CTDC publishes at 11; so do we to anyone outside.
SMALLEST_K: Final = {Audience.TEAM: 2, Audience.ORGANISATION: 2, Audience.OUTSIDE: 11, Audience.PUBLIC: 0}


#: The k that are commonly asked for; one of them on either side of the k chosen shows what more or less protection does.
_USUAL_K: Final = (3, 5, 11, 20, 50)


def other_ks(audience: Audience, k: int, n: int) -> tuple[int, ...]:
    """Up to two other k to compare with: the next below that the audience may have and the next above that ``n`` rows can meet, or two of one side."""
    below = [one for one in reversed(_USUAL_K) if SMALLEST_K[audience] <= one < k]
    above = [one for one in _USUAL_K if k < one <= n]
    chosen = below[: 2 if not above else 1] + above[: 2 if not below else 1]
    return tuple(sorted(chosen))


def check_k(audience: Audience, k: int) -> None:
    """Refuse a ``k`` too small for the audience. Raises ReleaseRefused with the reason."""
    least = SMALLEST_K[audience]
    if k < least:
        raise ReleaseRefused(
            f"k = {k} is too small for the audience “{audience}”: each person must share her row with at least "
            f"{least - 1} others, because what leaves cannot be called back and will be combined with what others know.",
            f"Use k = {least} or more.",
        )
