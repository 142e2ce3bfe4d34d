"""Quality sees: findings in words, pairs of codes, how much waits to be checked."""

from titip.quality.reads.asks import open_ask, open_asks
from titip.quality.reads.board import Board, Shown, board, finding_for, of_person, shown, to_check, waiting
from titip.quality.reads.entry import Entry, entry
from titip.quality.reads.pairs import Pair, merged, pair_for, pairs_for

__all__ = [
    "Board", "Entry", "Pair", "Shown", "board", "entry", "finding_for", "merged", "of_person", "open_ask", "open_asks", "pair_for", "pairs_for", "shown",
    "to_check", "waiting",
]  # fmt: skip
