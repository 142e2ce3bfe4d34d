"""A finding: something about a dictionary or a file that a person should know."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"  # data would be wrong, lost or unprotected
    WARNING = "warning"  # should be put right
    NOTE = "note"  # good to know


@dataclass(frozen=True)
class Finding:
    """``rule`` names what was looked for, ``where`` the sheet and cell or the element, ``message`` what is so and what to do."""

    rule: str
    where: str
    message: str
    level: Level = Level.WARNING

    def to_json(self) -> dict[str, str]:
        """As kept in a report."""
        return {**asdict(self), "level": self.level.value}

    @classmethod
    def from_json(cls, kept: dict[str, str]) -> "Finding":
        """The finding that ``to_json`` gave."""
        return cls(kept["rule"], kept["where"], kept["message"], Level(kept["level"]))


def by_rule(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Grouped by rule: errors first, then warnings, then notes; inside a level as found."""
    order = list(Level)
    groups: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda f: order.index(f.level)):
        groups.setdefault(finding.rule, []).append(finding)
    return groups


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many of each level."""
    counted = Counter(f.level.value for f in findings)
    return {level.value: counted[level.value] for level in Level}
