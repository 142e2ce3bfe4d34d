"""Forged keyrings: every leaf of the file, slots and pairs, opened with right passphrases."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

from django.conf import settings

from tests.hostile.ciphertexts import fairly
from tests.hostile.proofs import Outcome, row
from tests.world import CHEAP, KEYRING_PASSPHRASE, open_house
from titip.kit.home import Home
from titip.protect import vault
from titip.protect.vault import crypto, keyring
from titip.protect.vault.keyring import NewSlot


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
