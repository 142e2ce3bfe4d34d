"""A week in counts, and the anchors kept outside the database: what the weekly report shows, and what it is compared with."""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db.models import Count

from titip.kit import clock
from titip.protect.models import Alarm, AuditEvent, AuditHead, Digest
from titip.protect.reads.watching import rules
from titip.protect.rules.watching import days_of

ANCHOR = re.compile(r"(?<![\w-])(\d{1,18})-([0-9a-f]{16})(?![\w-])")
#: A kept file is short; what is longer was not written by us.
_MOST_BYTES = 2_000_000


@dataclass(frozen=True)
class Week:
    """What happened in a week. ``kinds``: entries by kind, the most first; ``alarms``: (kind, how many, how many looked at)."""

    week: str
    anchor: str
    entries: int
    sign_ins: int
    refused: int
    identities: int
    glasses: int
    kinds: tuple[tuple[str, int], ...] = ()
    alarms: tuple[tuple[str, int, int], ...] = ()
    digest: Digest | None = None

    @property
    def counts(self) -> dict[str, int]:
        """For the file, the mail and the row: numbers only."""
        return {
            "entries": self.entries, "sign_ins": self.sign_ins, "refused": self.refused, "identities": self.identities, "glasses": self.glasses,
            "alarms": sum(many for _kind, many, _looked in self.alarms),
        }


def week_in_counts(week: str) -> Week:
    """A week (``2026-W47``), from Monday to Sunday on the house's clock. Keyless; six queries. Raises ValueError."""
    first, last = days_of(week)
    start, end = clock.span(first, last)
    events = AuditEvent.objects.filter(at__gte=start, at__lt=end)
    kinds: dict[str, int] = {}
    signed = refused = glasses = identities = 0
    for kind, outcome, many in events.order_by().values_list("kind", "outcome").annotate(many=Count("seq")):
        kinds[kind] = kinds.get(kind, 0) + many
        refused += many if outcome == "refused" else 0
        if outcome == "ok":
            signed += many if kind == "protect.sign_in" else 0
            identities += many if kind == "register.identity" else 0
            glasses += many if kind == "protect.glass.break" else 0
    digest = Digest.objects.filter(pk=week).first()
    return Week(
        week, digest.anchor if digest else anchor_now(), sum(kinds.values()), signed, refused, identities, glasses,
        tuple(sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))), _alarms(first, last), digest,
    )


def _alarms(first: date, last: date) -> tuple[tuple[str, int, int], ...]:
    rows = Alarm.objects.filter(day__gte=first, day__lte=last).order_by("kind").values_list("kind").annotate(many=Count("id"), looked=Count("looked_at"))
    return tuple(rows)


def anchor_now() -> str:
    """The digest of the log as it stands: the last entry's number and the first 16 characters of its code. Keyless."""
    head = AuditHead.objects.filter(pk=1).first()
    return f"{head.seq}-{head.mac[:16]}" if head is not None and head.seq else "0-" + "0" * 16


# --- anchors kept outside


@dataclass(frozen=True)
class Kept:
    """Anchors read from files. ``places``: the folders that could be read; ``missing``: those that could not."""

    anchors: tuple[str, ...] = ()
    places: tuple[Path, ...] = ()
    missing: tuple[Path, ...] = field(default=())


def places() -> list[Path]:
    """The folders in which anchors are kept: beside the databases, and the second place where one is set."""
    second = rules().second_place
    return [settings.HOME.anchors, *([Path(second)] if second else [])]


def kept_anchors() -> Kept:
    """Every anchor that stands in the files of these folders, oldest first."""
    found: set[str] = set()
    read: list[Path] = []
    missing: list[Path] = []
    for place in places():
        try:
            files = sorted(place.glob("titip-*.txt")) if place.is_dir() else []
            for file in files:
                found |= anchors_in(file)
        except OSError:
            missing.append(place)
            continue
        (read if place.is_dir() else missing).append(place)
    return Kept(tuple(sorted(found, key=lambda anchor: int(anchor.split("-")[0]))), tuple(read), tuple(missing))


def anchors_in(file: Path) -> set[str]:
    """The anchors that a file holds. Raises OSError."""
    with file.open(encoding="utf-8", errors="replace") as text:
        return {found[0] for found in ANCHOR.finditer(text.read(_MOST_BYTES))}


def unfit(anchors: tuple[str, ...]) -> tuple[str, ...]:
    """Those of these anchors that do not fit the log as it stands. Keyless: it compares, it proves nothing."""
    wanted = {int(anchor.split("-")[0]): anchor for anchor in anchors}
    stands: dict[int, str] = {}
    numbers = sorted(wanted)
    for start in range(0, len(numbers), 500):
        stands.update(AuditEvent.objects.filter(seq__in=numbers[start : start + 500]).values_list("seq", "mac"))
    return tuple(anchor for anchor in anchors if not _fits(anchor, stands))


def _fits(anchor: str, stands: dict[int, str]) -> bool:
    number, start = anchor.split("-")
    return int(number) == 0 or stands.get(int(number), "")[:16] == start
