"""What we know of the Human Trafficking Case Data Standard (HTCDS 2.0, IOM, CC BY 4.0): names and types are facts, the rest is ours."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from titip.dictionary.rules.types import ElementType, IdentifierKind


@dataclass(frozen=True)
class StandardField:
    """A field of the standard, with our classification of it."""

    name: str
    label: str
    core: bool
    retired: bool
    type: ElementType
    risk: str
    identifier: IdentifierKind
    never_by_default: bool
    quasi_identifier: bool
    sensitive: bool
    heavy: bool
    section: str
    generalise: str
    purposes: tuple[str, ...]
    definition: str


@cache
def htcds() -> Mapping[str, StandardField]:
    """The 83 fields by name."""
    text = (files("titip.dictionary") / "standards" / "htcds.csv").read_text(encoding="utf-8")
    return {row["field"]: _field(row) for row in csv.DictReader(text.splitlines())}


def _field(row: dict[str, str]) -> StandardField:
    return StandardField(
        name=row["field"],
        label=row["label"],
        core=row["core"] == "yes",
        retired=row["retired"] == "yes",
        type=ElementType(row["type"]),
        risk=row["risk"],
        identifier=IdentifierKind(row["identifier"]),
        never_by_default=row["never_by_default"] == "yes",
        quasi_identifier=row["quasi_identifier"] == "yes",
        sensitive=row["sensitive"] == "yes",
        heavy=row["heavy"] == "yes",
        section=row["section"],
        generalise=row["generalise"],
        purposes=tuple(row["purposes"].split()),
        definition=row["definition"],
    )


@cache
def _by_bare_name() -> Mapping[str, str]:
    return {_bare(name): name for name in htcds()}


def _bare(name: str) -> str:
    prefix, _, rest = name.partition("_")
    return f"{prefix}_{re.sub(r'[^a-z0-9]', '', rest.lower())}".lower()


def htcds_name(code: str) -> str:
    """The standard's name for ``code`` even where it is spelt otherwise (``prs_First_Name``), else the empty text."""
    if code in htcds():
        return code
    return _by_bare_name().get(_bare(code), "") if "_" in code else ""
