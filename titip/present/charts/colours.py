"""The few colours of a chart, and how light each is to the eye: what must be told apart in grey (R34)."""

from collections.abc import Mapping
from typing import Final

BAR: Final = "#0b5c61"
GROUND: Final = "#faf7f1"
TEXT: Final = "#1f1c19"
QUIET_TEXT: Final = "#57514a"
LINE: Final = "#d8d0c4"

#: Areas beside each other: any two differ by at least NEIGHBOURS in lightness, so that none depends on its hue.
FILLS: Final = ("#05292c", "#862d29", "#a56b26", "#82b0a7", "#eed7a6")
#: Lines and dots: the same, and each dark enough to stand out from the ground (3 to 1).
STROKES: Final = ("#041f21", "#6e2521", "#8b581a", "#6294a4")
#: Little to much, for maps and heat tables: one hue from light to dark.
RAMP: Final = ("#d8e7e1", "#8bbbb1", "#488f89", "#0a635f", "#09353a")

#: Lightness (CIE L*, 0 black to 100 white) by which neighbours, and a bar and its ground, must differ.
NEIGHBOURS: Final = 15.0
BAR_AND_GROUND: Final = 50.0
#: Contrast (WCAG) that a line or a dot needs against its ground.
STROKE_CONTRAST: Final = 3.0
#: Distance (CIE 1976, about 2 is just noticeable) that two series keep for an eye that lacks one kind of cone.
APART: Final = 15.0

Linear = tuple[float, float, float]

#: What an eye without long, middle or short cones sees: linear light times these (Machado, Oliveira and Fernandes 2009, severity 1).
VISIONS: Final[Mapping[str, tuple[Linear, Linear, Linear]]] = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
#: From linear sRGB to CIE XYZ, and the white of D65.
_XYZ: Final = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
_WHITE: Final = (0.95047, 1.0, 1.08883)


def lightness(colour: str) -> float:
    """CIE L* of ``#rrggbb`` (sRGB, D65), 0 to 100. Raises ValueError for another form."""
    return _lightness(luminance(colour))


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of WCAG, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def linear(colour: str) -> Linear:
    """Red, green and blue as light, 0 to 1. Raises ValueError for another form than ``#rrggbb``."""
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(f"{colour!r} is not a colour like #0b5c61")
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return red, green, blue


def distance(one: str, other: str, vision: str = "") -> float:
    """How far apart two colours are (CIE 1976 L*a*b*), to every cone or as seen with a ``vision`` of VISIONS."""
    return float(sum((a - b) ** 2 for a, b in zip(_lab(_seen(one, vision)), _lab(_seen(other, vision)), strict=True)) ** 0.5)


def _seen(colour: str, vision: str) -> Linear:
    light = linear(colour)
    return _times(VISIONS[vision], light) if vision else light


def _times(matrix: tuple[Linear, Linear, Linear], light: Linear) -> Linear:
    red, green, blue = (min(max(sum(part * one for part, one in zip(row, light, strict=True)), 0.0), 1.0) for row in matrix)
    return red, green, blue


def _lab(light: Linear) -> Linear:
    x, y, z = (sum(part * one for part, one in zip(row, light, strict=True)) / white for row, white in zip(_XYZ, _WHITE, strict=True))
    fx, fy, fz = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _lightness(light: float) -> float:
    return float(116 * light ** (1 / 3) - 16) if light > 216 / 24389 else light * 24389 / 27


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
