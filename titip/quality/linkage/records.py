"""A table read for linkage: names, births, places and the rest as numbers that can be compared in bulk."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from titip.kit.dates import NATIVE_DIGITS
from titip.quality.linkage.births import births
from titip.quality.linkage.columns import Floats, Ints, Texts
from titip.quality.linkage.names import Names, rarity, read_names
from titip.quality.linkage.spec import Kind, Spec
from titip.quality.linkage.words import fold, sounds

#: Digits of a telephone number that are compared: without country and trunk codes, which are written in many ways.
PHONE_DIGITS = 8
_SEXES = {
    "f": "f", "female": "f", "woman": "f", "girl": "f", "w": "f", "perempuan": "f", "wanita": "f", "p": "f", "nu": "f", "หญิง": "f", "ស្រី": "f",
    "m": "m", "male": "m", "man": "m", "boy": "m", "laki-laki": "m", "pria": "m", "l": "m", "nam": "m", "ชาย": "m", "ប្រុស": "m",
}
_PLACE_WORDS = re.compile(r"\b(province|prov|district|city|state|region|changwat|khaet|tinh|provinsi|kota|kabupaten|kab|tp|thanh pho)\b\.?")
_UNKNOWN = frozenset({"", "-", "?", "unknown", "not known", "n/a", "none", "null"})


@dataclass(frozen=True, eq=False)
class Coded:
    """One element as a number a row (-1: not known), the spellings behind the numbers, and how rare each row's own is (nats)."""

    column: str
    kind: Kind
    spellings: Sequence[str]
    codes: Ints
    rarity: Floats


@dataclass(frozen=True, eq=False)
class Named:
    """One name element with how rare each word's classes and each word's skeleton are among the rows of its group (nats)."""

    column: str
    names: Names
    rarity: Floats
    bone_rarity: Floats


@dataclass(frozen=True, eq=False)
class Records:
    """Rows ready to be compared. ``second`` is the row where the second file begins (0: one file)."""

    rows: int
    second: int
    name: Named | None
    native: Named | None
    parents: tuple[Named, ...]
    year: Ints
    day: Ints
    year_rarity: Floats
    coded: tuple[Coded, ...]

    def of(self, kind: Kind) -> list[Coded]:
        """The coded elements of one kind."""
        return [element for element in self.coded if element.kind is kind]


def read_records(spec: Spec, columns: Mapping[str, Texts], *, second: int = 0) -> Records:
    """The rows of ``columns`` (all of one length) as the spec reads them. The rows of a second file stand below the first's."""
    rows = len(next(iter(columns.values())))
    year, day = births(_only(spec, columns, Kind.BIRTH_DATE), _only(spec, columns, Kind.BIRTH_YEAR), rows)
    nobody = np.zeros(rows, np.int32)
    country = [_coded(name, Kind.COUNTRY, columns[name], fold, nobody) for name in spec.of(Kind.COUNTRY)]
    group = _group([element.codes for element in country], nobody)
    coded = list(country)
    coded += [_coded(name, Kind.SEX, columns[name], _sex, nobody) for name in spec.of(Kind.SEX)]
    by_sex = _group([group, *(element.codes for element in coded if element.kind is Kind.SEX)], nobody)
    for name, kind in spec.compare.items():
        if kind in _READ:
            coded.append(_coded(name, kind, columns[name], _READ[kind], group if kind is Kind.PLACE else nobody))
    return Records(
        rows=rows,
        second=second,
        name=_named("name", [columns[c] for c in spec.of(Kind.NAME)], by_sex),
        native=_named("native_name", [columns[c] for c in spec.of(Kind.NATIVE_NAME)], by_sex),
        parents=tuple(named for c in spec.of(Kind.PARENT_NAME) if (named := _named(c, [columns[c]], group))),
        year=year,
        day=day,
        year_rarity=rarity(np.where(year > 0, year, -1)[:, None].astype(np.int32), nobody)[:, 0],
        coded=tuple(coded),
    )


def _only(spec: Spec, columns: Mapping[str, Texts], kind: Kind) -> Texts | None:
    found = spec.of(kind)
    return columns[found[0]] if found else None


def _named(column: str, texts: Sequence[Texts], groups: Ints) -> Named | None:
    if not texts:
        return None
    names = read_names(texts)
    return Named(column, names, rarity(names.sound, groups), rarity(names.skeleton, groups))


def _group(parts: Sequence[Ints], nobody: Ints) -> Ints:
    """Rows that share every part, numbered."""
    made = nobody.astype(np.int64)
    for part in parts:
        made = made * (int(part.max(initial=0)) + 2) + part + 1
    return np.unique(made, return_inverse=True)[1].astype(np.int32)


def _coded(column: str, kind: Kind, texts: Texts, normal: Callable[[str], str], groups: Ints) -> Coded:
    seen: dict[str, int] = {}
    new = [seen.setdefault(text, len(seen)) if (text := normal(value)) else -1 for value in texts.values]
    table = np.array(new or [-1], dtype=np.int32)
    codes = np.where(texts.codes >= 0, table[np.maximum(texts.codes, 0)], np.int32(-1)).astype(np.int32)
    return Coded(column, kind, tuple(seen), codes, rarity(codes[:, None], groups)[:, 0])


def _plain(text: str) -> str:
    folded = " ".join(fold(text).split())
    return "" if folded in _UNKNOWN else folded


def _sex(text: str) -> str:
    folded = _plain(text).rstrip(".")
    return _SEXES.get(folded, folded)


def _place(text: str) -> str:
    """A place without its kind and its spelling's accidents: ``Chiangrai Province`` and ``Chiang Rai`` are one."""
    bare = _PLACE_WORDS.sub(" ", _plain(text))
    return "".join(sounds(word) or word for word in bare.split())


def phone(text: str) -> str:
    """The last digits of a telephone number; empty where there are too few to tell anybody by."""
    digits = "".join(c for c in text.translate(NATIVE_DIGITS).removesuffix(".0") if c.isascii() and c.isdigit())
    return digits[-PHONE_DIGITS:] if len(digits) >= PHONE_DIGITS and len(set(digits)) > 1 else ""


_READ: Mapping[Kind, Callable[[str], str]] = {Kind.PLACE: _place, Kind.PHONE: phone, Kind.TEXT: _plain, Kind.EXACT: _plain}
