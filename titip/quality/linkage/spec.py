"""What is compared with what: the spec of a linkage."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """How a column is read and compared."""

    NAME = "name"
    NATIVE_NAME = "native_name"
    PARENT_NAME = "parent_name"
    BIRTH_YEAR = "birth_year"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    COUNTRY = "country"
    PLACE = "place"
    PHONE = "phone"
    TEXT = "text"
    EXACT = "exact"


class BadSpec(ValueError):
    """The spec cannot be used; the message says what is wrong and what to do."""


@dataclass(frozen=True)
class Spec:
    """``compare``: column → kind. ``id``: the column that names a row; empty for the row number, from 0."""

    compare: Mapping[str, Kind]
    id: str = ""

    @classmethod
    def read(cls, declared: Any) -> Spec:
        """From what a YAML file holds: ``{id: column, compare: {column: kind}}``. Raises BadSpec."""
        if not isinstance(declared, Mapping):
            raise BadSpec("The spec holds no “compare”. Write “compare:” and under it a line “column: kind” for each column.")
        if unknown := sorted(str(key) for key in set(declared) - {"id", "compare"}):
            raise BadSpec(f"The spec holds “{unknown[0]}”, which is not known. It may hold “id” and “compare”.")
        compare = declared.get("compare")
        if not isinstance(compare, Mapping) or not compare:
            raise BadSpec("“compare” is empty. Write a line “column: kind” under it for each column that tells who a person is.")
        kinds = {str(column): _kind(str(column), kind) for column, kind in compare.items()}
        named = declared.get("id")
        if named is not None and not isinstance(named, (str, int)):
            raise BadSpec("“id” must be the name of one column.")
        if set(kinds.values()) <= {Kind.SEX, Kind.COUNTRY}:
            raise BadSpec("Sex and country alone tell nobody from anybody. Compare a name, a birth year, a phone or an identifier as well.")
        return cls(kinds, str(named) if named is not None else "")

    def of(self, *kinds: Kind) -> list[str]:
        """The columns of these kinds, in the order of the spec."""
        return [column for column, kind in self.compare.items() if kind in kinds]


def _kind(column: str, kind: object) -> Kind:
    try:
        return Kind(str(kind).strip().lower())
    except ValueError:
        near = difflib.get_close_matches(str(kind), list(Kind), n=1)
        cure = f"Perhaps “{near[0]}” was meant." if near else f"The kinds are: {', '.join(Kind)}."
        raise BadSpec(f"“{column}: {kind}”: there is no kind “{kind}”. {cure}") from None
