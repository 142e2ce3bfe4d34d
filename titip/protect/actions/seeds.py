"""Seeds of second factors, sealed for the colleague whom they belong to.

allauth seals and opens a seed without saying whose it is, so whoever calls it says so with ``of_colleague``. A seed that was copied into the row
of another colleague is refused. Seeds sealed before they were bound name nobody: they open where they stand, and are bound at their
next use or with the next renewal of keys; once the old key is destroyed, an older copy of one opens nowhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from allauth.mfa.models import Authenticator
from django.db import transaction

from titip.protect.stores import APP
from titip.protect.vault.errors import Refused
from titip.protect.vault.holder import HOLDER

_MARK = "second factor|"
_OF: ContextVar[int] = ContextVar("titip.seeds.of", default=0)


@contextmanager
def of_colleague(user_id: int) -> Iterator[None]:
    """Seeds sealed and opened inside are those of this colleague."""
    token = _OF.set(user_id)
    try:
        yield
    finally:
        _OF.reset(token)


def seal_seed(seed: str) -> str:
    """Seal a seed (no "|" in it) for the colleague who was named. Raises vault.Locked, LookupError where nobody was named."""
    return HOLDER.seal_secret(_marked(seed))


def open_seed(sealed: str) -> str:
    """Open a seed of the colleague who was named. Raises vault.Locked; vault.Refused for another's, for plain text, and where nobody was named."""
    owner, seed = _parts(HOLDER.open_secret(sealed))
    if not _OF.get() or owner not in ("", str(_OF.get())):
        raise Refused
    return seed


def bind_seeds(row: Authenticator) -> bool:
    """Seal what this row holds for its colleague and by the current key, if it is not yet. Whether anything was changed. Raises vault.Refused."""
    fresh: dict[str, str] = {}
    with of_colleague(row.user_id):
        for name, text in row.data.items():
            if isinstance(text, str) and HOLDER.is_secret(text):
                owner, _seed = _parts(HOLDER.open_secret(text))
                if not owner or HOLDER.secret_is_old(text):
                    fresh[name] = seal_seed(open_seed(text))
    if not fresh:
        return False
    with transaction.atomic(using=APP):
        changed = Authenticator.objects.filter(pk=row.pk, data=row.data).update(data={**row.data, **fresh})
    return bool(changed)


def _marked(seed: str) -> str:
    if not _OF.get():
        raise LookupError("Say whose seed it is: with of_colleague(user_id).")
    return f"{_MARK}{_OF.get()}|{seed}"


def _parts(opened: str) -> tuple[str, str]:
    """Whose it is ("" where it was sealed before seeds named anybody), and the seed."""
    if not opened.startswith(_MARK):
        raise Refused
    owner, between, seed = opened.removeprefix(_MARK).rpartition("|")
    if between and not owner.isdecimal():
        raise Refused
    return owner, seed
