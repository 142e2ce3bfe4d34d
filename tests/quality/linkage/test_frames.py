"""A notebook's table goes in, whatever made it; the example in the manual runs as it is written."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from titip.quality.linkage import BadSpec, from_frame

CELLS: dict[str, list[Any]] = {"name": ["Sok Dara", "Darra Sok", None, "Chea Bopha"], "born": [1990, 1991, 1975, 1983], "province": ["Battambang"] * 4}


def frames() -> dict[str, Any]:
    """The same table by every library that is here."""
    made: dict[str, Any] = {"lists": CELLS}
    rows = ", ".join(f"({'NULL' if name is None else repr(name)}, {born}, {place!r})" for name, born, place in zip(*CELLS.values(), strict=True))
    made["duckdb"] = duckdb.sql(f"select * from (values {rows}) t(name, born, province)")
    for library, make in (("pandas", "DataFrame"), ("polars", "DataFrame"), ("pyarrow", "table")):
        try:
            made[library] = getattr(__import__(library), make)(CELLS)
        except ImportError:
            continue
    return made


def test_every_door_gives_the_same_texts() -> None:
    found = frames()
    assert {"lists", "duckdb", "pandas"} <= set(found)
    for name, frame in found.items():
        assert {column: texts.cells() for column, texts in from_frame(frame).items()} == {
            "name": ["Sok Dara", "Darra Sok", "", "Chea Bopha"], "born": ["1990", "1991", "1975", "1983"], "province": ["Battambang"] * 4,
        }, name


def test_moments_become_days_and_what_is_no_table_is_refused() -> None:
    assert from_frame({"d": [datetime(1990, 5, 6, 7), date(1990, 5, 7), float("nan")]})["d"].cells() == ["1990-05-06", "1990-05-07", ""]
    with pytest.raises(BadSpec, match="is not a table"):
        from_frame(7)
    with pytest.raises(BadSpec, match="different lengths"):
        from_frame({"a": [1], "b": [1, 2]})


def test_the_example_in_the_manual_runs() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "linkage.md").read_text(encoding="utf-8")
    lines = page.split("## From a notebook")[1].split("`match` takes")[0].splitlines()
    for name, frame in frames().items():
        known: dict[str, Any] = {"frame": frame}
        exec("\n".join(line.removeprefix("    ") for line in lines), known)
        assert (known["first"].tolist(), known["second"].tolist()) == ([0], [1]), name
        assert "birth years one apart" in known["reasons"][0] and len(np.unique(known["groups"])) == 3
