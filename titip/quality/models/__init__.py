"""What quality keeps."""

from titip.quality.models.asks import Ask
from titip.quality.models.findings import Finding, FindingElement, RecordChecked
from titip.quality.models.pairs import DuplicatePair, DuplicateToken

__all__ = ["Ask", "DuplicatePair", "DuplicateToken", "Finding", "FindingElement", "RecordChecked"]
