"""Forged files: sealed files, sealed secrets and sessions, the keyring, backups; changed, cut, put together anew, and opened as the product opens them."""

import base64
import io
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory

from tests.hostile.ciphertexts import SAYS, every_change, fairly, without_tag
from tests.hostile.proofs import Outcome, row
from tests.world import CHEAP, KEYRING_PASSPHRASE, client_for, make_world, open_house
from titip.kit.home import Home
from titip.protect import vault
from titip.protect.actions import keys, restoring, seeds
from titip.protect.actions.backing_up import back_up
from titip.protect.models import Staff
from titip.protect.models.sealed import DataKey
from titip.protect.rules.backups import BackupError
from titip.protect.sign_in import second_factor
from titip.protect.sign_in.sessions import SessionStore
from titip.protect.vault import Owner, age, crypto, files, keyring
from titip.protect.vault.keyring import NewSlot

_HEAD, _CHUNK = 1 + crypto.SALT_BYTES, crypto.CHUNK_BYTES + crypto.TAG_BYTES


# --- sealed files


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


# --- small secrets: seeds of second factors, sessions


def secret_forgeries(text: str, other: str) -> Iterator[tuple[str, str]]:
    """A sealed secret with its bytes changed, its mark changed, or in the plain."""
    (head, body), (_head, foreign) = (one.rsplit(":", 1) for one in (text, other))
    raw, more = (base64.urlsafe_b64decode(one) for one in (body, foreign))
    for kind, forged in every_change(raw, [more]):
        yield kind, f"{head}:{base64.urlsafe_b64encode(forged).decode()}"
    for mark in ("", "titip0", "titip9", head.upper(), head[:-1], f"{head}0"):
        yield "mark", f"{mark}:{body}"
    yield from (("plain", plain) for plain in ("", "JBSWY3DPEHPK3PXP", "{}", "second factor|JBSWY3DPEHPK3PXP", "session|{}"))


def secret_opens(text: str) -> bool:
    """Whether it opens."""
    try:
        vault.open_secret(text)
    except vault.Refused as refused:
        return str(refused) not in SAYS
    return True


def borrowed_session(stolen: str, thief: Any, page: str) -> bool:
    """Whether somebody's sealed session, copied into a row of one's own, signs one in as her."""
    store = SessionStore()
    store.create()
    Session.objects.filter(pk=store.session_key).update(session_data=stolen)
    thief.cookies["sessionid"] = store.session_key
    return bool(thief.get(page).status_code == 200)


def borrowed_seed(thief: Staff, hers: Staff, kind: str) -> bool:
    """Whether the thief's own seed, copied into the row of a colleague, makes the thief's codes hers."""
    rows = Authenticator.objects.filter(type=kind)
    mine, kept = rows.get(user=thief), rows.get(user=hers)
    with seeds.of_colleague(thief.pk):
        code = second_factor.current_code(thief) if kind == "totp" else mine.wrap().get_unused_codes()[0]
    rows.filter(user=hers).update(data=mine.data)
    try:
        second_factor.check(RequestFactory().post("/"), hers, code=str(code), credential="")
    except ValidationError:
        return False
    finally:
        rows.filter(user=hers).update(data=kept.data)
    return True


@row("Forged secrets: seeds and sessions changed, swapped, in the plain", asked=5000, quick=300, expects="none opens, none signs in")
def secrets(tries: int) -> Outcome:
    """Sealed seeds and sessions forged byte by byte; a colleague's live session copied into another's row."""
    world = make_world()
    seals = [vault.seal_secret(f"second factor|SEED{number}") for number in range(8)]
    every = ((kind, forged) for nth, text in enumerate(seals) for kind, forged in secret_forgeries(text, seals[nth - 1]))
    chosen = fairly(every, tries - 22)
    bad = [f"a secret of {len(forged)} characters" for forged in chosen if secret_opens(forged)]
    client = client_for(world.dara)
    if client.get("/").status_code != 200:
        return Outcome(0, 1, "who is signed in is not let in")
    stolen = Session.objects.get(pk=client.session.session_key).session_data
    bad += ["a session copied into another row" for _ in range(20) if borrowed_session(stolen, Client(), "/")]
    bad += [f"a colleague's {kind} in another's row" for kind in ("totp", "recovery_codes") if borrowed_seed(world.alice, world.dara, kind)]
    return Outcome(len(chosen) + 22, len(bad), "; ".join(bad[:3]))


@secrets.defect("a seed is not bound to its colleague")
@contextmanager
def loose_seed() -> Iterator[None]:
    with mock.patch.object(seeds, "_parts", lambda opened: ("", opened.rpartition("|")[2])):
        yield


@secrets.defect("a session is not bound to its row")
@contextmanager
def loose_session() -> Iterator[None]:
    with mock.patch.object(SessionStore, "_mark", "session|"):
        yield


@secrets.defect("what was never sealed is taken as it is")
@contextmanager
def plain_secret() -> Iterator[None]:
    opened = vault.open_secret

    def lenient(text: str) -> str:
        return opened(text) if text.startswith("titip") else text

    with mock.patch.object(vault, "open_secret", lenient):
        yield


secrets.defect("the tag of a secret is not looked at")(without_tag)


# --- the keyring


