"""Recognisable words typed at every entrance, looked for in every byte that the house wrote: databases, logs beside them, files, cache, spool, backups."""

import base64
import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import quote

from django.conf import settings
from django.core.cache import cache
from django.db import connections

from tests.hostile.entrances import Typist, everything
from tests.hostile.proofs import Outcome, row
from tests.world import KEYRING_PASSPHRASE, make_world
from titip.protect import logs, vault
from titip.protect.actions import keys
from titip.protect.actions.background import planning
from titip.protect.actions.backing_up import back_up
from titip.protect.sign_in import accounts
from titip.protect.vault import crypto


def spellings(word: str) -> set[bytes]:
    """The ways in which a word could lie somewhere in the plain."""
    plain = word.encode()
    coded = {base64.b64encode(bytes(shift) + plain)[4:-4] for shift in range(3)}
    return {plain, plain.upper(), plain.lower(), word.encode("utf-16-le"), word.encode("utf-16-be"), quote(word).encode(), plain.hex().encode(), *coded}


def found_in(places: dict[str, bytes], words: list[str]) -> list[str]:
    """Which word lies where."""
    return [f"{word} in {place}" for place, content in places.items() for word in words if any(one in content for one in spellings(word))]


def written(folders: list[Path]) -> dict[str, bytes]:
    """Every file of these folders, the journals of open databases among them."""
    return {str(path): path.read_bytes() for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()}


@contextmanager
def overheard(place: Path) -> Iterator[None]:
    """What the server says goes to a file, through the product's own log, as a service manager would keep it."""
    saved = os.dup(2)
    with place.open("wb") as target:
        os.dup2(target.fileno(), 2)
        try:
            yield
        finally:
            sys.stderr.flush()
            os.dup2(saved, 2)
            os.close(saved)


@row("Plain-text canaries in what is sealed, through every entrance", asked=55, quick=50, expects="none is found", apart=True, slow=True)
def canaries(tries: int) -> Outcome:
    """Each word is typed once; then all that was written is searched, while the databases are open, and a backup of it."""
    world = make_world()
    keys.note_recipient()
    home, temporary = Path(settings.HOME.root), Path(tempfile.gettempdir())
    typist = Typist(world)
    with overheard(home / "server.log"):
        everything(typist, temporary if tries > 50 else None)
    vault.unlock(KEYRING_PASSPHRASE)
    back_up(folder=home / "backups", actor_code="tests")
    places = written([home, temporary])
    journals = [name for name, content in places.items() if name.endswith("-wal") and content]
    if not journals or b"RuntimeError" not in places[str(home / "server.log")]:
        return Outcome(0, 1, f"nothing to search: journals {journals}, log {places[str(home / 'server.log')][-200:]!r}")
    bad = found_in(places, typist.typed)
    connections.close_all()
    return Outcome(len(typist.typed), len(bad), "; ".join(bad[:5]))


@canaries.defect("a draft is kept as it was typed")
@contextmanager
def unsealed_draft() -> Iterator[None]:
    seal, unseal = crypto.seal, crypto.unseal

    def forgetful(how: Any) -> Any:
        return lambda key, content, context: content if context[:2] == ("value", "draft") else how(key, content, context)

    with mock.patch.object(crypto, "seal", forgetful(seal)), mock.patch.object(crypto, "unseal", forgetful(unseal)):
        yield


@canaries.defect("the log writes what an error says")
@contextmanager
def talkative_log() -> Iterator[None]:
    def lenient(_filter: logging.Filter, record: logging.LogRecord) -> bool:
        return bool(record)

    with mock.patch.object(logs.NoValues, "filter", lenient):
        yield


@canaries.defect("work in the background may carry a name")
@contextmanager
def named_work() -> Iterator[None]:
    with mock.patch.object(planning, "only_ids", lambda ids: {name: str(value) for name, value in ids.items()}):
        yield


@canaries.defect("wrong sign-ins are counted under the name that was typed")
@contextmanager
def named_failure() -> Iterator[None]:
    failed = accounts.AccountAdapter.authentication_failed

    def telling(adapter: Any, request: Any, **credentials: Any) -> None:
        cache.set(f"failed.{credentials.get('username')}", 1)
        failed(adapter, request, **credentials)

    with mock.patch.object(accounts.AccountAdapter, "authentication_failed", telling):
        yield
