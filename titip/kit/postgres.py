"""The one setting of a larger house: where its PostgreSQL is. Empty, and the three stores are SQLite files."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from titip.kit.home import Home

SETTING: Final = "TITIP_DATABASE_URL"
#: The three databases on that server: the name in the address, and what is added to it for each store.
STORES: Final[Mapping[str, str]] = {"default": "", "vault": "_vault", "keys": "_keys"}
#: Options of PostgreSQL's own client that may stand in the address.
_OPTIONS: Final = frozenset({
    "sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "passfile", "connect_timeout", "channel_binding", "gssencmode", "require_auth",
    "keepalives", "keepalives_idle", "tcp_user_timeout",
})
#: On a wire that others could read.
_SEALED: Final = ("require", "verify-ca", "verify-full")
_EXAMPLE: Final = "postgresql://titip@db.example.org:5432/titip?sslrootcert=/etc/titip/ca.crt"
#: Milliseconds that a statement waits for somebody else's lock before it gives up, as SQLite does.
_WAIT: Final = 30_000


class BadAddress(ValueError):
    """The address of the database cannot be used; the message says what to write instead."""


@dataclass(frozen=True)
class Address:
    """A PostgreSQL server, without any secret. ``host``: a name, or the folder of its socket; ``port`` may be empty."""

    host: str
    port: str
    user: str
    name: str
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def local(self) -> bool:
        """Whether nothing leaves this machine: a socket, or the machine itself."""
        return not self.host or self.host.startswith("/") or self.host in {"localhost", "127.0.0.1", "::1"}

    @property
    def database(self) -> str:
        """Where it is, in words for a person."""
        return f"{self.name} at {self.host or 'the local socket'}{f':{self.port}' if self.port else ''}"

    def settings(self) -> dict[str, dict[str, Any]]:
        """Django's databases, by store."""
        options = {**self.options, "options": f"-c lock_timeout={_WAIT}", "application_name": "titip"}
        shared = {
            "ENGINE": "titip.protect.stores.postgres", "HOST": self.host, "PORT": self.port, "USER": self.user,
            "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True, "OPTIONS": options,
        }
        return {store: {**shared, "NAME": f"{self.name}{suffix}"} for store, suffix in STORES.items()}


def parse(text: str) -> Address:
    """Read an address such as ``postgresql://titip@db.example.org/titip``. Raises BadAddress.

    A password is refused: environments are shown by many programs. A server elsewhere is reached over TLS that proves who it is, unless
    the address itself asks for a weaker kind of TLS; without any it is refused.
    """
    try:
        parts = urlsplit(text.strip())
        port = str(parts.port or "")
    except ValueError:
        raise BadAddress(f"{SETTING} is no address of a database. Write it like {_EXAMPLE}") from None
    if parts.scheme not in {"postgresql", "postgres"}:
        raise BadAddress(f"{SETTING} must begin with postgresql://, for example {_EXAMPLE}. Without it the data stand in SQLite files.")
    if parts.password is not None:
        raise BadAddress(f"{SETTING} must not hold a password. Put it into a file that its owner alone may read, and add ?passfile=/path/to/that/file")
    given = dict(parse_qsl(parts.query))
    host, port = given.pop("host", unquote(parts.hostname or "")), given.pop("port", port)
    if unknown := sorted(set(given) - _OPTIONS):
        raise BadAddress(f"{SETTING} has an option that is not known: {unknown[0]}. Known are: {', '.join(sorted(_OPTIONS))}.")
    name = unquote(parts.path.strip("/"))
    if not name or "/" in name:
        raise BadAddress(f"{SETTING} must name a database, for example {_EXAMPLE}")
    address = Address(host, port, unquote(parts.username or ""), name, given)
    if not address.local:
        given.setdefault("sslmode", "verify-full")
        if given["sslmode"] not in _SEALED:
            raise BadAddress(f"{SETTING} would send data unencrypted to {host}. Use sslmode=verify-full, and name the certificate with sslrootcert=…")
    return address


def address_of(home: Home) -> Address | None:
    """Where the stores of this house are: None for SQLite files in its folder. Raises BadAddress.

    The address is noted in the folder when the stores are made, so that a command without the setting never begins an empty house beside.
    """
    told, noted = os.environ.get("TITIP_DATABASE_URL", "").strip(), note_of(home)
    if not told and not noted:
        return None
    if home.app_db.exists():
        raise BadAddress(f"{home.root} holds its data in SQLite files. Take {SETTING} away, or choose another folder with --home.")
    if told and noted and told != noted:
        raise BadAddress(f"{SETTING} names another database than {home.database}, where this house's data are. If the server moved, change that file.")
    return parse(told or noted)


def note_of(home: Home) -> str:
    """The address that was noted in the folder; "" where none is."""
    try:
        return home.database.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def note(home: Home, text: str) -> None:
    """Note the address in the folder. It holds no secret."""
    place: Path = home.database
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as target:
        target.write(f"{text.strip()}\n")
