"""The door of the first day: a one-time code that the server prints where nobody is a colleague yet.

Only a salted hash of it stands in the organisation's ``run`` folder, for as long as the first day lasts. Too many wrong ones
take the file away: the next start of the server makes another.
"""

import hashlib
import json
import secrets
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from titip.protect.vault.durable import write_durably
from titip.protect.vault.recovery import ALPHABET, plain

_MOST_WRONG: Final = 20


class WrongCode(ValueError):
    """The code opens nothing, or there is no door any more."""


def is_open() -> bool:
    """Whether the first day is going on. Looks at a file only."""
    return _place().exists()


def open_door() -> str:
    """Return a new code, to be printed by the server; one printed earlier opens no longer."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(8))
    salt = secrets.token_hex(16)
    _write({"salt": salt, "hash": _hash(salt, code), "wrong": 0})
    return f"{code[:4]}-{code[4:]}"


def knock(code: str) -> str:
    """Return the key by which a browser that gave the right code is known. Raises WrongCode."""
    told = _read()
    if not told:
        raise WrongCode
    if secrets.compare_digest(_hash(told["salt"], plain(code)), told["hash"]):
        return key()
    told["wrong"] += 1
    _write(told)
    if told["wrong"] >= _MOST_WRONG:
        close()
    raise WrongCode


def key() -> str:
    """What the browser's signed cookie must hold; empty where there is no door. Changes with every code."""
    told = _read()
    return hashlib.sha256(f"first day {told['hash']}".encode()).hexdigest() if told else ""


def close() -> None:
    """Take the door away: for good, once there is an administrator."""
    _place().unlink(missing_ok=True)


def _place() -> Path:
    return Path(settings.HOME.run) / "first-day.json"


def _hash(salt: str, code: str) -> str:
    return hashlib.sha256(f"{salt} {code}".encode()).hexdigest()


def _read() -> dict[str, Any]:
    try:
        told = json.loads(_place().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) and {"salt", "hash", "wrong"} <= set(told) else {}


def _write(told: dict[str, Any]) -> None:
    write_durably(_place(), json.dumps(told).encode(), mode=0o600)
