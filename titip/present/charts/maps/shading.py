"""The shaded map: rates and shares by place in five steps, withheld places hatched, places without data blank, small ones ringed."""

from __future__ import annotations

from typing import Final

from titip.present.charts.colours import QUIET_TEXT
from titip.present.charts.drawing.keys import key
from titip.present.charts.drawing.page import HATCH, Page
from titip.present.charts.drawing.scales import round_step, told
from titip.present.charts.drawing.words import axis_words
from titip.present.charts.kinds import Measure
from titip.present.charts.maps.outlines import find, outlines, under_a_map
from titip.present.charts.maps.projecting import Projection, around, land
from titip.present.charts.rows import Row
from titip.present.charts.specification import ChartSpec

#: A rate of fewer is not shaded: one more or one less would move it by a step.
FEWEST: Final = 20


def choropleth(page: Page) -> str:
    """The map with its key above; what cannot be seen on it is said below."""
    spec = page.spec
    rows = {place.code: row for row in spec.rows if (place := find(spec.outlines, row.code or row.name))}
    classes = steps(spec)
    _key(page, classes, rows)
    map_ = outlines(spec.outlines)
    projection = Projection.on(page, map_)
    around(page, map_, projection)
    small = []
    for place in map_.places:
        row = rows.get(place.code)
        colour, hatch = _look(page, row, classes)
        land(page, place, projection, colour, hatch=hatch)
        if projection.small(place):
            small.append((place, row))
    for place, row in small:
        x, y = projection.point(*place.centre)
        colour, _hatch = _look(page, row, classes)
        page.dot(x, y, QUIET_TEXT, size=11, hollow=True)
        page.dot(x, y, colour if row is not None and value_of(row, spec) is not None else QUIET_TEXT, size=6, hollow=row is None)
    return _said(page, [(row.name if row else place.name) for place, row in small])


def value_of(row: Row, spec: ChartSpec) -> float | None:
    """The rate that is shaded: none where it is withheld, or of fewer than FEWEST."""
    value = row.drawn(spec.measure)
    return None if value is None or (row.n is not None and spec.measure is Measure.VALUE and row.n < FEWEST) else value


def steps(spec: ChartSpec) -> list[tuple[float, float]]:
    """Up to five classes of one width from zero (R31), their ends round."""
    values = [value for row in spec.rows if (value := value_of(row, spec)) is not None]
    most = max(values, default=1.0) or 1.0
    step = round_step(most / len(spec.ramp))
    count = next((n for n in range(1, len(spec.ramp) + 1) if n * step >= most - 1e-12), len(spec.ramp))
    return [(place * step, (place + 1) * step) for place in range(count)]


def _look(page: Page, row: Row | None, classes: list[tuple[float, float]]) -> tuple[str, str]:
    """Colour and hatch of a place."""
    if row is None:
        return page.spec.ground_colour, ""
    value = value_of(row, page.spec)
    if value is None:
        return page.spec.ground_colour, HATCH
    return _colour(page, next((place for place, (_low, high) in enumerate(classes) if value < high), len(classes) - 1), len(classes)), ""


def _colour(page: Page, place: int, count: int) -> str:
    """Few classes take the ends of the ramp, so that they stay far apart."""
    ramp = page.spec.ramp
    return ramp[round(place * (len(ramp) - 1) / max(count - 1, 1))]


def _key(page: Page, classes: list[tuple[float, float]], rows: dict[str, Row]) -> None:
    share = page.spec.measure is Measure.SHARE
    last = len(classes) - 1
    entries = []
    for place, (low, high) in enumerate(classes):
        under = "under " if place < last else ""
        entries.append(("", f"{told(low, share=share)} to {under}{told(high, share=share)}", _colour(page, place, len(classes))))
    key(page, entries, hides=any(value_of(row, page.spec) is None for row in rows.values()))


def _said(page: Page, small: list[str]) -> str:
    spec = page.spec
    absent = [row.name for row in spec.rows if not find(spec.outlines, row.code or row.name)]
    few = sum(1 for row in spec.rows if row.n is not None and value_of(row, spec) is None)
    parts = [
        axis_words(spec),
        "white: no data",
        "hatched: withheld to protect people" if any(row.n is None for row in spec.rows) else "",
        f"{few} places have fewer than {FEWEST}, too few for a rate, and are hatched" if few else "",
        f"too small to see, ringed: {', '.join(small[:8])}{' …' if len(small) > 8 else ''}" if small else "",
    ]
    return under_a_map(parts, absent, spec.outlines)
