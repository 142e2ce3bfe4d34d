"""Between PostgreSQL and SQLite files: a backup of either is the same file, and each is restored from it."""

from titip.protect.actions.crossing.bringing import bring_in, refuse_filled
from titip.protect.actions.crossing.taking import row_counts, take_out

__all__ = ["bring_in", "refuse_filled", "row_counts", "take_out"]
