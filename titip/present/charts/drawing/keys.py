"""Keys: which colour, letter or mark stands for what, wrapped to the width of the page."""

from __future__ import annotations

from collections.abc import Sequence

from titip.present.charts.drawing.page import Page
from titip.present.charts.rows import WITHHELD


def key(page: Page, entries: Sequence[tuple[str, str, str]], *, hides: bool = False) -> None:
    """(letter, words, colour) in lines; ``hides``: with the entry for what is withheld."""
    size, x, box = page.medium.small + 1, page.left, 0.17
    width = page.widths(size)
    height = max([page.line_height(words, size) for _letter, words, _colour in entries] + [box]) + 0.05
    for letter, words, colour in [*entries, *([("", WITHHELD, "")] if hides else [])]:
        said = f"{letter}  {words}" if letter else words
        lines = page.lines(said, page.inner - box - 0.1, size)
        need = box + 0.08 + max(width(line) for line in lines) + 0.22
        if x > page.left and x + need > page.right + 0.2:
            x, page.down = page.left, page.down + height
        if colour:
            page.rectangle(x, page.down + (height - box) / 2, box, box, colour)
        else:
            page.withheld(x, page.down + (height - box) / 2, box, box)
        for line in lines[:-1]:
            page.text(x + box + 0.08, page.down + height / 2, line, size)
            page.down += height
        page.text(x + box + 0.08, page.down + height / 2, lines[-1], size)
        x += need
    page.down += height + 0.06
