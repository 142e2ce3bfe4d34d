"""Text that a spreadsheet program would run as a formula instead of showing it."""

import re

#: Whatever blank may stand before it, seen or unseen; then what begins a formula, in the widths of East Asian keyboards too, or a break that hides one.
_RUNS = re.compile(r"[ \u00a0\u1680\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff\x0b\x0c]*[=+\-@＝＋－＠\t\r\n]")


def may_run(text: str) -> bool:
    """Whether a spreadsheet might take a cell's text for a formula: it is then written with an apostrophe before it."""
    return _RUNS.match(text) is not None
