"""Makes the keyring; unlocks and locks the server."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from titip.kit.alone import alone
from titip.protect import vault
from titip.protect.actions.audit import NewEvent, chain_spool, checkpoint, note_while_locked, record, record_even_locked
from titip.protect.actions.guessing import attempts_at, guarded
from titip.protect.actions.readiness import mark
from titip.protect.models.sealed import DataKey
from titip.protect.rules.readiness import Proof
from titip.protect.stores import APP
from titip.protect.vault import age, crypto, keyring, recovery
from titip.protect.vault.durable import write_durably
from titip.protect.vault.errors import KeyringExists, KeyringMissing, SecondNeeded, WeakPassphrase, WrongPassphrase
from titip.protect.vault.holder import HOLDER

SHORTEST: Final = 15
_LEAST_SCORE: Final = 3  # of zxcvbn's 0 to 4: more than 10^8 guesses
#: Where two people are needed: how long the first waits for the second.
SECOND_WITHIN: Final = timedelta(minutes=10)
_PATIENCE: Final = 30.0  # seconds that one change of the keyring file waits for another


@contextmanager
def changing() -> Iterator[keyring.Keyring]:
    """The keyring as it is in the file, and nobody else changes the file meanwhile, in no process."""
    waited_until = time.monotonic() + _PATIENCE
    settings.HOME.run.mkdir(mode=0o700, parents=True, exist_ok=True)
    while True:
        with alone(settings.HOME.run / "keyring.lock") as mine:
            if mine:
                yield keyring.load(settings.HOME.keyring)
                return
        if time.monotonic() > waited_until:
            raise TimeoutError("another process holds the keyring file")
        time.sleep(0.05)


# --- making


def init(*, passphrase: str, practice: bool, label: str = "first", with_sheet: bool = True, costs: crypto.Stretch = crypto.STRETCH) -> str:
    """Make the organisation's keyring with a passphrase slot and a recovery slot; return the recovery code, shown this once.

    Without a sheet there is only the passphrase, and "" is returned: ``new_sheet`` follows.

    Raises:
        KeyringExists, KeyringMissing: there is a keyring, or there are data that another keyring sealed.
        WeakPassphrase: too short or guessable. A practice organisation may have any.
    """
    if settings.HOME.keyring.exists():
        raise KeyringExists
    if DataKey.objects.exists():
        raise KeyringMissing
    if not practice:
        check_strength(passphrase)
    code = recovery.new_code() if with_sheet else ""
    slots = [keyring.NewSlot("passphrase", label, passphrase, costs)]
    if code:
        slots.append(keyring.NewSlot("recovery", "recovery sheet", code, costs))
    settings.HOME.keyring.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    keyring.create(settings.HOME.keyring, keyring.make(practice=practice, slots=slots))
    note_while_locked(NewEvent("protect.keys.init", "command", detail={"practice": practice, "slots": len(slots)}))
    return code


def add_slot(*, passphrase: str, new_passphrase: str, label: str, actor_code: str = "command", costs: crypto.Stretch = crypto.STRETCH) -> None:
    """Let one more passphrase open the keyring, so that more than one person on duty can unlock.

    ``label`` says whose it is by duty ("night duty"), never by name. Raises WrongPassphrase, WeakPassphrase, SlotsFull.
    """
    with guarded("change"), changing() as ring:
        if not ring.practice:
            check_strength(new_passphrase)
        more = keyring.with_slots(*opened(ring, passphrase), add=[keyring.NewSlot("passphrase", label, new_passphrase, costs)])
        keyring.save(settings.HOME.keyring, more)
    record_even_locked(NewEvent("protect.keys.add", actor_code, detail={"slots": len(more.slots)}))


def opened(ring: keyring.Keyring, passphrase: str) -> tuple[keyring.Keyring, keyring.Keys]:
    """The keyring and its keys, to be changed: the passphrase says who asks. Where it alone does not open them, this server's own keys serve.

    Raises WrongPassphrase; SecondNeeded where two are needed and this server is locked.
    """
    half = keyring.open_slot(ring, passphrase)
    try:
        return ring, keyring.open_with(ring, [half])
    except SecondNeeded:
        if vault.is_locked():
            raise
        return ring, HOLDER.keys()


def new_sheet(*, passphrase: str, actor_code: str, costs: crypto.Stretch = crypto.STRETCH) -> str:
    """Return a new recovery code, shown this once; the one of an earlier sheet opens nothing any more. Raises WrongPassphrase, SlotsFull."""
    code = recovery.new_code()
    with guarded("change"), changing() as ring:
        earlier = [slot.id for slot in ring.slots if slot.kind == "recovery"]
        new = keyring.NewSlot("recovery", "recovery sheet", code, costs)
        keyring.save(settings.HOME.keyring, keyring.with_slots(*opened(ring, passphrase), add=[new], drop=earlier))
    record_even_locked(NewEvent("protect.keys.sheet", actor_code, detail={"slots": len(ring.slots)}))
    return code


def confirm_sheet(*, code: str, actor_code: str, session: str = "") -> None:
    """Say that the sheet lies on paper: its code opens the keyring. Kept as the proof that readiness asks for.

    Raises:
        WrongPassphrase: the code is not that of the newest sheet.
        Locked: the server is.
    """
    if not recovery.is_code(code):
        raise WrongPassphrase
    slot = keyring.open_slot(keyring.load(settings.HOME.keyring), code).slot
    if slot.kind != "recovery":
        raise WrongPassphrase
    mark(proof=Proof.SHEET, passed=True, actor_code=actor_code, session=session, detail={"slot": slot.code})


def check_strength(passphrase: str) -> None:
    """Refuse what could be guessed from a stolen keyring file. Raises WeakPassphrase."""
    from zxcvbn import zxcvbn  # here, for it reads its word lists

    word = passphrase.strip()
    if len(word) < SHORTEST or zxcvbn(word[:72])["score"] < _LEAST_SCORE:
        raise WeakPassphrase


# --- unlocking


def unlock(*, passphrase: str, where: str) -> None:
    """Unlock this server, add what happened while it was locked to the log, then say who opened it: the slot.

    ``where`` is a code such as ``page`` or ``command``; wrong passphrases are counted and slowed down for each apart.

    Raises:
        TooManyAttempts: nothing was tried; ``seconds`` says how long to wait.
        SecondNeeded: it is right, and two are needed; the other may be typed here or there within ten minutes.
        WrongPassphrase, NoKeyring, DamagedKeyring, ExposedKeyring: the server stays as it was.
    """
    attempts = attempts_at(where)
    with attempts.one_at_a_time:
        attempts.check()
        try:
            _open(passphrase)
        except WrongPassphrase:
            attempts.failed()
            record_even_locked(NewEvent("protect.keys.unlock", "unknown", outcome="refused", detail={"where": where}))
            raise
        attempts.reset()
    _enter_unlock(where)


def _open(passphrase: str) -> None:
    """Hold the keys. What stands in the file from the first format is brought forward, since the passphrase is here."""
    with changing() as ring:
        half = keyring.open_slot(ring, passphrase)
        keys = keyring.open_with(ring, _FIRST.joined(half) if ring.two else [half])
        forward, fresh = keyring.brought_forward(ring, keys, half, passphrase)
        if forward is not ring:
            keyring.save(settings.HOME.keyring, forward)
    vault.hold(fresh)
    _FIRST.forget()


class _First:
    """The first of two, until the second comes or ten minutes are over. Its half of the keys is in this process's memory alone."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._half: keyring.Half | None = None
        self._until = 0.0

    def joined(self, half: keyring.Half) -> list[keyring.Half]:
        """This one and the one that waits; where none waits, this one waits now."""
        with self._guard:
            self._drop_old()
            waiting = self._half
            if waiting is None or waiting.slot.id == half.slot.id:
                self._half, self._until = half, time.monotonic() + SECOND_WITHIN.total_seconds()
                return [half]
            return [waiting, half]

    def waits(self) -> bool:
        """Whether one has come and the other has not."""
        with self._guard:
            self._drop_old()
            return self._half is not None

    def forget(self) -> None:
        """Wipe the half that waits."""
        with self._guard:
            self._until = 0.0
            self._drop_old()

    def _drop_old(self) -> None:
        if self._half is not None and time.monotonic() >= self._until:
            crypto.wipe(self._half.private)
            self._half = None


