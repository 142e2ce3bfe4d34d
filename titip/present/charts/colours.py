"""The few colours of a chart, and how light each is to the eye: what must be told apart in grey (R34)."""

from typing import Final

BAR: Final = "#0b5c61"
GROUND: Final = "#faf7f1"
TEXT: Final = "#1f1c19"
QUIET_TEXT: Final = "#57514a"
LINE: Final = "#d8d0c4"

#: Lightness (CIE L*, 0 black to 100 white) by which neighbours, and a bar and its ground, must differ.
NEIGHBOURS: Final = 15.0
BAR_AND_GROUND: Final = 50.0


def lightness(colour: str) -> float:
    """CIE L* of ``#rrggbb`` (sRGB, D65), 0 to 100. Raises ValueError for another form."""
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(f"{colour!r} is not a colour like #0b5c61")
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return float(116 * luminance ** (1 / 3) - 16) if luminance > 216 / 24389 else luminance * 24389 / 27


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
