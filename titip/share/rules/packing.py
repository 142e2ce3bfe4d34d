"""A released table as bytes and back: for the sealed file it lies in."""

import json
import zlib
from datetime import date
from typing import Any

import numpy as np

from titip.dictionary.rules.types import ElementType
from titip.share.rules.audiences import Audience
from titip.share.rules.columns import Column, Heading, Part, Value
from titip.share.rules.problems import TableProblem
from titip.share.rules.released import About, Released, Suppression, Table

_FORMAT = 1


def pack(released: Released) -> bytes:
    """Compressed JSON with every column, its heading, and all that travels with the table."""
    about = released.about
    data = {
        "format": _FORMAT,
        "audience": released.audience.value,
        "about": {
            "unit_of_count": about.unit_of_count,
            "period": about.period,
            "place": about.place,
            "source": about.source,
            "method": about.method,
            "limits": list(about.limits),
            "bias": about.bias,
            "definitions": dict(about.definitions),
            "dictionary_version": about.dictionary_version,
            "dictionary_sha256": about.dictionary_sha256,
            "provenance": list(about.provenance),
            "made_on": about.made_on.isoformat(),
        },
        "suppression": {
            "k": released.suppression.k,
            "quasi_identifiers": list(released.suppression.quasi_identifiers),
            "cells": released.suppression.cells,
            "rows": released.suppression.rows,
            "coarser": released.suppression.coarser,
        },
        "columns": [_column(column) for column in released.table.columns],
    }
    return zlib.compress(json.dumps(data, ensure_ascii=False).encode(), 6)


def unpack(packed: bytes) -> Released:
    """The table that ``pack`` wrote; its promises (k, no direct identifiers) are checked again. Raises TableProblem on another format."""
    data = json.loads(zlib.decompress(packed))
    if data.get("format") != _FORMAT:
        raise TableProblem("This released table was written by another version of Titip.", "Make the release again.")
    about = data["about"]
    return Released(
        Table(tuple(_uncolumn(column) for column in data["columns"])),
        Audience(data["audience"]),
        About(**{**about, "limits": tuple(about["limits"]), "provenance": tuple(about["provenance"]), "made_on": date.fromisoformat(about["made_on"])}),
        Suppression(**{**data["suppression"], "quasi_identifiers": tuple(data["suppression"]["quasi_identifiers"])}),
    )


def _column(column: Column) -> dict[str, Any]:
    heading = column.heading
    return {
        "code": heading.code,
        "label": heading.label,
        "type": heading.type.value,
        "unit": heading.unit,
        "ordered": heading.ordered,
        "part": heading.part.value,
        "names": [[_pack_value(v), name] for v, name in heading.names.items()],
        "values": [_pack_value(v) for v in column.values],
        "codes": column.codes.tolist(),
    }


def _uncolumn(data: dict[str, Any]) -> Column:
    names = {_unpack_value(v): name for v, name in data["names"]}
    heading = Heading(data["code"], data["label"], ElementType(data["type"]), data["unit"], names, data["ordered"], Part(data["part"]))
    return Column(heading, tuple(_unpack_value(v) for v in data["values"]), np.array(data["codes"], dtype=np.int32))


def _pack_value(value: Value) -> Any:
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, tuple):
        return {"set": list(value)}
    return value


def _unpack_value(value: Any) -> Value:
    if isinstance(value, dict):
        return date.fromisoformat(value["date"]) if "date" in value else tuple(value["set"])
    return value  # type: ignore[no-any-return]
