"""A room that seals and does not register would lose its sealed values at the next sweep."""

import re

from tests.house.miniature import ROOT
from titip.protect.rules.sealing import SEALERS


def rooms_with(pattern: str) -> set[str]:
    """The rooms in whose source the pattern stands."""
    found = (path for path in (ROOT / "titip").rglob("*.py") if re.search(pattern, path.read_text(encoding="utf-8"), re.MULTILINE))
    return {path.relative_to(ROOT / "titip").parts[0] for path in found}


def test_every_room_that_names_sealed_values_is_asked_before_a_sweep() -> None:
    assert rooms_with(r"^def sealed_references\(") == set(SEALERS.rooms())


def test_every_room_that_seals_names_what_it_sealed() -> None:
    sealing = rooms_with(r"\bvault\.(put|put_many|put_draft)\(")

    assert sealing
    assert sealing <= set(SEALERS.rooms())
