"""Making the keyring, unlocking, locking: who did it is in the log, and guessing gets slower."""

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from tests.protect.cheap import CHEAP, PASSPHRASE, person, put
from titip.kit.home import Home
from titip.protect import vault
from titip.protect.actions import audit, guessing, keys
from titip.protect.models.audit import AuditCheckpoint, AuditEvent, AuditSubject
from titip.protect.vault import keyring, recovery, spool

pytestmark = pytest.mark.django_db(databases=["default", "vault", "keys"])


def kinds() -> list[tuple[str, str]]:
    return list(AuditEvent.objects.order_by("seq").values_list("kind", "outcome"))


# --- making


def test_a_new_keyring_opens_with_its_passphrase_and_its_recovery_code(home: Home) -> None:
    code = keys.init(passphrase=PASSPHRASE, practice=False, costs=CHEAP)
    assert recovery.is_code(code) and vault.is_locked()
    for secret in (PASSPHRASE, code):
        vault.unlock(secret)
        assert not vault.is_locked() and not vault.is_practice()
        vault.lock()
    assert code not in home.keyring.read_text() and PASSPHRASE not in home.keyring.read_text()


def test_a_second_keyring_is_refused(home: Home, recovery_code: str) -> None:
    with pytest.raises(vault.KeyringExists):
        keys.init(passphrase=PASSPHRASE, practice=True, costs=CHEAP)


def test_a_new_keyring_over_old_data_is_refused(home: Home, unlocked: None) -> None:
    put(person(), "x")
    home.keyring.unlink()
    with pytest.raises(vault.KeyringMissing, match="from its copy"):
        keys.init(passphrase=PASSPHRASE, practice=False, costs=CHEAP)


@pytest.mark.parametrize("weak", ["", "short", "password1234567", "aaaaaaaaaaaaaaaaaaaa", "123456789012345", "qwertyuiopasdfghjkl", "   lantern    "])
def test_a_guessable_passphrase_is_refused(home: Home, weak: str) -> None:
    with pytest.raises(vault.WeakPassphrase, match="15 characters"):
        keys.init(passphrase=weak, practice=False, costs=CHEAP)
    assert not home.keyring.exists()


@pytest.mark.parametrize("strong", [PASSPHRASE, "ช้างสีฟ้ากินข้าวบนเรือ", "kopi mendung sepatu jendela"])
def test_a_long_passphrase_in_any_script_is_taken(home: Home, strong: str) -> None:
    keys.init(passphrase=strong, practice=False, costs=CHEAP)
    vault.unlock(strong)


# --- unlocking and locking


def test_unlocking_and_locking_are_in_the_log_with_the_slot(recovery_code: str) -> None:
    keys.unlock(passphrase=recovery_code, where="page")
    keys.lock(actor_code="S-1")
    keys.lock(actor_code="S-1")
    keys.unlock(passphrase=PASSPHRASE, where="command")
    assert kinds() == [("protect.keys.init", "ok"), ("protect.keys.unlock", "ok"), ("protect.keys.lock", "ok"), ("protect.keys.unlock", "ok")]
    slots = [event.detail["slot"].split("-")[0] for event in AuditEvent.objects.filter(kind="protect.keys.unlock").order_by("seq")]
    assert slots == ["recovery", "passphrase"]
    assert list(AuditCheckpoint.objects.order_by("seq").values_list("seq", flat=True)) == [2, 3, 4]
    assert audit.verify().ok


def test_no_keyring_no_unlocking(home: Home) -> None:
    with pytest.raises(vault.NoKeyring):
        keys.unlock(passphrase=PASSPHRASE, where="page")


def test_what_happened_while_locked_is_chained_at_unlock(home: Home, recovery_code: str) -> None:
    for _ in range(2):
        with pytest.raises(vault.WrongPassphrase):
            keys.unlock(passphrase="not this one", where="page")
    assert audit.record_refusal(kind="register.open", actor_code="nobody", subjects=[("record", "r1")], detail={"page": "record"}) is None
    assert not AuditEvent.objects.exists() and len(spool.lines(home.spool)) == 4
    keys.unlock(passphrase=PASSPHRASE, where="page")
    assert kinds() == [
        ("protect.keys.init", "ok"), ("protect.keys.unlock", "refused"), ("protect.keys.unlock", "refused"), ("register.open", "refused"),
        ("protect.keys.unlock", "ok"),
    ]
    refused = AuditEvent.objects.get(kind="register.open")
    assert refused.detail["page"] == "record" and refused.detail["spooled_at"].startswith("20")
    assert {subject.kind for subject in refused.subjects.all()} == {"record", "spool"}
    assert spool.lines(home.spool) == [] and list(home.spool.iterdir()) == []


def test_spooled_lines_are_chained_once_even_after_a_power_cut(home: Home, recovery_code: str) -> None:
    audit.record_refusal(kind="register.open", actor_code="nobody")
    taken = spool.take(home.spool)
    copies = {path: path.read_bytes() for path in taken.files}
    keys.unlock(passphrase=PASSPHRASE, where="page")
    before = AuditEvent.objects.count()
    for path, content in copies.items():
        path.write_bytes(content)  # the power went between commit and removal
    audit.chain_spool()
    assert AuditEvent.objects.count() == before and list(home.spool.iterdir()) == []


