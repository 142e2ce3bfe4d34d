"""The starter dictionary: our own elements for a first interview, a case and a rapid screening, read from the files beside this room."""

import csv
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from titip.dictionary.rules.codebook import (
    Codebook,
    CodeListEntry,
    ElementEntry,
    FormEntry,
    ItemEntry,
    PlacementEntry,
    PurposeEntry,
    QuestionEntry,
    RecordTypeEntry,
    element_from_plain,
)

_LANGUAGES = ("th", "km", "my", "vi", "id")
_REGION = ("BN", "KH", "ID", "LA", "MY", "MM", "PH", "SG", "TH", "TL", "VN")
_CLDR = "Unicode CLDR 48, ISO 3166"


@cache
def starter() -> Codebook:
    """The whole starter."""
    words = _toml("words.toml")
    return Codebook(
        record_types=tuple(RecordTypeEntry(**r) for r in words["record_type"]),
        questions=tuple(QuestionEntry(**q) for q in words["question"]),
        purposes=tuple(PurposeEntry(**p) for p in words["purpose"]),
        code_lists=(*_lists(), *_countries(), _places()),
        elements=tuple(e for name in ("registration.toml", "case.toml", "screening.toml") for e in _elements(name)),
        forms=tuple(_form(f) for f in _toml("forms.toml")["form"]),
    )


def _text(name: str) -> str:
    return (files("titip.dictionary") / "starter" / name).read_text(encoding="utf-8")


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(_text(name))


def _elements(name: str) -> Iterator[ElementEntry]:
    content = _toml(name)
    for element in content["element"]:
        yield element_from_plain({**content["defaults"], **element})


def _form(form: dict[str, Any]) -> FormEntry:
    sections = form.pop("section")
    placements = tuple(PlacementEntry(code, section["title"]) for section in sections for code in section["elements"])
    return FormEntry(**{**form, "instructions": form.get("instructions", "").strip(), "placements": placements})


def _lists() -> Iterator[CodeListEntry]:
    for entry in _toml("lists.toml")["list"]:
        items = tuple(_item(*item) for item in entry["items"])
        yield CodeListEntry(entry["code"], entry["name"], entry.get("source", ""), items)


def _item(code: str, label: str, htcds: str = "", ctdc: str = "") -> ItemEntry:
    return ItemEntry(code, label, htcds=htcds, ctdc=ctdc)


def _countries() -> Iterator[CodeListEntry]:
    """Countries, and nationalities: the same codes, and stateless. HTCDS uses two letters, CTDC three."""
    rows = list(csv.DictReader(_text("countries.csv").splitlines()))
    items = tuple(_country(row) for row in rows)
    yield CodeListEntry("countries", "Countries", _CLDR, items)
    yield CodeListEntry("nationalities", "Nationalities", _CLDR, (*items[: len(_REGION)], ItemEntry("stateless", "Stateless"), *items[len(_REGION) :]))


def _country(row: dict[str, str]) -> ItemEntry:
    translations = {language: row[language] for language in _LANGUAGES if row[language]}
    return ItemEntry(row["code"], row["en"], htcds=row["code"], ctdc=row["alpha3"], translations=translations)


def _places() -> CodeListEntry:
    """Countries of the region with their provinces (ISO 3166-2). A country's own code means: province not known."""
    countries = {row["code"]: row for row in csv.DictReader(_text("countries.csv").splitlines())}
    provinces = list(csv.DictReader(_text("places.csv").splitlines()))
    items = []
    for code in _REGION:
        items.append(_country(countries[code]))
        items += [ItemEntry(row["code"], row["name"], parent=code) for row in provinces if row["parent"] == code]
    return CodeListEntry("places", "Countries and provinces", _CLDR, tuple(items))
