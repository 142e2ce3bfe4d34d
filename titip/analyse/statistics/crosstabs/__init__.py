"""Tables too large for one reader: counted by DuckDB or Spark with one and the same expression, then released like any public table."""

from titip.analyse.statistics.crosstabs.engines import ENGINES, EngineMissing
from titip.analyse.statistics.crosstabs.expressing import crosstab, sql
from titip.analyse.statistics.crosstabs.reading import Counted, count, read

__all__ = ["ENGINES", "Counted", "EngineMissing", "count", "crosstab", "read", "sql"]
