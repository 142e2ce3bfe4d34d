"""What may serve as the PIN of one interview, and how often a wrong one may be typed."""

from typing import Final

SHORTEST: Final = 4
LONGEST: Final = 6
#: After so many wrong ones in a row the sign-in ends.
MOST_WRONG: Final = 3


def why_not(pin: str) -> str:
    """What is wrong with a PIN: ``digits`` (not four to six of them) or ``runs`` (1234, 7777); empty where it will do."""
    if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        return "digits"
    steps = {int(later) - int(earlier) for earlier, later in zip(pin, pin[1:], strict=False)}
    if steps in ({0}, {1}, {-1}):
        return "runs"
    return ""
