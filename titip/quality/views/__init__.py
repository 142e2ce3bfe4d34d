"""Quality shows: the board of findings, and codes that may be one person."""

from titip.quality.views.board import board, check_now, explain
from titip.quality.views.entry import entry
from titip.quality.views.meeting import answer, asks, meet
from titip.quality.views.merging import merge, unmerge
from titip.quality.views.pairs import decide, pairs

__all__ = ["answer", "asks", "board", "check_now", "decide", "entry", "explain", "meet", "merge", "pairs", "unmerge"]