def test_rubbish_in_the_spool_is_counted_not_believed(home: Home, recovery_code: str) -> None:
    audit.record_refusal(kind="register.open", actor_code="nobody")
    good = spool.lines(home.spool)[-1]
    with (home.spool / "current.jsonl").open("ab") as target:
        for line in (
            b'{"id": "torn', b"[]", b"\xff\xfe", b'{"id": 1}', json.dumps({**good, "id": "a", "kind": "Kanlaya Somboon"}).encode(),
            json.dumps({**good, "id": "b", "detail": "text"}).encode(), json.dumps({**good, "id": "c", "outcome": "great"}).encode(), b"[" * 100_000,
        ):
            target.write(line + b"\n")
    keys.unlock(passphrase=PASSPHRASE, where="page")
    assert AuditEvent.objects.get(kind="protect.spool.damaged").detail == {"lines": 8}
    assert AuditSubject.objects.filter(kind="spool").count() == 2  # made, refused
    assert audit.verify().ok


def test_a_full_spool_takes_no_more(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "MOST_BYTES", 2000)
    taken = [spool.note(home.spool, kind="register.open", outcome="refused", actor="nobody") for _ in range(50)]
    assert taken[0] and not taken[-1]
    assert (home.spool / "current.jsonl").stat().st_size < 2500


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_the_spool_is_its_owners_alone(home: Home) -> None:
    spool.note(home.spool, kind="register.open", outcome="refused", actor="nobody")
    assert (home.spool / "current.jsonl").stat().st_mode & 0o077 == 0


def test_where_the_log_cannot_be_written_the_server_stays_locked(recovery_code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keys, "chain_spool", full)
    with pytest.raises(OSError, match="No space"):
        keys.unlock(passphrase=PASSPHRASE, where="page")
    assert vault.is_locked()


def test_where_the_log_cannot_be_written_locking_locks_all_the_same(unlocked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keys, "record", full)
    with pytest.raises(OSError, match="No space"):
        keys.lock(actor_code="S-1")
    assert vault.is_locked()


# --- guessing


class Clock:
    """A steady clock that a test moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.moment = time.monotonic()
        monkeypatch.setattr(keys.time, "monotonic", lambda: self.moment)


def guess(where: str = "page") -> int:
    """Return 0 where a wrong passphrase was tried, else the seconds to wait."""
    try:
        keys.unlock(passphrase="not this one", where=where)
    except vault.WrongPassphrase:
        return 0
    except vault.TooManyAttempts as refused:
        assert str(refused.seconds) in str(refused)
        return refused.seconds
    raise AssertionError("a wrong passphrase opened the keyring")


def test_guesses_get_slower_and_the_right_one_is_let_in(recovery_code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, waits = Clock(monkeypatch), []
    for _ in range(12):
        assert guess() == 0
        waits.append(wait := guess())
        clock.moment += wait
        if not wait:
            continue
    assert waits[0] == 0 and waits[-1] == 61 and waits == sorted(waits)
    with pytest.raises(vault.WrongPassphrase):
        keys.unlock(passphrase="still wrong", where="page")
    with pytest.raises(vault.TooManyAttempts):
        keys.unlock(passphrase=PASSPHRASE, where="page")
    keys.unlock(passphrase=PASSPHRASE, where="command")  # whoever stands at the machine is not kept out by somebody at the page
    clock.moment += 61
    keys.unlock(passphrase=PASSPHRASE, where="page")
    assert guess() == 0 == guess()  # forgotten after the right one


def test_a_week_of_guessing_tries_about_ten_thousand(recovery_code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    monkeypatch.setattr(keys, "_open", _never)
    monkeypatch.setattr(keys, "record_even_locked", lambda event: None)
    start, tried = clock.moment, 0
    while clock.moment - start < 7 * 24 * 3600:
        wait = guess()
        tried += not wait
        clock.moment += wait
    assert 9_000 < tried < 10_200


def _never(passphrase: str) -> None:
    raise vault.WrongPassphrase


def test_a_restart_does_not_forget_guesses(recovery_code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Clock(monkeypatch)
    for _ in range(8):
        guess()
    guessing.BY_PLACE.clear()  # a new process
    assert guess() > 0


# --- practice


@pytest.mark.parametrize("practice", [True, False])
def test_a_practice_folder_never_becomes_a_real_one(home: Home, practice: bool) -> None:
    keys.init(passphrase=PASSPHRASE, practice=practice, costs=CHEAP)
    content = json.loads(home.keyring.read_text())
    content["practice"] = not practice
    home.keyring.write_text(json.dumps(content))
    with pytest.raises(vault.KeyringError):
        keys.unlock(passphrase=PASSPHRASE, where="page")
    assert vault.is_locked()


def test_slots_are_written_back_to_the_file(home: Home, recovery_code: str) -> None:
    second = "quiet bamboo river candle"
    ring = keyring.add_slot(keyring.load(home.keyring), passphrase=recovery_code, new=keyring.NewSlot("passphrase", "second", second, CHEAP))
    keyring.save(home.keyring, ring)
    keys.unlock(passphrase=second, where="page")
    assert [path.name for path in Path(home.keyring.parent).iterdir() if path.name.startswith(".")] == []
