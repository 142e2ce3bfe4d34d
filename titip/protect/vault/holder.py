"""The holder of the unlocked keys: the only place in memory where they are, and what may be asked of them.

No key leaves: callers ask for a wrapping, a token, a code, a signature. Data keys leave as short-lived bytes, because a field
is sealed with them; they are not kept here, so that a destroyed key is dead at once. Python may have made copies of
a key that cannot be overwritten; what is overwritten at locking is the one copy that is kept.
"""

from __future__ import annotations

import base64
import binascii
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from titip.protect.vault import crypto
from titip.protect.vault.errors import Gone, Locked, Refused
from titip.protect.vault.keyring import Keys

_SEALED_MARK: Final = "titip1:"
_LOOK_EVERY: Final = 30.0  # seconds: a computer that slept is noticed soon after it wakes
TOKEN_BYTES: Final = 8
#: Whether nobody sits behind what is done: it then does not count as use, or work in the background would keep the server unlocked for ever.
_UNATTENDED: ContextVar[bool] = ContextVar("titip_unattended", default=False)


class Holder:
    """Unlocked keys, or none. Safe for threads: no key is overwritten while another thread uses it."""

    def __init__(self) -> None:
        self._guard = threading.RLock()
        self._keys: Keys | None = None
        self._idle_after = 0.0
        self._used = (0.0, 0.0)
        self._when_idle: Callable[[], None] = _nothing
        self._watch_over: threading.Event | None = None
        self._with_the_keys: list[Callable[[], None]] = []

    # --- taking and leaving

    def hold(self, keys: Keys, *, idle_after: float, when_idle: Callable[[], None]) -> None:
        """Take the keys. After ``idle_after`` seconds without use (0: never) they are wiped and ``when_idle`` is called."""
        with self._guard:
            self._leave()
            self._keys, self._idle_after, self._when_idle = keys, idle_after, when_idle
            self._used = (time.monotonic(), time.time())
            if idle_after:
                self._watch_over = threading.Event()
                threading.Thread(target=self._watch, args=(self._watch_over,), name="key idle watch", daemon=True).start()

    def leave(self) -> bool:
        """Wipe the keys. Returns whether there were any."""
        with self._guard:
            return self._leave()

    def _leave(self) -> bool:
        if self._watch_over is not None:
            self._watch_over.set()
            self._watch_over = None
        keys, self._keys = self._keys, None
        if keys is None:
            return False
        keys.wipe()
        for wipe in self._with_the_keys:
            wipe()
        return True

    def wiped_with_the_keys(self, wipe: Callable[[], None]) -> None:
        """Have ``wipe`` called whenever the keys are wiped: for what is kept in memory only while they are. It must be quick and never raise."""
        self._with_the_keys.append(wipe)

    # --- idleness

    def _touch(self) -> None:
        if not _UNATTENDED.get():
            self._used = (time.monotonic(), time.time())

    def _idle_for(self) -> float:
        """Return seconds since the last use by either clock: the steady one stands still while a computer sleeps.

        Not by the kit's clock, which practice data may set to another year.
        """
        steady, wall = self._used
        return max(time.monotonic() - steady, time.time() - wall)

    def _leave_if_idle(self) -> bool:
        with self._guard:
            idle = self._keys is not None and bool(self._idle_after) and self._idle_for() >= self._idle_after
            when_idle = self._when_idle
            if idle:
                self._leave()
        if idle:
            when_idle()
        return idle

    def _watch(self, over: threading.Event) -> None:
        while not over.wait(max(0.01, min(_LOOK_EVERY, self._idle_after - self._idle_for()))):
            if self._leave_if_idle():
                return

    @contextmanager
    def _using(self) -> Iterator[Keys]:
        self._leave_if_idle()
        with self._guard:
            if self._keys is None:
                raise Locked
            self._touch()
            yield self._keys

    # --- what may be asked

    @property
    def locked(self) -> bool:
        """Whether there are no keys."""
        self._leave_if_idle()
        return self._keys is None

    def organisation(self) -> str:
        """Return the random id of the organisation whose keys these are."""
        with self._using() as keys:
            return keys.organisation

    def practice(self) -> bool:
        """Return whether these are the keys of a practice organisation; proven by their opening."""
        with self._using() as keys:
            return keys.practice

    def slot(self) -> str:
        """Return which slot opened the keyring: its kind and the start of its id."""
        with self._using() as keys:
            return keys.slot

    def wrap(self, data_key: bytes, owner: crypto.Context) -> tuple[str, bytes]:
        """Return the id of the current key-encryption key, and the data key wrapped by it."""
        with self._using() as keys:
            kek = keys.current_kek
            return kek, crypto.seal(keys.keks[kek], data_key, ("data key", keys.organisation, kek, *owner))

    def unwrap(self, kek: str, wrapped: bytes, owner: crypto.Context) -> bytes:
        """Return a data key. Raises Gone where its key-encryption key was destroyed, Refused where it does not fit."""
        with self._using() as keys:
            if kek not in keys.keks:
                raise Gone
            try:
                return crypto.unseal(keys.keks[kek], wrapped, ("data key", keys.organisation, kek, *owner))
            except crypto.NotAuthentic:
                raise Refused from None

    def token(self, purpose: str, value: str) -> str:
        """Return 16 hexadecimal characters that stand for a value, different for every purpose."""
        with self._using() as keys:
            return crypto.mac(crypto.derive(keys.index, "token", purpose), value.encode())[:TOKEN_BYTES].hex()

    def tokens(self, purpose: str, values: Iterable[str]) -> list[str]:
        """Return the token of each of many values; see ``token``."""
        with self._using() as keys:
            key = crypto.derive(keys.index, "token", purpose)
            return [crypto.mac(key, value.encode())[:TOKEN_BYTES].hex() for value in values]

    @contextmanager
    def auditing(self) -> Iterator[Callable[[bytes], bytes]]:
        """Lend the audit chain's code for many messages; nobody else may use the keys meanwhile."""
        with self._using() as keys:
            yield lambda message: crypto.mac(keys.audit, message)

    def audit_mac(self, message: bytes) -> bytes:
        """Return the audit chain's code (32 bytes) of a message."""
        with self._using() as keys:
            return crypto.mac(keys.audit, message)

    def sign(self, message: bytes) -> bytes:
        """Return the organisation's signature (64 bytes) of a message."""
        with self._using() as keys:
            return crypto.sign(keys.signing, message)

    def public(self) -> bytes:
        """Return the public key (32 bytes) that checks the organisation's signatures."""
        with self._using() as keys:
            return keys.public

    def backup_key(self) -> bytes:
        """Return the key (32 bytes) from which the age identity of backups is made. It leaves, because a standard tool opens them with it."""
        with self._using() as keys:
            return crypto.derive(keys.secrets, "backup identity", keys.organisation)

    def seal_secret(self, text: str) -> str:
        """Return a service secret, such as a TOTP seed, sealed as text."""
        with self._using() as keys:
            sealed = crypto.seal(keys.secrets, text.encode(), ("service secret", keys.organisation))
        return _SEALED_MARK + base64.urlsafe_b64encode(sealed).decode("ascii")

    def open_secret(self, text: str) -> str:
        """Return what ``seal_secret`` sealed. Raises Refused for anything else, plain text included."""
        with self._using() as keys:
            try:
                sealed = base64.urlsafe_b64decode(text.removeprefix(_SEALED_MARK).encode())
                if not text.startswith(_SEALED_MARK):
                    raise Refused
                return crypto.unseal(keys.secrets, sealed, ("service secret", keys.organisation)).decode()
            except (crypto.NotAuthentic, binascii.Error, UnicodeError):
                raise Refused from None


@contextmanager
def unattended() -> Iterator[None]:
    """What is done inside does not put off the lock of an idle server."""
    token = _UNATTENDED.set(True)
    try:
        yield
    finally:
        _UNATTENDED.reset(token)


def _nothing() -> None:
    return None


#: The keys of this process.
HOLDER: Final = Holder()
