"""Renewing the keys: everything opens before, meanwhile and after; what is old opens nothing that is current."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.protect.cheap import PASSPHRASE, person, put
from titip.kit import clock
from titip.kit.home import Home
from titip.protect import vault
from titip.protect.actions import audit, keys, renewing
from titip.protect.models import AuditEvent, ReadinessMark
from titip.protect.models.sealed import DataKey
from titip.protect.reads.renewing import standing
from titip.protect.rules.readiness import Proof
from titip.protect.vault import age, keyring, ledger
from titip.protect.vault.holder import HOLDER

pytestmark = pytest.mark.django_db(databases=["default", "vault", "keys"], transaction=True)
SECOND = "quiet bamboo river candle"
PLACE = ("register.answer", "r1", "family_name")


def later(monkeypatch: pytest.MonkeyPatch, *, days: int) -> None:
    at = clock.now() + timedelta(days=days)
    monkeypatch.setattr(clock, "now", lambda: at)


def test_everything_opens_meanwhile_and_after_and_the_old_key_goes_when_its_backups_have(
    home: Home, recovery_code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.unlock(passphrase=PASSPHRASE, where="tests")
    owners = [person() for _ in range(7)]
    ids = [put(owner, f"value {number}") for number, owner in enumerate(owners)]
    old_file, old_kek, old_identity, secret = home.keyring.read_bytes(), HOLDER.current_kek(), age.identities()[0], vault.seal_secret("TOTP seed")
    recipient = home.backup_recipient.read_text()
    monkeypatch.setattr(renewing, "_BATCH", 3)

    renewing.begin(actor_code="S-1")
    assert home.backup_recipient.read_text() != recipient and old_identity in age.identities()
    put(owners[0], "meanwhile, under the old wrapped key")
    new = person()
    put(new, "meanwhile, under the new key")
    with pytest.raises(InterruptedError):  # killed after the first batch
        renewing.rewrap(lambda done, total: (_ for _ in ()).throw(InterruptedError))
    assert standing().waiting == 4 and DataKey.objects.count() == 8
    assert [vault.open_one(owner, vault_id, *PLACE) for owner, vault_id in zip(owners, ids, strict=True)] == [f"value {n}".encode() for n in range(7)]

    came = renewing.finish(actor_code="S-1")
    assert (came.wrapped, came.unreadable, came.destroyed) == (4, 0, 0) and standing().waiting == 0
    assert standing().old[0].id == old_kek and standing().old[0].retired is not None and standing().old_goes_on is not None
    assert renewing.finish(actor_code="S-1") == renewing.Renewed(0, 0, 0), "nothing left to do"
    for opener in (PASSPHRASE, recovery_code):  # nobody had to be present
        vault.lock()
        keys.unlock(passphrase=opener, where="tests")
        assert vault.open_one(owners[3], ids[3], *PLACE) == b"value 3" and vault.open_secret(secret) == "TOTP seed"

    # The old key goes with the last backup that needs it.
    later(monkeypatch, days=34)
    assert renewing.finish(actor_code="S-1").destroyed == 0
    monkeypatch.undo()
    later(monkeypatch, days=36)
    assert renewing.finish(actor_code="S-1").destroyed == 1
    monkeypatch.undo()
    assert standing().old == () and old_identity not in age.identities()
    assert vault.open_one(owners[6], ids[6], *PLACE) == b"value 6" and vault.open_one(new, _only(new), *PLACE).startswith(b"meanwhile")
    with pytest.raises(vault.Refused):
        vault.open_secret(secret)  # sealed before, not resealed: only what stands in the tables is

    # An old copy of the file, with a passphrase that is right, opens itself and nothing that is current.
    copy = home.root / "copy.json"
    copy.write_bytes(old_file)
    copy.chmod(0o600)
    old = keyring.open_keys(keyring.load(copy), PASSPHRASE)
    assert set(old.keks) == {old_kek} and not DataKey.objects.filter(kek_id=old_kek).exists()
    assert not keyring.fits(keyring.load(home.keyring), old)
    steps = [detail["step"] for detail in AuditEvent.objects.filter(kind="protect.keys.rotate").order_by("seq").values_list("detail", flat=True)]
    assert steps == ["begun", "done", "done"] and audit.verify().ok


def _only(owner: vault.Owner) -> object:
    from titip.protect.models.sealed import SealedValue

    return SealedValue.objects.get(owner_id=owner.id).id


def test_destroying_at_once_needs_a_backup_and_a_damaged_key_keeps_its_own(home: Home, unlocked: None) -> None:
    whole, damaged = person(), person()
    put(whole, "x"), put(damaged, "y")
    row = DataKey.objects.get(owner_id=damaged.id)
    DataKey.objects.filter(pk=row.pk).update(wrapped=bytes(row.wrapped)[:-1] + b"x")
    renewing.begin(actor_code="S-1")
    came = renewing.finish(actor_code="S-1")
    assert (came.wrapped, came.unreadable) == (1, 1) and standing().old[0].retired is None
    with pytest.raises(renewing.StillWrapping):
        renewing.destroy_at_once(actor_code="S-1")
    DataKey.objects.filter(pk=row.pk).delete()
    renewing.finish(actor_code="S-1")
    with pytest.raises(renewing.NoBackupSince, match="Take a backup first"):
        renewing.destroy_at_once(actor_code="S-1")
    ReadinessMark.objects.create(kind=Proof.BACKUP, by_code="tests", detail={})
    assert renewing.destroy_at_once(actor_code="S-1") == 1


def test_the_schedule_renews_once_a_month_and_not_while_locked(home: Home, unlocked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    class Doing:
        actor_code, staff_id, ids = "schedule", None, {}

        def progress(self, done: int, total: int = 0) -> None: ...

    put(person(), "x")
    first = HOLDER.current_kek()
    renewing.renew_by_schedule(Doing())
    assert HOLDER.current_kek() == first, "a new house's key is young"
    later(monkeypatch, days=31)
    assert renewing.renew_by_schedule(Doing())["wrapped"] == 1 and HOLDER.current_kek() != first
    before = home.keyring.read_bytes()
    vault.lock()
    monkeypatch.undo()
    later(monkeypatch, days=90)
    with pytest.raises(vault.Locked):
        renewing.renew_by_schedule(Doing())
    assert home.keyring.read_bytes() == before
    # A server of another process over the folder renews by itself; this one leaves its keys alone.
    vault.unlock(PASSPHRASE)
    (home.run / "server.json").write_text(json.dumps({"pid": 1}))
    renewing.renew_by_schedule(Doing())
    assert home.keyring.read_bytes() == before


def test_a_process_with_older_keys_locks_itself_instead_of_losing_data(home: Home, unlocked: None) -> None:
    put(person(), "x")
    ours = HOLDER.keys()
    ring, fresh = keyring.renewed(keyring.load(home.keyring), ours)  # as another process does
    keyring.save(home.keyring, ring)
    with pytest.raises(vault.Stale, match="Unlock the server once more"):
        put(person(), "y")
    assert vault.is_locked() and DataKey.objects.count() == 1
    vault.unlock(PASSPHRASE)
    put(person(), "y")
    assert DataKey.objects.filter(kek_id=fresh.current_kek).count() == 1


def test_a_keyring_of_the_first_format_is_read_and_brought_forward(home: Home, db: None) -> None:
    """The file was written by the version before, with cheap stretching: two passphrases and a sheet."""
    home.keyring.write_bytes((Path(__file__).parent / "keyring_of_the_first_format.json").read_bytes())
    home.keyring.chmod(0o600)
    ring = keyring.load(home.keyring)
    assert ring.format == keyring.FIRST_FORMAT
    earlier = keyring.open_keys(ring, PASSPHRASE)
    keys.unlock(passphrase=PASSPHRASE, where="tests")
    now = keyring.load(home.keyring)
    assert now.format == keyring.FORMAT and [slot.shared for slot in now.slots].count(False) == 1
    assert HOLDER.keys().audit == earlier.audit and set(HOLDER.keys().keks) == set(earlier.keks)
    renewing.begin(actor_code="S-1")
    vault.lock()
    keys.unlock(passphrase=SECOND, where="tests")
    assert [slot.shared for slot in keyring.load(home.keyring).slots].count(False) == 2 and len(HOLDER.keys().keks) == 2


def test_the_list_of_erasures_is_replayed_and_tells_what_is_damaged(home: Home, unlocked: None) -> None:
    gone, stays, again = person(), person(), person()
    for owner in (gone, stays, again):
        put(owner, "x")
    backup = {row.owner_id: (row.kek_id, bytes(row.wrapped), row.created) for row in DataKey.objects.all()}
    vault.destroy(gone)
    vault.destroy(again)
    vault.destroy(gone)  # may be repeated: listed once
    put(again, "came back with a key of her own")
    assert [one.id for one in ledger.read(home.erasures).erased] == [gone.id, again.id]

    kek, wrapped, created = backup[gone.id]
    row = DataKey.objects.create(owner_kind="person", owner_id=gone.id, kek_id=kek, wrapped=wrapped)
    DataKey.objects.filter(pk=row.pk).update(created=created)  # an older backup put back
    raw = home.erasures.read_bytes()
    home.erasures.write_bytes(raw.replace(again.id.hex.encode(), stays.id.hex.encode()) + b"2026-01-01 torn")
    found = ledger.read(home.erasures)
    assert found.damaged == 2 and [one.id for one in found.erased] == [gone.id]
    assert vault.destroy_again(found.erased) == 1
    assert set(DataKey.objects.values_list("owner_id", flat=True)) == {stays.id, again.id}
    vault.destroy(stays)
    assert [one.id for one in ledger.read(home.erasures).erased] == [gone.id, stays.id], "a torn end does not swallow the next line"


def test_drafts_leave_the_list_after_ten_weeks(home: Home, unlocked: None) -> None:
    import uuid

    now = clock.now()
    kinds = [("draft", 80), ("draft", 5), ("person", 400)]
    ledger.write(home.erasures, [ledger.Erased(kind, uuid.uuid4(), now - timedelta(days=days)) for kind, days in kinds])
    assert renewing.forget_drafts() == 1
    assert [one.kind for one in ledger.read(home.erasures).erased] == ["draft", "person"]


