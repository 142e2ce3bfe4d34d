"""What is compared with what: the spec of a linkage."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from titip.quality.rules.concepts import CARRIERS, Concept


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


#: How what a dictionary's element means is compared.
OF_CONCEPT = {
    Concept.GIVEN_NAME: Kind.NAME, Concept.MIDDLE_NAME: Kind.NAME, Concept.FAMILY_NAME: Kind.NAME, Concept.FULL_NAME: Kind.NAME,
    Concept.BIRTH_DATE: Kind.BIRTH_DATE, Concept.GENDER: Kind.SEX, Concept.NATIONALITY: Kind.COUNTRY, Concept.ORIGIN: Kind.PLACE,
    Concept.PHONE: Kind.PHONE, Concept.OTHER_PHONE: Kind.PHONE,
}  # fmt: skip


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

    @classmethod
    def from_codebook(cls, text: str, held: Iterable[str]) -> Spec:
        """From the dictionary's own export (the codebook as CSV), for a file that holds these columns. Raises BadSpec."""
        rows = list(csv.DictReader(io.StringIO(text)))
        if not rows or not {"code", "type", "htcds"} <= set(rows[0]):
            raise BadSpec("This CSV is not a dictionary export. Make one with “titip dictionary export --format csv”, or write YAML.")
        names = set(held)
        here = [row for row in rows if row["code"] in names]
        compare: dict[str, Kind] = {}
        for concept, kind in OF_CONCEPT.items():
            carrier = CARRIERS[concept]
            for row in here:
                mapped = bool(carrier.htcds) and carrier.htcds in row["htcds"].split(" | ")
                if row["type"] in carrier.types and (mapped or row["code"] in carrier.codes):
                    compare.setdefault(row["code"], kind)
                    break
        try:
            return cls.read({"compare": {column: kind.value for column, kind in compare.items()}})
        except BadSpec:
            raise BadSpec("By the dictionary the file holds no name, birth date or telephone of a person. Name the columns in a YAML spec.") from None

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
