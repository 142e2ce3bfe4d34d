"""A room that seals and does not register would lose its sealed values at the next sweep."""

import re

from tests.house.miniature import ROOT
from titip.protect.rules.sealing import SEALERS


def test_every_room_that_names_sealed_values_is_asked_before_a_sweep() -> None:
    naming = {path.relative_to(ROOT / "titip").parts[0] for path in (ROOT / "titip").rglob("*.py") if re.search(r"^def sealed_references\(", path.read_text(), re.M)}

    assert naming == set(SEALERS.rooms())


def test_every_room_that_seals_names_what_it_sealed() -> None:
    calls = re.compile(r"\bvault\.(put|put_many|put_draft)\(")
    sealing = {path.relative_to(ROOT / "titip").parts[0] for path in (ROOT / "titip").rglob("*.py") if calls.search(path.read_text())}

    assert sealing
    assert sealing <= set(SEALERS.rooms())
