"""The fonts of charts and reports: Noto Sans for the scripts of the region, shipped with the package and named by their path."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Final

#: Where the shipped fonts lie.
FOLDER: Final = Path(__file__).resolve().parents[1] / "fonts"
#: Tried in this order for each letter; the last one comes with matplotlib.
FAMILIES: Final = ("Noto Sans", "Noto Sans Thai", "Noto Sans Khmer", "Noto Sans Myanmar", "Noto Sans Lao", "DejaVu Sans")

#: How far apart lines stand, as a share of the letter size: stacked vowels and subscripts need room.
_LEADING: Final = (("\u1000", "\u109f", 1.9), ("\u1780", "\u17ff", 1.9), ("\u0e00", "\u0eff", 1.7))
_PLAIN_LEADING: Final = 1.4


@functools.cache
def register() -> tuple[str, ...]:
    """Tell matplotlib of the shipped fonts, once. Returns the families that are there."""
    from matplotlib import font_manager

    for path in sorted(FOLDER.glob("*.ttf")):
        font_manager.fontManager.addfont(str(path))
    known = {entry.name for entry in font_manager.fontManager.ttflist}
    return tuple(family for family in FAMILIES if family in known)


def leading(text: str) -> float:
    """The line height that the tallest script in the text needs."""
    return max((height for low, high, height in _LEADING if any(low <= letter <= high for letter in text)), default=_PLAIN_LEADING)
