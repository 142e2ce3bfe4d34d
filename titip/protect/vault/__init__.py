"""The vault: seals identities, high-risk answers, narratives and drafts; opens them while the server is unlocked.

This is its whole face; the modules beside it are its inside.
"""

from collections.abc import Callable

from django.conf import settings

from titip.protect.vault import keyring as _keyring
from titip.protect.vault import spool as _spool
from titip.protect.vault.budget import OverBudget, spending, uncounted
from titip.protect.vault.errors import (
    DamagedKeyring,
    ExposedKeyring,
    Gone,
    KeyringError,
    KeyringExists,
    KeyringMissing,
    Locked,
    NoKeyring,
    Refused,
    SecondNeeded,
    SlotsFull,
    Stale,
    TooManyAttempts,
    VaultError,
    WeakPassphrase,
    WrongPassphrase,
)
from titip.protect.vault.holder import HOLDER as _HOLDER
from titip.protect.vault.holder import unattended
from titip.protect.vault.values import (
    DRAFT_LIFE,
    Owner,
    Plain,
    destroy,
    destroy_again,
    open_across,
    open_draft,
    open_many,
    open_one,
    put,
    put_draft,
    put_many,
    sweep,
)

__all__ = [
    "DRAFT_LIFE", "DamagedKeyring", "ExposedKeyring", "Gone", "KeyringError", "KeyringExists", "KeyringMissing", "Locked", "NoKeyring", "OverBudget",
    "Owner", "Plain", "Refused", "SecondNeeded", "SlotsFull", "Stale", "TooManyAttempts", "VaultError", "WeakPassphrase", "WrongPassphrase",
    "destroy", "destroy_again", "hold", "is_locked", "is_practice", "lock", "open_across", "open_draft", "open_many", "open_one", "open_secret",
    "opens_keyring", "put", "put_draft", "put_many", "seal_secret", "spending", "sweep", "token", "unattended", "uncounted", "unlock",
    "wiped_with_the_keys",
]

#: A real organisation's server never stays unlocked for ever, whatever the setting says.
_LONGEST_IDLE = 24 * 60 * 60


def unlock(*passphrases: str) -> None:
    """Open the organisation's keyring and hold its keys: one passphrase, or two where the organisation asks for two. Raises a
    KeyringError that says what to do.

    People go through ``actions.keys.unlock``, which limits attempts and writes the log.
    """
    hold(_keyring.open_keys(_keyring.load(settings.HOME.keyring), *passphrases))


def hold(keys: _keyring.Keys) -> None:
    """Hold unlocked keys in this process until it locks. Inside protection only."""
    asked = float(settings.TITIP_LOCK_AFTER)
    idle_after = asked if keys.practice else min(asked or _LONGEST_IDLE, _LONGEST_IDLE)
    _HOLDER.hold(keys, idle_after=idle_after, when_idle=_note_idle_lock, is_stale=_Watched())


def opens_keyring(passphrase: str) -> bool:
    """Say whether this is a passphrase of the keyring: nobody's own may be the same. As slow as unlocking; changes nothing."""
    try:
        _keyring.open_slot(_keyring.load(settings.HOME.keyring), passphrase)
    except KeyringError:
        return False
    return True


class _Watched:
    """Whether another process has replaced the keys: looks at the file's own marks, and into it only where they changed."""

    def __init__(self) -> None:
        self._seen = self._marks()

    def _marks(self) -> tuple[int, int]:
        try:
            found = settings.HOME.keyring.stat()
        except OSError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_ino)

    def __call__(self, keys: _keyring.Keys) -> bool:
        """Say whether these keys are older than the file's."""
        marks = self._marks()
        if marks == self._seen or marks == (0, 0):
            return False
        try:
            stale = _keyring.load(settings.HOME.keyring).current_kek != keys.current_kek
        except KeyringError:
            return False  # what is wrong with the file is told where it is opened
        if not stale:
            self._seen = marks
        return stale


def lock() -> None:
    """Wipe the keys from memory. May be repeated."""
    _HOLDER.leave()


def wiped_with_the_keys(wipe: Callable[[], None]) -> None:
    """Have ``wipe`` called whenever the server locks: for what another room keeps in memory only while it is unlocked. Quick, and never raising."""
    _HOLDER.wiped_with_the_keys(wipe)


def is_locked() -> bool:
    """Say whether there are no unlocked keys in this process."""
    return _HOLDER.locked


def is_practice() -> bool:
    """Say whether the unlocked keys are a practice organisation's; proven by their opening. Raises Locked."""
    return _HOLDER.practice()


def _note_idle_lock() -> None:
    _spool.note(settings.HOME.spool, kind="protect.keys.lock", outcome="ok", actor="system", detail={"why": "idle"})


token: Callable[[str, str], str] = _HOLDER.token
seal_secret: Callable[[str], str] = _HOLDER.seal_secret
open_secret: Callable[[str], str] = _HOLDER.open_secret