def leaves(thing: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every text, number and truth in the file, with the way to it."""
    if isinstance(thing, dict | list):
        for key, value in thing.items() if isinstance(thing, dict) else enumerate(thing):
            yield from leaves(value, (*path, key))
    else:
        yield path, thing


def with_leaf(content: str, path: tuple[Any, ...], value: Any) -> str:
    """The file with one leaf changed."""
    copy = json.loads(content)
    at = copy
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return json.dumps(copy)


def other_leaves(value: Any) -> Iterator[Any]:
    """What a leaf may be changed to."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1, 0, -1, str(value), None)
    else:
        for nth in range(0, len(str(value)), max(1, len(str(value)) // 16)):
            yield value[:nth] + ("B" if value[nth] != "B" else "C") + value[nth + 1 :]
        yield from (value[:-1], value[:-4], value + "A", value + "AAAA", "", "\ud800", None, 7)


def keyring_forgeries(content: str, foreign: str) -> Iterator[tuple[str, str]]:
    """A leaf changed, a leaf of another house's file, things left out or twice, whole slots and keys exchanged."""
    found, theirs = dict(leaves(json.loads(content))), dict(leaves(json.loads(foreign)))
    for path, value in found.items():
        yield from (("changed", with_leaf(content, path, other)) for other in other_leaves(value))
        if path in theirs and theirs[path] != value:
            yield "another house's", with_leaf(content, path, theirs[path])
        for elsewhere, other in found.items():
            if elsewhere != path and elsewhere[-1] == path[-1] and other != value:
                yield "exchanged", with_leaf(content, path, other)
    plain, strange = json.loads(content), json.loads(foreign)
    for name in plain:
        yield "left out", json.dumps({key: value for key, value in plain.items() if key != name})
        if strange[name] != plain[name]:
            yield "another house's part", json.dumps({**plain, name: strange[name]})
        if isinstance(plain[name], list) and plain[name]:
            yield "fewer", json.dumps({**plain, name: plain[name][:-1]})
            yield "twice", json.dumps({**plain, name: [*plain[name], plain[name][0]]})
            yield "a foreign one more", json.dumps({**plain, name: [*plain[name], *strange[name]]})
    yield from (("cut", content[: len(content) * share // 40]) for share in range(39))


SECOND, SHEET, SERVICE = "quiet bamboo river candle", "QNPF-ZMSY-3B4D-W0D6-WQGP-910K-90AG-XWC7", "a service credential of forty-two bytes, say"


def full(ring: keyring.Keyring, *, two: bool) -> str:
    """The house's keyring with a slot of every kind, for anybody or for any two of them."""
    keys_ = keyring.open_keys(ring, KEYRING_PASSPHRASE)
    more = [NewSlot("passphrase", "second", SECOND, CHEAP), NewSlot("recovery", "sheet", SHEET, CHEAP), NewSlot("service", "service", SERVICE, CHEAP)]
    filled = keyring.needing(keyring.with_slots(ring, keys_, add=more), keys_, two=two)
    with TemporaryDirectory() as folder:
        keyring.save(Path(folder) / "ring", filled)
        return (Path(folder) / "ring").read_text(encoding="utf-8")


def unlocks(home: Home, text: str, ways: tuple[tuple[str, ...], ...]) -> bool:
    """Whether a forged keyring opens by one of these ways; an error that no person can read counts as well."""
    home.keyring.write_text(text, encoding="utf-8")
    for way in ways:
        try:
            keyring.open_keys(keyring.load(home.keyring), *way)
        except vault.KeyringError:
            continue
        except Exception:
            return True
        return True
    return False


def masters_moved(content: str) -> Iterator[tuple[str, str]]:
    """The sealed master key of one slot or pair put where another's stands, or under a slot's own name."""
    plain = json.loads(content)
    masters = plain["masters"]
    for name, box in masters.items():
        for other in masters:
            if other != name:
                yield "masters", json.dumps({**plain, "masters": {**masters, other: box}})
        for half in name.split("+"):
            yield "masters", json.dumps({**plain, "two": False, "masters": {**masters, half: box}})


@row("Forged keyrings: slots, pairs, sealed keys, costs, flags", asked=1_500, quick=60, expects="none unlocks", apart=True)
def keyrings(tries: int) -> Outcome:
    """The keyring file edited in every place, opened with right passphrases: by every kind of slot, then where two people are needed, by pairs and alone."""
    open_house()
    home: Home = settings.HOME
    ring = keyring.load(home.keyring)
    foreign = keyring.make(practice=False, slots=[NewSlot("passphrase", "first", KEYRING_PASSPHRASE, CHEAP)])
    anyone = ((KEYRING_PASSPHRASE,), (SECOND,), (SHEET,), (SERVICE,))
    pairs = ((KEYRING_PASSPHRASE, SECOND), (SHEET, SERVICE), (SECOND, SHEET))
    bad, tried = list[str](), 0
    for two, ways in ((False, anyone), (True, pairs)):
        content, strange = full(ring, two=two), full(foreign, two=two)
        if not all(unlocks(home, content, (way,)) for way in ways) or (two and unlocks(home, content, anyone)):
            return Outcome(0, 1, "what was not forged does not unlock, or one person unlocks for two")
        forged = fairly((*keyring_forgeries(content, strange), *masters_moved(content)), -(-tries // 2))
        tried += len(forged)
        shown = json.dumps(json.loads(content))
        bad += [text for text in forged if json.dumps(_read(text)) != shown and unlocks(home, text, (*ways, *anyone))]
    return Outcome(tried, len(bad), "; ".join(text[:80] for text in bad[:3]))


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


@keyrings.defect("the code over the whole file is not compared")
@contextmanager
def uncompared() -> Iterator[None]:
    with mock.patch.object(crypto, "same", lambda _one, _other: True):
        yield


# --- backups

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
        restoring.unpack(file, Home(folder).make(), _openers())
    except BackupError:
        return False
    return True


def _openers() -> Any:
    """The house's age identities, as ``unpack`` takes them."""
    return age.identities() if hasattr(age, "identities") else age.identity()


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
            age.decrypt(source, target, _openers())
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
