"""Maps: outlines that are whole and small, places found by any of their names, hatched where withheld, ringed where too small to see."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.present.made_up import made
from titip.present.charts import Row, faults, render
from titip.present.charts.colours import GROUND
from titip.present.charts.maps.outlines import FOLDER, OUTLINES, find, outlines
from titip.present.charts.maps.shading import steps

#: Provinces that were made after the source was drawn: in tables, never silently on a map.
NOT_DRAWN = {
    "KH-25", "ID-KU", "ID-PD", "ID-PE", "ID-PS", "ID-PT", "LA-XS", "MM-18", "PH-DIN", "PH-DVO", "PH-MGN", "PH-MGS",
}  # fmt: skip


def test_every_province_of_the_dictionary_is_on_its_map_or_known_to_be_absent(root: Path) -> None:
    listed = list(csv.DictReader(io.StringIO((root / "titip" / "dictionary" / "starter" / "places.csv").read_text(encoding="utf-8"))))

    assert {row["code"] for row in listed if find(row["parent"], row["code"]) is None} == NOT_DRAWN
    assert all(find(row["parent"], row["name"]) is find(row["parent"], row["code"]) for row in listed)
    assert sum(path.stat().st_size for path in FOLDER.glob("*.json")) < 500_000


@pytest.mark.parametrize("code", OUTLINES)
def test_outlines_are_closed_and_lie_where_they_should(code: str) -> None:
    west, south, east, north = outlines(code).box

    assert 90 < west < east < 142 and -12 < south < north < 29
    for place in outlines(code).places:
        assert place.rings
        for ring in place.rings:
            assert len(ring) >= 4 and (ring[0] == ring[-1]).all()


@pytest.mark.parametrize(
    ("code", "name"),
    [("asean", "กัมพูชา"), ("asean", "MYANMAR"), ("asean", "KHM"), ("KH", "kratie"), ("VN", "Dong Nai"), ("TH", "Bangkok Province")],
)
def test_a_place_is_found_whatever_it_is_called(code: str, name: str) -> None:
    assert find(code, name) is not None
    assert find(code, f"{name} upon Sea") is None


def area_of(png: bytes, colour: str) -> int:
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    wanted = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return int((np.abs(pixels - wanted).max(axis=2) < 4).sum())


def test_a_shade_stands_for_its_class_and_a_withheld_place_has_none() -> None:
    spec = made("choropleth")
    one = next(row for row in spec.rows if row.code == "KH-12")
    low, high = (replace(spec, rows=tuple(replace(row, share=share) for row in spec.rows if row is one), protect=0) for share in (0.02, 0.99))
    hidden = replace(spec, rows=(Row("x", 40, 0.5, code="KH-1"), replace(one, n=None, share=None)), protect=0)

    assert steps(high)[-1] == (0.8, 1.0)
    darkest = spec.ramp[-1]
    assert area_of(render(high, "png"), darkest) > area_of(render(low, "png"), darkest)
    assert area_of(render(hidden, "png"), GROUND) != area_of(render(replace(hidden, rows=hidden.rows[:1]), "png"), GROUND), "hatched, not blank"


def test_what_a_map_cannot_show_is_said_on_it() -> None:
    """By way of the words that are written below it."""
    from titip.present.charts.drawing.page import MEDIA, Page
    from titip.present.charts.maps.flowing import flows
    from titip.present.charts.maps.shading import choropleth

    words = choropleth(Page(made("choropleth"), MEDIA["phone"]))
    for part in ("ខេត្តកែប", "too small to see", "not on this map, only in the table: ខេត្តត្បូងឃ្មុំ", "withheld to protect people", "Natural Earth", "2012"):
        assert part in words
    moved = flows(Page(made("flow"), MEDIA["screen"]))
    hidden = sum(row.n is None for row in made("flow").rows)
    assert f"withheld to protect people, not drawn: {hidden}" in moved and "show no routes" in moved
    assert "within one place: မြန်မာ 20" in moved or any(row.n is None and row.name == row.series for row in made("flow").rows)


def test_R13_a_rate_of_fewer_than_twenty_is_not_shaded() -> None:
    from titip.present.charts.kinds import Measure
    from titip.present.charts.maps.shading import value_of

    spec = replace(made("choropleth"), measure=Measure.VALUE)
    assert value_of(Row("a", 19, value=3.0), spec) is None
    assert value_of(Row("a", 20, value=3.0), spec) == 3.0


def test_a_map_of_nowhere_is_refused() -> None:
    spec = made("choropleth")
    assert [fault.rule for fault in faults(replace(spec, outlines="XX"))] == ["R32"]
    assert "None of the places is on the map of Laos" in faults(replace(spec, outlines="LA"))[0].problem
