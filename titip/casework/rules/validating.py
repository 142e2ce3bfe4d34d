"""From how many on agreement and times are told."""

from typing import Final

#: People judged by two colleagues or more, under which no kappa is told: its interval would cover nearly everything.
LEAST: Final = 30
#: Uses of a tool, and people of a kind, under which a time or a count is not shown.
LEAST_SHOWN: Final = 5
