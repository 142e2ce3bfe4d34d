"""Forged backups: changed, cut, put together anew, and unpacked as a restore does."""

import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

from tests.hostile.ciphertexts import fairly
from tests.hostile.proofs import Outcome, row
from tests.world import make_world
from titip.kit.home import Home
from titip.protect.actions import keys, restoring
from titip.protect.actions.backing_up import back_up
from titip.protect.rules.backups import BackupError
from titip.protect.vault import age

#: The recipient of an example in the age documentation: a house that is not ours.
ANOTHER_HOUSE = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"


def backup_forgeries(sealed: bytes, foreign: bytes, plain: bytes) -> Iterator[tuple[str, bytes]]:
    """A backup flipped, cut, its age chunks moved, another house's head or body, sealed to another house, not sealed."""
    head_ends = sealed.index(b"\n---") + 48
    head, body = sealed[:head_ends], sealed[head_ends:]
    chunks = [body[start : start + 65_552] for start in range(0, len(body), 65_552)]
    for nth in range(len(chunks) - 1):
        yield "chunks in another order", head + b"".join([*chunks[:nth], chunks[nth + 1], chunks[nth], *chunks[nth + 2 :]])
        yield "the end cut off", head + b"".join(chunks[: nth + 1])
        yield "a chunk left out", head + b"".join(chunks[:nth] + chunks[nth + 1 :])
    for nth in range(head_ends):
        yield "head", sealed[:nth] + bytes([sealed[nth] ^ 1]) + sealed[nth + 1 :]
    for nth in range(head_ends, len(sealed), max(1, len(sealed) // 120)):
        yield "flipped", sealed[:nth] + bytes([sealed[nth] ^ 1 << nth % 8]) + sealed[nth + 1 :]
        yield "cut", sealed[:nth]
    yield "another house's", foreign
    yield "not sealed", plain
    yield "another house's head", foreign[: foreign.index(b"\n---") + 48] + body
    yield "more after the end", sealed + b"\0"


def restores(file: Path, folder: Path) -> bool:
    """Whether it unpacks as a whole backup."""
    shutil.rmtree(folder, ignore_errors=True)
    try:
        restoring.unpack(file, Home(folder).make(), age.identities())
    except BackupError:
        return False
    return True


@row("Forged backups: changed, cut, put together", asked=300, quick=25, expects="none is restored", apart=True)
def backups(tries: int) -> Outcome:
    """A real backup of the house, forged, and unpacked as ``titip restore`` does."""
    make_world()
    keys.note_recipient()
    with TemporaryDirectory() as folder:
        place = Path(folder)
        made = back_up(folder=place, actor_code="tests").file
        sealed = made.read_bytes()
        with made.open("rb") as source, (place / "plain").open("wb") as target:
            age.decrypt(source, target, age.identities())
        with (place / "plain").open("rb") as source, (place / "foreign").open("wb") as target:
            age.encrypt(source, target, [ANOTHER_HOUSE])
        if not restores(made, place / "out"):
            return Outcome(0, 1, "what was not forged is not restored")
        bad = []
        chosen = fairly(backup_forgeries(sealed, (place / "foreign").read_bytes(), (place / "plain").read_bytes()), tries)
        for forged in chosen:
            (place / "forged.age").write_bytes(forged)
            if restores(place / "forged.age", place / "out"):
                bad.append(f"{len(forged)} bytes")
    return Outcome(len(chosen), len(bad), "; ".join(bad[:3]))


@backups.defect("a file that does not open is taken for an archive that was never sealed")
@contextmanager
def never_sealed() -> Iterator[None]:
    decrypt = age.decrypt

    def lenient(source: Any, target: Any, opener: Any) -> None:
        content = source.read(500_000_000)
        try:
            decrypt(io.BytesIO(content), target, opener)
        except Exception:
            target.write(content)

    with mock.patch.object(restoring.age, "decrypt", lenient):
        yield
