"""What a backup is: the names of its parts, and what its manifest must say for it to be whole."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

FORMAT: Final = "titip backup 1"
ABOUT: Final = "about.json"
MANIFEST: Final = "manifest.json"
DATABASES: Final = ("app.sqlite3", "vault.sqlite3", "keys.sqlite3")
#: Nothing else is ever written when a backup is unpacked: no path from a file decides where bytes go.
_PART: Final = re.compile(r"(app|vault|keys)\.sqlite3|keyring/erasures|files/[0-9a-f]{32}\.sealed|spool/[A-Za-z0-9-]{1,80}\.jsonl")
#: What is erased is gone from backups once their key is destroyed: no backup is kept longer, and no key-encryption key.
KEPT_AT_MOST: Final = timedelta(days=35)
#: Rows of these tables come and go by themselves: nothing is lost where there are fewer.
PASSING: Final = frozenset({"web_cache", "django_session"})


class BackupError(Exception):
    """A backup cannot be made, read or put back. The message says what to do; ``exit_code`` is the command's."""

    exit_code = 1


class DamagedBackup(BackupError):
    """The file was cut, changed, or is none of ours."""

    exit_code = 5


class WrongKey(BackupError):
    """Another house's keyring, or none that fits."""

    exit_code = 3


class NoRoom(BackupError):
    """The disk is full, or the other place cannot be written to."""


class OverData(BackupError):
    """A restore is only made into an empty folder."""

    exit_code = 2


@dataclass(frozen=True)
class Part:
    """One file of a backup."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """What stands in a backup, written last: a file without it was cut."""

    parts: Mapping[str, Part]
    rows: Mapping[str, int]
    anchor: str
    canary: Mapping[str, str] = field(default_factory=dict)

    def to_plain(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "parts": {name: {"sha256": part.sha256, "size": part.size} for name, part in self.parts.items()}, "rows": dict(self.rows),
            "anchor": self.anchor, "canary": dict(self.canary),
        }

    @classmethod
    def from_plain(cls, plain: Any) -> "Manifest":
        """From JSON. Raises DamagedBackup."""
        try:
            parts = {str(name): Part(str(part["sha256"]), int(part["size"])) for name, part in plain["parts"].items()}
            rows = {str(table): int(count) for table, count in plain["rows"].items()}
            return cls(parts, rows, str(plain["anchor"]), {str(key): str(value) for key, value in plain["canary"].items()})
        except (KeyError, TypeError, ValueError, AttributeError):
            raise DamagedBackup("The backup's list of contents cannot be read. Use another backup.") from None


def is_part(name: str) -> bool:
    """Whether a name may stand in a backup."""
    return bool(_PART.fullmatch(name))


def differences(manifest: Manifest, found: Mapping[str, Part]) -> list[str]:
    """The names that are missing, foreign or changed, sorted. Empty: the backup is whole."""
    wrong = {name for name in manifest.parts if found.get(name) != manifest.parts[name]} | (set(found) - set(manifest.parts))
    return sorted(wrong | {name for name in DATABASES if name not in found})


def lost_rows(before: Mapping[str, int], after: Mapping[str, int]) -> list[str]:
    """The tables that have fewer rows than before, or are gone."""
    return sorted(table for table, count in before.items() if table.split(".")[-1] not in PASSING and after.get(table, -1) < count)


def file_name(organisation: str, at: datetime, why: str = "backup") -> str:
    """The name of a backup's file: the start of the organisation's random id, never its name, and the moment in UTC."""
    return f"titip-{why}-{organisation[:8]}-{at.astimezone(UTC):%Y%m%d-%H%M%S}.age"


def keyring_name(organisation: str) -> str:
    """The name of the keyring's copy. One for each house, written anew each time: an older keyring must not lie about."""
    return f"titip-keyring-{organisation[:8]}.json"


def erasures_name(organisation: str) -> str:
    """The name of the copy of the list of erasures, which lies beside the keyring's copy."""
    return f"titip-erasures-{organisation[:8]}.txt"
