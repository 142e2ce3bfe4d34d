"""Makes the keyring; unlocks and locks the server."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from titip.kit import clock
from titip.protect import vault
from titip.protect.actions.audit import NewEvent, chain_spool, checkpoint, note_while_locked, record, record_even_locked
from titip.protect.actions.readiness import mark
from titip.protect.models.sealed import DataKey
from titip.protect.rules.readiness import Proof
from titip.protect.stores import APP
from titip.protect.vault import age, crypto, keyring, recovery, spool
from titip.protect.vault.durable import write_durably
from titip.protect.vault.errors import KeyringExists, KeyringMissing, TooManyAttempts, WeakPassphrase, WrongPassphrase
from titip.protect.vault.holder import HOLDER

SHORTEST: Final = 15
_LEAST_SCORE: Final = 3  # of zxcvbn's 0 to 4: more than 10^8 guesses
_FREE_ATTEMPTS: Final = 3
_LONGEST_WAIT: Final = 60  # seconds: 10,000 guesses take a week, a colleague on night duty at most a minute
_REMEMBERED: Final = timedelta(hours=1)


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


def add_slot(*, passphrase: str, new_passphrase: str, label: str, costs: crypto.Stretch = crypto.STRETCH) -> None:
    """Let one more passphrase open the keyring, so that more than one person on duty can unlock.

    ``label`` says whose it is by duty ("night duty"), never by name. Raises WrongPassphrase, WeakPassphrase, SlotsFull.
    """
    ring = keyring.load(settings.HOME.keyring)
    if not ring.practice:
        check_strength(new_passphrase)
    more = keyring.add_slot(ring, passphrase=passphrase, new=keyring.NewSlot("passphrase", label, new_passphrase, costs))
    keyring.save(settings.HOME.keyring, more)
    note_while_locked(NewEvent("protect.keys.add", "command", detail={"slots": len(more.slots)}))


def new_sheet(*, passphrase: str, actor_code: str, costs: crypto.Stretch = crypto.STRETCH) -> str:
    """Return a new recovery code, shown this once; the one of an earlier sheet opens nothing any more. Raises WrongPassphrase, SlotsFull."""
    ring = keyring.load(settings.HOME.keyring)
    code = recovery.new_code()
    keyring.save(settings.HOME.keyring, keyring.replace_recovery(ring, passphrase=passphrase, new=keyring.NewSlot("recovery", "recovery sheet", code, costs)))
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
    opened = keyring.open_keys(keyring.load(settings.HOME.keyring), code)
    slot = opened.slot
    opened.wipe()
    if not slot.startswith("recovery-"):
        raise WrongPassphrase
    mark(proof=Proof.SHEET, passed=True, actor_code=actor_code, session=session, detail={"slot": slot})


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
        WrongPassphrase, NoKeyring, DamagedKeyring, ExposedKeyring: the server stays as it was.
    """
    attempts = _attempts(where)
    with attempts.one_at_a_time:
        attempts.check()
        try:
            vault.unlock(passphrase)
        except WrongPassphrase:
            attempts.failed()
            record_even_locked(NewEvent("protect.keys.unlock", "unknown", outcome="refused", detail={"where": where}))
            raise
        attempts.reset()
    _enter_unlock(where)


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


# --- attempts


class _Attempts:
    """Wrong passphrases at one place: after three, each makes the next wait twice as long, up to a minute."""

    def __init__(self, earlier: int) -> None:
        self.one_at_a_time = threading.Lock()
        self._failures = earlier
        self._not_before = time.monotonic() + self._wait() if earlier else 0.0

    def _wait(self) -> float:
        over = self._failures - _FREE_ATTEMPTS
        return 0.0 if over < 0 else float(min(2 ** min(over, 10), _LONGEST_WAIT))

    def check(self) -> None:
        """Raise TooManyAttempts while one has to wait."""
        remaining = self._not_before - time.monotonic()
        if remaining > 0:
            raise TooManyAttempts(int(remaining) + 1)

    def failed(self) -> None:
        """Count a wrong passphrase."""
        self._failures += 1
        self._not_before = time.monotonic() + self._wait()

    def reset(self) -> None:
        """Forget the wrong ones after a right one."""
        self._failures, self._not_before = 0, 0.0


_by_place: dict[str, _Attempts] = {}
_making = threading.Lock()


def _attempts(where: str) -> _Attempts:
    with _making:
        if where not in _by_place:
            _by_place[where] = _Attempts(_remembered(where))
        return _by_place[where]


def _remembered(where: str) -> int:
    """Return how many wrong ones of the last hour stand in the spool: a restart does not forget them."""
    return sum(_is_recent_attempt(line, where, clock.now()) for line in spool.lines(settings.HOME.spool))


def _is_recent_attempt(line: dict[str, Any], where: str, now: datetime) -> bool:
    try:
        recent = now - datetime.fromisoformat(line["at"]) < _REMEMBERED
        return recent and line["kind"] == "protect.keys.unlock" and line["outcome"] == "refused" and line["detail"]["where"] == where
    except (ValueError, KeyError, TypeError):
        return False
