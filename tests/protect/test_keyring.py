"""The keyring file: opened by its slots, and by nothing once anything in it was changed."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.protect.cheap import CHEAP, PASSPHRASE
from titip.protect.vault import keyring, recovery
from titip.protect.vault.durable import write_durably
from titip.protect.vault.errors import DamagedKeyring, ExposedKeyring, KeyringExists, NoKeyring, SlotsFull, WrongPassphrase
from titip.protect.vault.keyring import NewSlot

SECOND = "quiet bamboo river candle"
CODE = "QNPF-ZMSY-3B4D-W0D6-WQGP-910K-90AG-XWC7"  # made up once, so that every run is the same


def ring(practice: bool = False) -> keyring.Keyring:
    return keyring.make(practice=practice, slots=[NewSlot("passphrase", "first", PASSPHRASE, CHEAP), NewSlot("recovery", "sheet", CODE, CHEAP)])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keyring.json"


def test_a_keyring_opens_through_each_slot_to_the_same_keys(path: Path) -> None:
    keyring.create(path, ring())
    one, other = keyring.open_keys(keyring.load(path), PASSPHRASE), keyring.open_keys(keyring.load(path), CODE)
    assert (one.slot.split("-")[0], other.slot.split("-")[0]) == ("passphrase", "recovery")
    one.slot = other.slot
    assert one == other
    assert len({bytes(key) for key in (*one.keks.values(), one.index, one.audit, one.signing, one.secrets)}) == 5


@pytest.mark.parametrize("typed", [f"  {PASSPHRASE}\n", PASSPHRASE.replace("f", "\N{FULLWIDTH LATIN SMALL LETTER F}")])
def test_a_passphrase_typed_on_another_keyboard_opens(typed: str) -> None:
    keyring.open_keys(ring(), typed)


@pytest.mark.parametrize(
    "typed",
    [CODE.lower(), CODE.replace("-", " "), CODE.replace("0", "O").replace("1", "l"), CODE.replace("-", "\N{EN DASH}")],
    ids=["small", "spaces", "lookalikes", "dashes"],
)
def test_a_recovery_code_opens_however_it_is_typed(typed: str) -> None:
    keyring.open_keys(ring(), typed)


@pytest.mark.parametrize(
    "typed",
    ["", " ", PASSPHRASE.upper(), PASSPHRASE[:-1], PASSPHRASE + "x", recovery.new_code(), "\x00", "ฉันลืมรหัสผ่าน"],
    ids=["empty", "space", "capitals", "cut", "longer", "another code", "null", "thai"],
)
def test_a_wrong_passphrase_opens_nothing(typed: str) -> None:
    with pytest.raises(WrongPassphrase, match="opens no slot"):
        keyring.open_keys(ring(), typed)


def test_a_slip_in_a_recovery_code_is_told() -> None:
    slips = sum(recovery.is_code(CODE[:place] + other + CODE[place + 1 :]) for place in range(0, 37, 5) for other in recovery.ALPHABET if other != CODE[place])
    assert slips == 0 and recovery.is_code(CODE)  # of other codes one slip in 1024 passes the two check characters


# --- tampering


def change(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda content: content.__setitem__(name, value)


def flip_practice(content: dict[str, Any]) -> None:
    content["practice"] = not content["practice"]


def swap_slots(content: dict[str, Any]) -> None:
    first, second = content["slots"]
    first["sealed"], second["sealed"] = second["sealed"], first["sealed"]


def swap_parts(content: dict[str, Any]) -> None:
    parts = content["parts"]
    parts["index"], parts["audit"] = parts["audit"], parts["index"]


def weaken(content: dict[str, Any]) -> None:
    for slot in content["slots"]:
        slot["costs"]["memory_kib"] = 32


def greedy(content: dict[str, Any]) -> None:
    content["slots"][0]["costs"]["memory_kib"] = 2**40


def foreign_slot(content: dict[str, Any]) -> None:
    other = keyring.make(practice=False, slots=[NewSlot("passphrase", "intruder", SECOND, CHEAP)])
    keyring_path = content["_path"]
    write_durably(keyring_path, b"", mode=0o600)
    keyring.save(keyring_path, other)
    content["slots"].append(json.loads(keyring_path.read_text())["slots"][0])


def no_slots(content: dict[str, Any]) -> None:
    content["slots"] = []


def drop_slot(content: dict[str, Any]) -> None:
    content["slots"].pop()


def six_slots(content: dict[str, Any]) -> None:
    content["slots"] = [{**content["slots"][0], "id": f"{n}"} for n in range(6)]


def retype_slot(content: dict[str, Any]) -> None:
    content["slots"][0]["kind"] = "service"


def relabel_slot(content: dict[str, Any]) -> None:
    content["slots"][0]["label"] = "somebody else"


def new_salt(content: dict[str, Any]) -> None:
    content["slots"][0]["salt"] = content["slots"][1]["salt"]


def not_base64(content: dict[str, Any]) -> None:
    content["slots"][0]["sealed"] = "not base64 €"


def drop_part(content: dict[str, Any]) -> None:
    del content["parts"]["audit"]


def rename_kek(content: dict[str, Any]) -> None:
    content["keks"][0]["id"] = content["current_kek"] = "f" * 32


def cut_kek(content: dict[str, Any]) -> None:
    content["keks"][0]["sealed"] = content["keks"][0]["sealed"][:40]


TAMPERINGS: list[Any] = [
    flip_practice, swap_slots, swap_parts, weaken, greedy, foreign_slot, no_slots, drop_slot, six_slots, retype_slot, relabel_slot, new_salt, not_base64,
    drop_part, rename_kek, cut_kek,
    change("organisation", "0" * 32), change("created", "2001-01-01"), change("current_kek", "another"), change("public", "00" * 32), change("mac", "00" * 32),
    change("mac", None), change("keks", []), change("parts", {}), change("slots", "none"), change("practice", 1),
    change("format", "titip keyring 1"), change("format", "titip keyring 3"),
    change("extra", True), change("keks", [[]]),
]


@pytest.mark.parametrize("practice", [False, True])
@pytest.mark.parametrize("tamper", TAMPERINGS)
def test_a_changed_keyring_does_not_open(path: Path, tamper: Callable[[dict[str, Any]], None], practice: bool) -> None:
    keyring.save(path, ring(practice))
    content = {**json.loads(path.read_text()), "_path": path}
    tamper(content)
    del content["_path"]
    write_durably(path, json.dumps(content).encode(), mode=0o600)
    for passphrase in (PASSPHRASE, CODE, SECOND):
        with pytest.raises((DamagedKeyring, WrongPassphrase)):
            keyring.open_keys(keyring.load(path), passphrase)


@pytest.mark.parametrize("practice", [False, True])
def test_practice_never_becomes_real_even_with_every_other_edit(path: Path, practice: bool) -> None:
    """Whoever knows the passphrase and edits the flag, the organisation and the code together still opens nothing."""
    made, other = ring(practice), ring(not practice)
    for graft in (
        {"practice": not practice}, {"practice": not practice, "organisation": other.organisation}, {"practice": not practice, "mac": other.mac},
        {"practice": not practice, "slots": other.slots},
        {"practice": not practice, "slots": other.slots, "mac": other.mac, "organisation": other.organisation},
    ):
        with pytest.raises((DamagedKeyring, WrongPassphrase)):
            keyring.open_keys(keyring.Keyring(**{**made.__dict__, **graft}), PASSPHRASE)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, keyring.Keys]:
    """A keyring file, its bytes, and what it opens to."""
    path = tmp_path_factory.mktemp("ring") / "keyring.json"
    keyring.save(path, ring())
    return path, path.read_bytes(), keyring.open_keys(keyring.load(path), PASSPHRASE)


@settings(max_examples=300)
@given(st.data())
def test_a_flipped_bit_anywhere_in_the_file_never_opens_other_keys(whole: tuple[Path, bytes, keyring.Keys], data: st.DataObject) -> None:
    path, raw, keys = whole
    changed = bytearray(raw)
    changed[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(changed)
    try:
        opened = keyring.open_keys(keyring.load(path), PASSPHRASE)
    except (DamagedKeyring, WrongPassphrase):
        return
    assert opened == keys  # a space became another space, nothing more


# --- slots


def test_slots_come_and_go(path: Path) -> None:
    made = keyring.add_slot(ring(), passphrase=PASSPHRASE, new=NewSlot("passphrase", "second", SECOND, CHEAP))
    assert keyring.open_keys(made, SECOND).audit == keyring.open_keys(made, PASSPHRASE).audit
    less = keyring.remove_slot(made, passphrase=SECOND, slot_id=made.slots[0].id)
    keyring.open_keys(less, SECOND)
    with pytest.raises(WrongPassphrase):
        keyring.open_keys(less, PASSPHRASE)


def test_a_keyring_has_one_to_five_slots() -> None:
    made = ring()
    for number in range(3):
        made = keyring.add_slot(made, passphrase=PASSPHRASE, new=NewSlot("passphrase", f"more {number}", f"{SECOND} {number}", CHEAP))
    with pytest.raises(SlotsFull):
        keyring.add_slot(made, passphrase=PASSPHRASE, new=NewSlot("passphrase", "sixth", SECOND, CHEAP))
    for slot in made.slots[1:]:
        made = keyring.remove_slot(made, passphrase=PASSPHRASE, slot_id=slot.id)
    with pytest.raises(SlotsFull):
        keyring.remove_slot(made, passphrase=PASSPHRASE, slot_id=made.slots[0].id)


def test_a_wrong_passphrase_adds_no_slot() -> None:
    with pytest.raises(WrongPassphrase):
        keyring.add_slot(ring(), passphrase="wrong", new=NewSlot("passphrase", "second", SECOND, CHEAP))


# --- file


def test_no_file(path: Path) -> None:
    with pytest.raises(NoKeyring, match="titip init"):
        keyring.load(path)


def test_a_keyring_is_never_overwritten_by_a_new_one(path: Path) -> None:
    keyring.create(path, ring())
    before = path.read_bytes()
    with pytest.raises(KeyringExists):
        keyring.create(path, ring())
    assert path.read_bytes() == before


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b"{}", b'{"format": "titip keyring 1"}', b" " * 3_000_000])
def test_rubbish_is_damaged(path: Path, raw: bytes) -> None:
    write_durably(path, raw, mode=0o600)
    with pytest.raises(DamagedKeyring, match="from its copy"):
        keyring.load(path)


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps access in lists of its own")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o602, 0o660])
def test_a_file_that_others_can_reach_is_refused(path: Path, mode: int) -> None:
    keyring.create(path, ring())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(mode)
    with pytest.raises(ExposedKeyring, match="chmod 600"):
        keyring.load(path)


def test_a_failed_write_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring.create(path, ring())
    before = path.read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keyring.save(path, ring())
    assert path.read_bytes() == before and [p.name for p in path.parent.iterdir()] == [path.name]


def test_no_key_and_no_passphrase_shows_in_what_is_printed() -> None:
    made = ring()
    keys = keyring.open_keys(made, PASSPHRASE)
    shown = repr(keys) + repr(made) + repr(NewSlot("passphrase", "first", PASSPHRASE, CHEAP))
    assert PASSPHRASE not in shown
    for key in (*keys.keks.values(), keys.index, keys.audit, keys.signing, keys.secrets):
        assert bytes(key).hex() not in shown and repr(bytes(key)) not in shown