_FIRST: Final = _First()


def second_is_awaited() -> bool:
    """Say whether the first of two passphrases was given within the last ten minutes."""
    return _FIRST.waits()


def _enter_unlock(where: str) -> None:
    """Without the log nothing is done: where it cannot be written the keys go again."""
    try:
        note_recipient()
        chain_spool()
        with transaction.atomic(using=APP):
            record(kind="protect.keys.unlock", actor_code="slot", detail={"where": where, "slot": HOLDER.slot()})
            checkpoint()
    except BaseException:
        vault.lock()
        raise


def note_recipient() -> None:
    """Keep the public half of the backups' key beside the keyring: with it a backup is made while the house is locked. Raises Locked."""
    place, ours = settings.HOME.backup_recipient, age.recipient()
    if not place.exists() or place.read_text(encoding="ascii", errors="replace").strip() != ours:
        write_durably(place, f"{ours}\n".encode(), mode=0o600)


def lock(*, actor_code: str) -> None:
    """Lock this server: say who did it, sign the log, wipe the keys. The keys are wiped even where the log cannot be written."""
    if vault.is_locked():
        return
    try:
        with transaction.atomic(using=APP):
            record(kind="protect.keys.lock", actor_code=actor_code, detail={"why": "asked"})
            checkpoint()
    finally:
        vault.lock()
