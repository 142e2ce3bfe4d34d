"""What stands in a keyring file, and the unlocked keys."""

from __future__ import annotations

import base64
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final, Literal

from titip.protect.vault import crypto

FIRST_FORMAT: Final = "titip keyring 1"
FORMAT: Final = "titip keyring 2"
MOST_SLOTS: Final = 5
#: Where two people are needed, one may still fall ill.
LEAST_FOR_TWO: Final = 3
PARTS: Final = ("index", "audit", "signing", "secrets")
SlotKind = Literal["passphrase", "recovery", "service"]
SLOT_KINDS: Final = ("passphrase", "recovery", "service")


@dataclass(frozen=True)
class Slot:
    """A way in. ``label`` says whose it is, by role or code, never by name. ``sealed`` holds the private half under the passphrase.

    ``shared``: the slot comes from the first format and its holder has not typed its passphrase since; ``sealed`` then holds the master key of that
    time, from which the private half is derived, and not of this slot alone.
    """

    id: str
    kind: SlotKind
    label: str
    created: str
    salt: str
    costs: crypto.Stretch
    sealed: str
    public: str = ""
    shared: bool = False

    @property
    def code(self) -> str:
        """How the slot is named in the log and by the command: its kind and the start of its id."""
        return f"{self.kind}-{self.id[:8]}"


@dataclass(frozen=True)
class Kek:
    """A key-encryption key, sealed by the master key. It wraps the data keys of persons, records, drafts and files.

    ``retired``: since when no data key is wrapped by it any more ("": not yet); it stays for the backups of before, then is destroyed.
    """

    id: str
    created: str
    sealed: str
    retired: str = ""


@dataclass(frozen=True)
class Keyring:
    """What stands in the file. Nothing in it is of use without a passphrase. ``masters``: the master key by slot id, or by two of them."""

    organisation: str
    practice: bool
    created: str
    slots: tuple[Slot, ...]
    current_kek: str
    keks: tuple[Kek, ...]
    parts: dict[str, str]
    public: str
    mac: str = ""
    two: bool = False
    masters: dict[str, str] = field(default_factory=dict)
    format: str = FORMAT

    def context(self, *what: str) -> crypto.Context:
        """Return what every sealed part of this keyring is bound to."""
        return (self.format, self.organisation, "practice" if self.practice else "real", *what)

    def content(self) -> dict[str, Any]:
        """Return what stands in the file and is covered by its code, in the shape of its format."""
        told = asdict(self)
        del told["mac"], told["format"]
        if self.format == FIRST_FORMAT:
            del told["two"], told["masters"]
            told["slots"] = [{name: value for name, value in slot.items() if name not in ("public", "shared")} for slot in told["slots"]]
            told["keks"] = [{name: value for name, value in kek.items() if name != "retired"} for kek in told["keks"]]
        return told

    def slot(self, code: str) -> Slot | None:
        """Return the slot of this code or id, or None."""
        return next((slot for slot in self.slots if code in (slot.code, slot.id)), None)


@dataclass
class Keys:
    """Unlocked keys. Held by the holder only, wiped when the server locks."""

    organisation: str
    practice: bool
    slot: str
    current_kek: str
    public: bytes
    keks: dict[str, bytearray] = field(repr=False)
    index: bytearray = field(repr=False)
    audit: bytearray = field(repr=False)
    signing: bytearray = field(repr=False)
    secrets: bytearray = field(repr=False)
    master: bytearray = field(repr=False)

    def wipe(self) -> None:
        """Overwrite every key."""
        for key in (*self.keks.values(), self.index, self.audit, self.signing, self.secrets, self.master):
            crypto.wipe(key)

    def copy(self) -> Keys:
        """Return the same keys in bytes of their own: wiping one leaves the other."""
        keks = {kek: bytearray(key) for kek, key in self.keks.items()}
        index, audit, signing = bytearray(self.index), bytearray(self.audit), bytearray(self.signing)
        return replace(self, keks=keks, index=index, audit=audit, signing=signing, secrets=bytearray(self.secrets), master=bytearray(self.master))


@dataclass(frozen=True)
class NewSlot:
    """A slot to be made: its kind, whose it is, its passphrase or code, what stretching costs."""

    kind: SlotKind
    label: str
    passphrase: str = field(repr=False)
    costs: crypto.Stretch = crypto.STRETCH


@dataclass(frozen=True)
class Half:
    """A slot that a passphrase opened: one of two where two are needed."""

    slot: Slot
    private: bytearray = field(repr=False)


def as_text(raw: bytes) -> str:
    """Return bytes as they stand in the file."""
    return base64.b64encode(raw).decode("ascii")


def as_bytes(text: str) -> bytes:
    """Return the bytes that a text of the file stands for. Raises ValueError."""
    return base64.b64decode(text, validate=True)
