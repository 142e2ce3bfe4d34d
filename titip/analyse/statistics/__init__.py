"""The statistics engine: released tables in, results with their guardrails out. No Django."""

from titip.analyse.statistics.comparing import Change, change, difference
from titip.analyse.statistics.describing import describe
from titip.analyse.statistics.description import Description, Group
from titip.analyse.statistics.numbers import Numbers
from titip.analyse.statistics.overviewing import Line, overview

__all__ = ["Change", "Description", "Group", "Line", "Numbers", "change", "describe", "difference", "overview"]
