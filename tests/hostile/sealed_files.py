"""Forged files: sealed files changed, cut, put together anew on the disk, and opened through the vault."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock
from uuid import UUID, uuid4

from tests.hostile.ciphertexts import SAYS, fairly
from tests.hostile.proofs import Outcome, row
from tests.world import open_house
from titip.protect import vault
from titip.protect.models.sealed import DataKey
from titip.protect.vault import Owner, crypto, files

_HEAD, _CHUNK = 1 + crypto.SALT_BYTES, crypto.CHUNK_BYTES + crypto.TAG_BYTES


def parts(sealed: bytes) -> tuple[bytes, list[bytes]]:
    """The head of a stream, and its chunks."""
    body = sealed[_HEAD:]
    return sealed[:_HEAD], [body[start : start + _CHUNK] for start in range(0, len(body), _CHUNK)]


def stream_forgeries(sealed: bytes, other: bytes) -> Iterator[tuple[str, bytes]]:
    """What someone with the disk may make of a sealed file, and of another one's pieces."""
    head, chunks = parts(sealed)
    other_head, other_chunks = parts(other)
    for nth in range(len(chunks)):
        for mth in range(nth + 1, len(chunks)):
            order = list(chunks)
            order[nth], order[mth] = order[mth], order[nth]
            yield "chunks in another order", head + b"".join(order)
        yield "a chunk left out", head + b"".join(chunks[:nth] + chunks[nth + 1 :])
        yield "a chunk twice", head + b"".join(chunks[: nth + 1] + chunks[nth:])
        yield "another file's chunk", head + b"".join([*chunks[:nth], other_chunks[min(nth, len(other_chunks) - 1)], *chunks[nth + 1 :]])
        yield "the end cut off", head + b"".join(chunks[:nth])
    yield "another file's head", other_head + b"".join(chunks)
    yield "another file", other
    yield "more after the end", sealed + other_chunks[-1]
    yield "nothing", b""
    for nth in range(0, len(sealed), max(1, len(sealed) // 800)):
        yield "flipped", sealed[:nth] + bytes([sealed[nth] ^ 1 << nth % 8]) + sealed[nth + 1 :]
        yield "cut", sealed[:nth]
    yield from (("version", bytes([number]) + sealed[1:]) for number in range(256) if number != sealed[0])


def file_opens(file_id: UUID) -> bool:
    """Whether the vault opens what lies there."""
    try:
        files.open_file(file_id)
    except vault.Refused as refused:
        return str(refused) not in SAYS
    return True


def keys_swapped_opens(one: UUID, other: UUID) -> list[str]:
    """Two files exchanged whole, each with its wrapped key."""
    rows = DataKey.objects.filter(owner_kind="file")
    here, there = rows.get(owner_id=one), rows.get(owner_id=other)
    place, other_place = files._path(one), files._path(other)
    content, other_content = place.read_bytes(), other_place.read_bytes()
    for key, wrapped, path, sealed in ((here, there.wrapped, place, other_content), (there, here.wrapped, other_place, content)):
        rows.filter(pk=key.pk).update(wrapped=wrapped)
        path.write_bytes(sealed)
    came = [f"{how} with its key" for how, file_id in (("one", one), ("the other", other)) if file_opens(file_id)]
    for key, path, sealed in ((here, place, content), (there, other_place, other_content)):
        rows.filter(pk=key.pk).update(wrapped=key.wrapped)
        path.write_bytes(sealed)
    return came


@row("Forged files: chunks reordered, cut, last flag, moved", asked=6000, quick=200, expects="none opens")
def sealed_files(tries: int) -> Outcome:
    """Files of one chunk and of several, forged on the disk, opened through the vault."""
    open_house()
    ids = [uuid4() for _ in range(3)]
    for file_id, content in zip(ids, (b"a small paper", b"a page " * 30_000, b"another page " * 16_000), strict=True):
        files.put_file(file_id, content)
    sealed = {file_id: files._path(file_id).read_bytes() for file_id in ids}
    if not all(file_opens(file_id) for file_id in ids):
        return Outcome(0, 1, "what was not forged does not open")
    every = ((kind, (one, forged)) for one in ids for other in ids if other != one for kind, forged in stream_forgeries(sealed[one], sealed[other]))
    chosen = fairly(((kind, (one, forged)) for kind, (one, forged) in every if forged != sealed[one]), tries - 6)
    bad = []
    for one, forged in chosen:
        files._path(one).write_bytes(forged)
        if file_opens(one):
            bad.append(f"{len(forged)} bytes")
        files._path(one).write_bytes(sealed[one])
    pairs = [(one, other) for one in ids for other in ids if one != other]
    bad += [came for one, other in pairs for came in keys_swapped_opens(one, other)]
    return Outcome(len(chosen) + len(pairs), len(bad), "; ".join(bad[:3]))


@sealed_files.defect("the number of a chunk is left out")
@contextmanager
def uncounted() -> Iterator[None]:
    with mock.patch.object(crypto, "_stream_nonce", lambda _counter, *, last: bytes(11) + bytes([last])):
        yield


@sealed_files.defect("the last chunk is not marked as the last")
@contextmanager
def no_last() -> Iterator[None]:
    with mock.patch.object(crypto, "_stream_nonce", lambda counter, *, last: counter.to_bytes(12, "big")):
        yield


@sealed_files.defect("a file's id is bound neither to its key nor to its chunks")
@contextmanager
def no_file_id() -> Iterator[None]:
    with mock.patch.object(Owner, "context", ("file",)):
        yield
