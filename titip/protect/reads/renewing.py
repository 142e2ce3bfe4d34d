"""How the keys stand: slots, the age of the key-encryption key, what is still wrapped by an old one, what is erased and until when backups know it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from titip.kit import clock
from titip.protect.models import AuditEvent, ReadinessMark, Staff
from titip.protect.models.sealed import DataKey
from titip.protect.rules import renewing as rules
from titip.protect.rules.backups import KEPT_AT_MOST
from titip.protect.rules.readiness import Proof
from titip.protect.vault import keyring, ledger
from titip.protect.vault.errors import KeyringError


@dataclass(frozen=True)
class SlotLine:
    """A way in. ``weak``: from the first format; it counts in full once its holder has typed her passphrase. ``used``: when it last unlocked."""

    code: str
    kind: str
    label: str
    made: datetime
    used: datetime | None
    weak: bool


@dataclass(frozen=True)
class Standing:
    """How the keys stand. ``waiting``: data keys still wrapped by an old key-encryption key. ``old``: old keys, each with the day it goes.

    ``erased``: persons, records and files destroyed for good. ``copy_is_old``: no backup since the last renewal took the keyring along.
    ``late_backups``: files that should be gone.
    """

    practice: bool
    two: bool
    slots: tuple[SlotLine, ...]
    renewed: datetime
    next: datetime
    waiting: int
    total: int
    old: tuple[rules.Kek, ...]
    gone_from_backups: datetime
    erased: int
    damaged_lines: int
    sheet: datetime | None
    drill: datetime | None
    copy_is_old: bool
    late_backups: tuple[str, ...]

    @property
    def old_goes_on(self) -> datetime | None:
        """When the last of the old keys is destroyed; None where there is none, or one is still in use."""
        days = [rules.destroyed_on(kek) for kek in self.old]
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None


def standing() -> Standing:
    """As it is now. Needs no keys. Raises a KeyringError where the file cannot be read."""
    ring, now = keyring.load(settings.HOME.keyring), clock.now()
    keks = keks_of(ring)
    current = next(kek for kek in keks if kek.id == ring.current_kek)
    listed = ledger.read(settings.HOME.erasures)
    copied = last_backup_at(with_keyring=True)
    return Standing(
        practice=ring.practice, two=ring.two, slots=tuple(_slots(ring)), renewed=current.created, next=current.created + rules.EVERY,
        waiting=DataKey.objects.exclude(kek_id=current.id).count(), total=DataKey.objects.count(), old=tuple(kek for kek in keks if kek.id != current.id),
        gone_from_backups=rules.gone_from_backups(current, now), erased=sum(one.kind != "draft" for one in listed.erased), damaged_lines=listed.damaged,
        sheet=_last(Proof.SHEET), drill=_last(Proof.DRILL), copy_is_old=copied is None or copied < current.created, late_backups=late_backups(now),
    )


def needs_two() -> bool:
    """Whether this house opens with two slots together only."""
    return keyring.load(settings.HOME.keyring).two


def slots_of(code: str) -> list[str]:
    """Codes of the slots that are tied to a colleague: those whose label carries her staff code."""
    try:
        return [slot.code for slot in keyring.load(settings.HOME.keyring).slots if slot.kind == "passphrase" and code.casefold() in slot.label.casefold()]
    except KeyringError:
        return []


def slots_left_behind() -> list[tuple[str, str]]:
    """Slots tied to colleagues who have left: code of the slot and of the colleague. They open the house until they are taken out."""
    gone = Staff.objects.exclude(left_at=None).values_list("code", flat=True)
    return [(slot, code) for code in gone for slot in slots_of(code)]


def keks_of(ring: keyring.Keyring) -> list[rules.Kek]:
    """The key-encryption keys of a keyring as the schedule sees them."""
    return [rules.Kek(kek.id, datetime.fromisoformat(kek.created), datetime.fromisoformat(kek.retired) if kek.retired else None) for kek in ring.keks]


def last_backup_at(*, with_keyring: bool = False) -> datetime | None:
    """When the last backup was taken; ``with_keyring``: the last that took the keyring's copy along."""
    marks = ReadinessMark.objects.filter(kind=Proof.BACKUP, passed=True).order_by("-at")
    for at, detail in marks.values_list("at", "detail")[:100]:
        if not with_keyring or detail.get("keyring"):
            return at
    return None


def late_backups(now: datetime) -> tuple[str, ...]:
    """The files of backups that are older than any may be: those of the last half year, oldest first."""
    marks = ReadinessMark.objects.filter(kind=Proof.BACKUP, at__lt=now - KEPT_AT_MOST, at__gte=now - 5 * KEPT_AT_MOST).order_by("at")
    return tuple(str(detail["file"]) for detail in marks.values_list("detail", flat=True) if detail.get("file"))


def as_plain(found: Standing) -> dict[str, Any]:
    """For ``titip keys status --json``."""
    return {
        "practice": found.practice, "two_needed": found.two, "renewed": found.renewed, "next_renewal": found.next, "wrapped_by_old_key": found.waiting,
        "keys": found.total, "old_keys": len(found.old), "old_keys_destroyed_on": found.old_goes_on, "erased": found.erased,
        "erased_now_gone_from_backups_on": found.gone_from_backups, "damaged_lines_of_erasures": found.damaged_lines, "sheet_confirmed": found.sheet,
        "last_drill": found.drill, "keyring_copy_is_old": found.copy_is_old, "backups_to_delete": list(found.late_backups),
        "slots": [{"slot": slot.code, "label": slot.label, "made": slot.made, "used": slot.used, "first_format": slot.weak} for slot in found.slots],
    }


def _slots(ring: keyring.Keyring) -> Iterable[SlotLine]:
    used = _last_used()
    for slot in ring.slots:
        weak = slot.shared or ring.format == keyring.FIRST_FORMAT
        yield SlotLine(slot.code, slot.kind, slot.label, datetime.fromisoformat(slot.created), used.get(slot.code), weak)


def _last_used() -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    rows = AuditEvent.objects.filter(kind="protect.keys.unlock", outcome="ok").order_by("-seq").values_list("at", "detail")[:2000]
    for at, detail in rows:
        for code in str(detail.get("slot", "")).split("+"):
            found.setdefault(code, at)
    return found


def _last(proof: Proof) -> datetime | None:
    return ReadinessMark.objects.filter(kind=proof, passed=True).order_by("-at").values_list("at", flat=True).first()
