"""The keyring file: the keys of an organisation, sealed under one to five passphrases.

One random master key is sealed once in each slot, under a key stretched from that slot's passphrase (Argon2id). The master
key seals the rest: the key-encryption keys by id, the key of the search tokens, of the audit chain, of signatures and of
small service secrets. A code over the whole file, made with the master key, tells whether anything in it was changed.

The organisation's id and whether it is a practice organisation are bound into every slot and every sealed key: a file in
which either was edited no longer opens, so a practice folder never becomes a real one, nor a real one practice.
"""

from __future__ import annotations

import base64
import json
import unicodedata
import uuid
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final, Literal, cast

from titip.kit import clock
from titip.protect.vault import crypto, recovery
from titip.protect.vault.durable import exposed, read_limited, write_durably
from titip.protect.vault.errors import DamagedKeyring, ExposedKeyring, KeyringExists, NoKeyring, SlotsFull, WrongPassphrase

FORMAT: Final = "titip keyring 1"
MOST_SLOTS: Final = 5
MOST_BYTES: Final = 1_000_000
PARTS: Final = ("index", "audit", "signing", "secrets")
SlotKind = Literal["passphrase", "recovery", "service"]
SLOT_KINDS: Final = ("passphrase", "recovery", "service")


@dataclass(frozen=True)
class Slot:
    """The master key under one passphrase. ``label`` says whose it is, by role or code, never by name."""

    id: str
    kind: SlotKind
    label: str
    created: str
    salt: str
    costs: crypto.Stretch
    sealed: str


@dataclass(frozen=True)
class Kek:
    """A key-encryption key, sealed by the master key. It wraps the data keys of persons, records, drafts and files."""

    id: str
    created: str
    sealed: str


@dataclass(frozen=True)
class Keyring:
    """What stands in the file. Nothing in it is of use without a passphrase."""

    organisation: str
    practice: bool
    created: str
    slots: tuple[Slot, ...]
    current_kek: str
    keks: tuple[Kek, ...]
    parts: dict[str, str]
    public: str
    mac: str = ""

    def context(self, *what: str) -> crypto.Context:
        """Return what every sealed part of this keyring is bound to."""
        return (FORMAT, self.organisation, "practice" if self.practice else "real", *what)


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

    def wipe(self) -> None:
        """Overwrite every key."""
        for key in (*self.keks.values(), self.index, self.audit, self.signing, self.secrets):
            crypto.wipe(key)


# --- making and changing


@dataclass(frozen=True)
class NewSlot:
    """A slot to be made: its kind, whose it is, its passphrase or code, what stretching costs."""

    kind: SlotKind
    label: str
    passphrase: str = field(repr=False)
    costs: crypto.Stretch = crypto.STRETCH


def make(*, practice: bool, slots: Sequence[NewSlot]) -> Keyring:
    """Return a new keyring with fresh keys, openable through each of the slots."""
    master, moment, kek = crypto.new_key(), clock.now().isoformat(), uuid.uuid4().hex
    plain = {name: crypto.new_key() for name in PARTS}
    bare = Keyring(
        organisation=uuid.uuid4().hex, practice=practice, created=moment, slots=(), current_kek=kek, keks=(), parts={},
        public=crypto.public_key(plain["signing"]).hex(),
    )
    wrapping = crypto.derive(master, "keyring parts")
    filled = replace(
        bare,
        keks=(Kek(kek, moment, _text(crypto.seal(wrapping, crypto.new_key(), bare.context("kek", kek)))),),
        parts={name: _text(crypto.seal(wrapping, key, bare.context("part", name))) for name, key in plain.items()},
    )
    return _with_slots(filled, master, [_seal_slot(filled, master, slot) for slot in slots])


def add_slot(keyring: Keyring, *, passphrase: str, new: NewSlot) -> Keyring:
    """Return the keyring with one more slot, opened by the passphrase of a slot it has."""
    master = _master(keyring, passphrase)
    return _with_slots(keyring, master, [*keyring.slots, _seal_slot(keyring, master, new)])


def replace_recovery(keyring: Keyring, *, passphrase: str, new: NewSlot) -> Keyring:
    """Return the keyring with ``new`` as its one recovery slot: a sheet printed earlier opens it no longer."""
    master = _master(keyring, passphrase)
    others = [slot for slot in keyring.slots if slot.kind != "recovery"]
    return _with_slots(keyring, master, [*others, _seal_slot(keyring, master, new)])


def remove_slot(keyring: Keyring, *, passphrase: str, slot_id: str) -> Keyring:
    """Return the keyring without a slot. The last slot stays: without it nothing would open again."""
    master = _master(keyring, passphrase)
    return _with_slots(keyring, master, [slot for slot in keyring.slots if slot.id != slot_id])


def _with_slots(keyring: Keyring, master: bytes, slots: Sequence[Slot]) -> Keyring:
    if not 1 <= len(slots) <= MOST_SLOTS:
        raise SlotsFull
    changed = replace(keyring, slots=tuple(slots))
    return replace(changed, mac=_code(changed, master))


def _seal_slot(keyring: Keyring, master: bytes, new: NewSlot) -> Slot:
    salt = crypto.new_salt()
    blank = Slot(uuid.uuid4().hex, new.kind, new.label, clock.now().isoformat(), _text(salt), new.costs, "")
    secret = crypto.stretch(_secret_bytes(new.kind, new.passphrase), salt, new.costs)
    return replace(blank, sealed=_text(crypto.seal(secret, master, _slot_context(keyring, blank))))


