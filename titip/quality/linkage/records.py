"""A table read for linkage: names, births, places and the rest as numbers that can be compared in bulk."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from titip.kit.dates import NATIVE_DIGITS
from titip.quality.linkage.births import births
from titip.quality.linkage.columns import Floats, Ints, Texts
from titip.quality.linkage.names import Names, rarity, read_names, script_of
from titip.quality.linkage.spec import Kind, Spec
from titip.quality.linkage.words import fold, name_words, sounds, text_words

#: Digits of a telephone number that are compared: without country and trunk codes, which are written in many ways.
PHONE_DIGITS = 8
_SEXES = {
    "f": "f", "female": "f", "woman": "f", "girl": "f", "w": "f", "perempuan": "f", "wanita": "f", "p": "f", "nu": "f", "หญิง": "f", "ស្រី": "f",
    "m": "m", "male": "m", "man": "m", "boy": "m", "laki-laki": "m", "pria": "m", "l": "m", "nam": "m", "ชาย": "m", "ប្រុស": "m",
}
_PLACE_WORDS = re.compile(r"\b(province|prov|district|city|state|region|changwat|khaet|tinh|provinsi|kota|kabupaten|kab|tp|thanh pho)\b\.?")
#: The same in the scripts of the region, which write them joined to the name: Thai, Khmer and Lao before it, Burmese after.
_NATIVE_PLACE_WORDS = re.compile(
    r"^(จังหวัด|จ\.|อำเภอ|อ\.|ตำบล|ต\.|ខេត្ត|រាជធានី|ក្រុង|ស្រុក|ຈັງຫວັດ|ແຂວງ|ເມືອງ)\s*(?=\S)|(?<=\S)\s*(တိုင်းဒေသကြီး|ပြည်နယ်|မြို့နယ်|မြို့)$"
)
_UNKNOWN = frozenset({"", "-", "?", "unknown", "not known", "n/a", "none", "null"})


@dataclass(frozen=True, eq=False)
class Coded:
    """One element as a number a row (-1: not known), the spellings behind the numbers, and how rare each row's own is (nats).

    ``script``: in which script each row writes it (as of names), since two places in two scripts may be one under spellings that never agree.
    """

    column: str
    kind: Kind
    spellings: Sequence[str]
    codes: Ints
    rarity: Floats
    script: Ints


@dataclass(frozen=True, eq=False)
class Named:
    """One element of words (a name, a text) with how rare each word's classes and each word's skeleton are among the rows of its group (nats)."""

    column: str
    kind: Kind
    names: Names
    rarity: Floats
    bone_rarity: Floats


@dataclass(frozen=True, eq=False)
class Records:
    """Rows ready to be compared. ``second`` is the row where the second file begins (0: one file).

    ``name`` holds the name, or the native name where no other is given; ``native`` only the native names.
    """

    rows: int
    second: int
    name: Named | None
    native: Named | None
    others: tuple[Named, ...]
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
    year, day = births(only(spec, columns, Kind.BIRTH_DATE), only(spec, columns, Kind.BIRTH_YEAR), rows)
    everyone = np.zeros(rows, np.int32)
    coded = [_coded(column, kind, columns[column], READ[kind]) for column, kind in spec.compare.items() if kind in READ]
    sexes = _group([element.codes for element in coded if element.kind is Kind.SEX], rows)
    native = joined_up([columns[c] for c in spec.of(Kind.NATIVE_NAME)])
    name = joined_up([columns[c] for c in spec.of(Kind.NAME)])
    others = [_named(column, kind, columns[column], everyone) for column, kind in spec.compare.items() if kind in (Kind.PARENT_NAME, Kind.TEXT)]
    main = name.else_from(native) if name and native else name or native
    return Records(
        rows=rows,
        second=second,
        name=_named("name", Kind.NAME, main, sexes) if main else None,
        native=_named("native_name", Kind.NATIVE_NAME, native, sexes) if name and native else None,
        others=tuple(others),
        year=year,
        day=day,
        year_rarity=rarity(np.where(year > 0, year, -1)[:, None].astype(np.int32), everyone)[:, 0],
        coded=tuple(coded),
    )


def only(spec: Spec, columns: Mapping[str, Texts], kind: Kind) -> Texts | None:
    found = spec.of(kind)
    return columns[found[0]] if found else None


def joined_up(texts: Sequence[Texts]) -> Texts | None:
    """Given name and family name as one name."""
    if len(texts) < 2:
        return texts[0] if texts else None
    return Texts.of(" ".join(part for part in row if part) for row in zip(*(column.cells() for column in texts), strict=True))


def _named(column: str, kind: Kind, texts: Texts, groups: Ints) -> Named:
    names = read_names(texts, text_words if kind is Kind.TEXT else name_words)
    return Named(column, kind, names, rarity(names.sound, groups), rarity(names.skeleton, groups))


def _group(parts: Sequence[Ints], rows: int) -> Ints:
    """Rows that share every part, numbered: how rare a name is depends on who may bear it."""
    made = np.zeros(rows, np.int64)
    for part in parts:
        made = made * (int(part.max(initial=0)) + 2) + part + 1
    return np.unique(made, return_inverse=True)[1].astype(np.int32)


def _coded(column: str, kind: Kind, texts: Texts, normal: Callable[[str], str]) -> Coded:
    seen: dict[str, int] = {}
    new = [seen.setdefault(text, len(seen)) if (text := normal(value)) else -1 for value in texts.values]
    table = np.array(new or [-1], dtype=np.int32)
    codes = np.where(texts.codes >= 0, table[np.maximum(texts.codes, 0)], np.int32(-1)).astype(np.int32)
    written = np.array([script_of(value.strip()) for value in texts.values] or [0], dtype=np.int32)
    script = np.where(texts.codes >= 0, written[np.maximum(texts.codes, 0)], 0).astype(np.int32)
    return Coded(column, kind, tuple(seen), codes, rarity(codes[:, None], np.zeros(len(codes), np.int32))[:, 0], script)


def _plain(text: str) -> str:
    folded = " ".join(fold(text).split())
    return "" if folded in _UNKNOWN else folded


def sex(text: str) -> str:
    folded = _plain(text).rstrip(".")
    return _SEXES.get(folded, folded)


def place(text: str) -> str:
    """A place without its kind and its spelling's accidents: ``Chiangrai Province`` and ``Chiang Rai`` are one."""
    bare = _NATIVE_PLACE_WORDS.sub("", _PLACE_WORDS.sub(" ", _plain(text)).strip())
    return "".join(sounds(word) or word for word in bare.split())


def phone(text: str) -> str:
    """The last digits of a telephone number; empty where there are too few to tell anybody by."""
    digits = "".join(c for c in text.translate(NATIVE_DIGITS).removesuffix(".0") if c.isascii() and c.isdigit())
    return digits[-PHONE_DIGITS:] if len(digits) >= PHONE_DIGITS and len(set(digits)) > 1 else ""


READ: Mapping[Kind, Callable[[str], str]] = {
    Kind.COUNTRY: _plain, Kind.SEX: sex, Kind.PLACE: place, Kind.PHONE: phone, Kind.EXACT: _plain,
}
