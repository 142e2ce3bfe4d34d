"""The holder of the unlocked keys: idle it lets go of them, and no thread ever works with a wiped key."""

import threading
import time
from typing import Any

import pytest

from tests.protect.cheap import CHEAP, PASSPHRASE
from titip.kit.home import Home
from titip.protect import vault
from titip.protect.vault import crypto, keyring, spool
from titip.protect.vault.errors import Locked
from titip.protect.vault.holder import Holder


def fresh(practice: bool = False) -> keyring.Keys:
    return keyring.open_keys(keyring.make(practice=practice, slots=[keyring.NewSlot("passphrase", "first", PASSPHRASE, CHEAP)]), PASSPHRASE)


def nothing() -> None:
    return None


def test_leaving_wipes_the_keys() -> None:
    holder, keys = Holder(), fresh()
    holder.hold(keys, idle_after=0, when_idle=nothing)
    assert holder.leave() and holder.locked and not holder.leave()
    assert not any(any(key) for key in (*keys.keks.values(), keys.index, keys.audit, keys.signing, keys.secrets))


def test_taking_new_keys_wipes_the_old() -> None:
    holder, old, new = Holder(), fresh(), fresh()
    holder.hold(old, idle_after=0, when_idle=nothing)
    holder.hold(new, idle_after=0, when_idle=nothing)
    assert not any(old.audit) and any(new.audit)


def test_idle_keys_go_by_themselves() -> None:
    holder, keys, gone = Holder(), fresh(), threading.Event()
    holder.hold(keys, idle_after=0.15, when_idle=gone.set)
    for _ in range(8):
        time.sleep(0.04)
        holder.token("a", "b")  # in use
    assert any(keys.audit)
    assert gone.wait(3) and not any(keys.audit)
    with pytest.raises(Locked):
        holder.token("a", "b")


def test_a_computer_that_slept_wakes_up_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its steady clock stood still meanwhile; the wall clock tells."""
    holder, woke = Holder(), time.time() + 3600
    holder.hold(fresh(), idle_after=1800, when_idle=nothing)
    assert not holder.locked
    monkeypatch.setattr(time, "time", lambda: woke)
    with pytest.raises(Locked):
        holder.token("a", "b")


def test_a_lock_in_the_middle_of_work_never_leaves_a_wiped_key_in_use() -> None:
    """With a key of zeros anyone could open what was wrapped: whatever a thread got must open with the real key."""
    holder, ring, wrapped, stop = Holder(), keyring.make(practice=True, slots=[keyring.NewSlot("passphrase", "a", PASSPHRASE, CHEAP)]), [], threading.Event()

    def work() -> None:
        while not stop.is_set():
            try:
                wrapped.append(holder.wrap(b"k" * 32, ("person", "1")))
            except Locked:
                time.sleep(0)

    threads = [threading.Thread(target=work) for _ in range(4)]
    [thread.start() for thread in threads]
    for _ in range(100):
        holder.hold(keyring.open_keys(ring, PASSPHRASE), idle_after=0, when_idle=nothing)
        time.sleep(0.001)
        holder.leave()
    stop.set()
    [thread.join() for thread in threads]
    keys = keyring.open_keys(ring, PASSPHRASE)
    assert len(wrapped) > 100
    for kek, sealed in wrapped:
        assert crypto.unseal(keys.keks[kek], sealed, ("data key", keys.organisation, kek, "person", "1")) == b"k" * 32


def test_the_idle_lock_of_the_server_is_noted_in_the_spool(home: Home, settings: Any) -> None:
    keyring.create(home.keyring, keyring.make(practice=False, slots=[keyring.NewSlot("passphrase", "first", PASSPHRASE, CHEAP)]))
    settings.TITIP_LOCK_AFTER = 0.1
    vault.unlock(PASSPHRASE)
    deadline = time.monotonic() + 3
    while not spool.lines(home.spool) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert vault.is_locked()
    assert [(line["kind"], line["detail"]) for line in spool.lines(home.spool)] == [("protect.keys.lock", {"why": "idle"})]


@pytest.mark.parametrize(("practice", "stays"), [(True, 0), (False, 24 * 3600)])
def test_only_practice_stays_unlocked_for_ever(home: Home, settings: Any, practice: bool, stays: float) -> None:
    keyring.create(home.keyring, keyring.make(practice=practice, slots=[keyring.NewSlot("passphrase", "first", PASSPHRASE, CHEAP)]))
    settings.TITIP_LOCK_AFTER = 0
    vault.unlock(PASSPHRASE)
    assert vault._HOLDER._idle_after == stays and vault.is_practice() is practice


def test_tokens_of_one_purpose_never_match_anothers() -> None:
    """A list of tokens that leaked from one use says nothing in another: no token is shared, nor moved by a purpose that looks alike."""
    holder = Holder()
    holder.hold(fresh(), idle_after=0, when_idle=nothing)
    purposes = ["name.exact", "name.sound", "name", "name.exact ", "phone", "register.name.exact", "a", "ab", ""]
    values = [f"word {number}" for number in range(200)] + ["", "exact", ".exact", "name.exact"]
    tokens = {(purpose, value): token for purpose in purposes for value, token in zip(values, holder.tokens(purpose, values), strict=True)}
    assert len(set(tokens.values())) == len(tokens) == len(purposes) * len(values)
    other = Holder()
    other.hold(fresh(), idle_after=0, when_idle=nothing)
    assert not set(tokens.values()) & {token for purpose in purposes for token in other.tokens(purpose, values)}, "nor another house's"
    holder.leave(), other.leave()