def _slot_context(keyring: Keyring, slot: Slot) -> crypto.Context:
    costs = slot.costs
    return keyring.context("slot", slot.id, slot.kind, f"{costs.memory_kib}/{costs.passes}/{costs.lanes}")


# --- opening


def open_keys(keyring: Keyring, passphrase: str) -> Keys:
    """Return the unlocked keys.

    Raises:
        WrongPassphrase: no slot opens with it.
        DamagedKeyring: a slot opens, but something else in the file was changed.
    """
    master, slot = _opened(keyring, passphrase)
    wrapping = crypto.derive(master, "keyring parts")
    try:
        parts = {name: _unseal_part(wrapping, keyring.parts[name], keyring.context("part", name)) for name in PARTS}
        keks = {kek.id: _unseal_part(wrapping, kek.sealed, keyring.context("kek", kek.id)) for kek in keyring.keks}
    except (crypto.NotAuthentic, ValueError, KeyError):
        raise DamagedKeyring from None
    public = crypto.public_key(parts["signing"])
    if keyring.current_kek not in keks or public.hex() != keyring.public:
        raise DamagedKeyring
    return Keys(keyring.organisation, keyring.practice, f"{slot.kind}-{slot.id[:8]}", keyring.current_kek, public, keks, **parts)


def _master(keyring: Keyring, passphrase: str) -> bytes:
    return _opened(keyring, passphrase)[0]


def _opened(keyring: Keyring, passphrase: str) -> tuple[bytes, Slot]:
    for slot in sorted(keyring.slots, key=_likely_first(passphrase)):
        if not _may_fit(slot.kind, passphrase):
            continue
        secret = crypto.stretch(_secret_bytes(slot.kind, passphrase), _bytes(slot.salt), slot.costs)
        try:
            master = crypto.unseal(secret, _bytes(slot.sealed), _slot_context(keyring, slot))
        except crypto.NotAuthentic:
            continue
        if not crypto.same(_code(keyring, master).encode(), keyring.mac.encode()):
            raise DamagedKeyring
        return master, slot
    raise WrongPassphrase


def _likely_first(passphrase: str) -> Callable[[Slot], bool]:
    expected = "recovery" if recovery.is_code(passphrase) else "passphrase"
    return lambda slot: slot.kind != expected


def _may_fit(kind: SlotKind, passphrase: str) -> bool:
    return kind != "recovery" or recovery.is_code(passphrase)


def _secret_bytes(kind: SlotKind, passphrase: str) -> bytes:
    """Return one spelling for what different keyboards type differently (NFKC, no space at the ends)."""
    if kind == "recovery":
        return recovery.plain(passphrase).encode()
    return unicodedata.normalize("NFKC", passphrase).strip().encode()


def _unseal_part(wrapping: bytes, sealed: str, context: crypto.Context) -> bytearray:
    key = bytearray(crypto.unseal(wrapping, _bytes(sealed), context))
    if len(key) != crypto.KEY_BYTES:
        raise ValueError("a key of another length")
    return key


def _code(keyring: Keyring, master: bytes) -> str:
    content = {name: value for name, value in asdict(keyring).items() if name != "mac"}
    message = json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
    return crypto.mac(crypto.derive(master, "keyring code"), message).hex()


# --- file


def create(path: Path, keyring: Keyring) -> None:
    """Write a new keyring file. Raises KeyringExists where one stands."""
    if path.exists():
        raise KeyringExists
    save(path, keyring)


def save(path: Path, keyring: Keyring) -> None:
    """Write the keyring file whole or not at all, for its owner alone."""
    content = json.dumps({"format": FORMAT, **asdict(keyring)}, indent=1, sort_keys=True)
    write_durably(path, content.encode() + b"\n", mode=0o600)


def load(path: Path) -> Keyring:
    """Return the keyring of a file, still sealed.

    Raises:
        NoKeyring: no such file.
        ExposedKeyring: others on this computer may read or change it.
        DamagedKeyring: not a keyring of this format.
    """
    try:
        raw = read_limited(path, MOST_BYTES)
    except FileNotFoundError:
        raise NoKeyring from None
    if exposed(path):
        raise ExposedKeyring
    try:
        return _parse(json.loads(raw))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise DamagedKeyring from None


def _parse(content: dict[str, Any]) -> Keyring:
    if content.pop("format") != FORMAT:
        raise ValueError("another format")
    if set(content) != {one.name for one in fields(Keyring)}:
        raise ValueError("other fields")
    texts = ("organisation", "created", "current_kek", "public", "mac")
    slots = tuple(Slot(**{**slot, "costs": crypto.Stretch(**slot["costs"])}) for slot in content["slots"])
    keks = tuple(Kek(**kek) for kek in content["keks"])
    strings = [content[name] for name in texts] + [*content["parts"], *content["parts"].values()]
    strings += [text for slot in slots for text in (slot.id, slot.label, slot.created, slot.salt, slot.sealed)]
    strings += [text for kek in keks for text in (kek.id, kek.created, kek.sealed)]
    if not all(isinstance(text, str) for text in strings) or not isinstance(content["practice"], bool):
        raise ValueError("other types")
    if not 1 <= len(slots) <= MOST_SLOTS or any(slot.kind not in SLOT_KINDS for slot in slots):
        raise ValueError("slots")
    if not all(type(cost) is int for slot in slots for cost in asdict(slot.costs).values()):
        raise ValueError("costs")
    if any(len(_bytes(slot.salt)) != crypto.SALT_BYTES or not _bytes(slot.sealed) for slot in slots):
        raise ValueError("salts")
    return Keyring(**cast("dict[str, Any]", {**content, "slots": slots, "keks": keks}))


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
