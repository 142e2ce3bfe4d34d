"""The holder of the unlocked keys: the only place in memory where they are, and what may be asked of them.

No key leaves: callers ask for a wrapping, a token, a code, a signature. Data keys leave as short-lived bytes, because a field
is sealed with them; they are not kept here, so that a destroyed key is dead at once. Python may have made copies of
a key that cannot be overwritten; what is overwritten at locking is the one copy that is kept.
"""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from titip.protect.vault import crypto
from titip.protect.vault.errors import Gone, Locked, Refused, Stale
from titip.protect.vault.keyring import Keys

_FIRST_MARK: Final = "titip1:"
_SEALED_MARK: Final = "titip2:"
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
        self._is_stale: Callable[[Keys], bool] = _never
        self._watch_over: threading.Event | None = None
        self._with_the_keys: list[Callable[[], None]] = []

    # --- taking and leaving

    def hold(self, keys: Keys, *, idle_after: float, when_idle: Callable[[], None], is_stale: Callable[[Keys], bool] | None = None) -> None:
        """Take the keys. After ``idle_after`` seconds without use (0: never) they are wiped and ``when_idle`` is called.

        ``is_stale``: whether another process has replaced them since; asked before a new data key is wrapped, so it must be quick.
        """
        with self._guard:
            self._leave()
            self._keys, self._idle_after, self._when_idle, self._is_stale = keys, idle_after, when_idle, is_stale or _never
            self._used = (time.monotonic(), time.time())
            if idle_after:
                self._watch_over = threading.Event()
                threading.Thread(target=self._watch, args=(self._watch_over,), name="key idle watch", daemon=True).start()

    def adopt(self, keys: Keys, save: Callable[[], None]) -> None:
        """Hold these instead of the keys held, once ``save`` has written the file they belong to; nobody uses keys meanwhile. Raises Locked."""
        with self._using() as held:
            save()
            held.wipe()
            self._keys = keys

    def keys(self) -> Keys:
        """Return the keys in bytes of their own, to renew the keyring with; the caller wipes them. Raises Locked."""
        with self._using() as keys:
            return keys.copy()

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

    def _leave_if_stale(self, keys: Keys) -> None:
        if self._is_stale(keys):
            self._leave()
            raise Stale

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
        """Return the id of the current key-encryption key, and the data key wrapped by it.

        Call it inside the transaction of the keys database that writes the row: then no key goes that a row on its way needs. Raises Stale.
        """
        with self._using() as keys:
            self._leave_if_stale(keys)
            kek = keys.current_kek
            return kek, crypto.seal(keys.keks[kek], data_key, ("data key", keys.organisation, kek, *owner))

    def unwrap(self, kek: str, wrapped: bytes, owner: crypto.Context) -> bytes:
        """Return a data key. Raises Gone where its key-encryption key was destroyed, Refused where it does not fit."""
        with self._using() as keys:
            if kek not in keys.keks:
                self._leave_if_stale(keys)
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

    def current_kek(self) -> str:
        """Return the id of the key-encryption key that wraps what is new."""
        with self._using() as keys:
            return keys.current_kek

    def backup_keys(self) -> list[bytes]:
        """Return the keys (32 bytes) from which the age identities of backups are made: of new backups first, then of earlier ones.

        They leave, because a standard tool opens backups with them. Each goes with its key-encryption key; the last is that of the
        first format's backups.
        """
        with self._using() as keys:
            newest_first = [keys.current_kek, *(kek for kek in reversed(keys.keks) if kek != keys.current_kek)]
            of_today = [crypto.derive(keys.keks[kek], "backup identity", keys.organisation, kek) for kek in newest_first]
            return [*of_today, crypto.derive(keys.secrets, "backup identity", keys.organisation)]

    def seal_secret(self, text: str) -> str:
        """Return a service secret, such as a TOTP seed, sealed as text under the current key-encryption key."""
        with self._using() as keys:
            kek = keys.current_kek
            sealed = crypto.seal(_secret_key(keys, kek), text.encode(), ("service secret", keys.organisation, kek))
        return f"{_SEALED_MARK}{kek}:{base64.urlsafe_b64encode(sealed).decode('ascii')}"

    def open_secret(self, text: str) -> str:
        """Return what ``seal_secret`` sealed, now or in the first format. Raises Refused for anything else, plain text included."""
        with self._using() as keys:
            try:
                if text.startswith(_FIRST_MARK):
                    sealed = base64.urlsafe_b64decode(text.removeprefix(_FIRST_MARK).encode())
                    return crypto.unseal(keys.secrets, sealed, ("service secret", keys.organisation)).decode()
                mark, kek, body = text.split(":", 2)
                if f"{mark}:" != _SEALED_MARK or kek not in keys.keks:
                    raise Refused
                sealed = base64.urlsafe_b64decode(body.encode())
                return crypto.unseal(_secret_key(keys, kek), sealed, ("service secret", keys.organisation, kek)).decode()
            except (crypto.NotAuthentic, ValueError):
                raise Refused from None

    @staticmethod
    def is_secret(text: str) -> bool:
        """Say whether a text looks like what ``seal_secret`` makes."""
        return text.startswith((_FIRST_MARK, _SEALED_MARK))

    def secret_is_old(self, text: str) -> bool:
        """Say whether this is a service secret that is not sealed under the current key-encryption key."""
        with self._using() as keys:
            return self.is_secret(text) and not text.startswith(f"{_SEALED_MARK}{keys.current_kek}:")


def _secret_key(keys: Keys, kek: str) -> bytes:
    return crypto.derive(keys.keks[kek], "service secrets")


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


def _never(keys: Keys) -> bool:
    return False


#: The keys of this process.
HOLDER: Final = Holder()
