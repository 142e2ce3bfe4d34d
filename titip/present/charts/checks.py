"""The rules R28 to R41 on a chart's specification: one function a rule, each saying what is wrong and the cure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from typing import Final

from titip.present.charts.colours import APART, BAR_AND_GROUND, NEIGHBOURS, STROKE_CONTRAST, VISIONS, contrast, distance, lightness
from titip.present.charts.faults import ChartRefused, Fault
from titip.present.charts.fitting import own_rules
from titip.present.charts.kinds import FITS, LENGTHS, MOST_BARS, MOST_STEPS, NAMES, Kind, Measure
from titip.present.charts.specification import ChartSpec

__all__ = ["ChartRefused", "Fault", "check", "faults"]

_THREE_D = re.compile(r"\b3-?d\b", re.IGNORECASE)


def check(spec: ChartSpec) -> None:
    """Raise ChartRefused where the specification breaks any rule."""
    if found := faults(spec):
        raise ChartRefused(found)


def faults(spec: ChartSpec) -> list[Fault]:
    """All the rules that the specification breaks, in order of their numbers. A table of nobody keeps the rules about words alone."""
    rules = _WORDS if spec.empty else _RULES
    return sorted((fault for rule in rules for fault in rule(spec)), key=lambda fault: int(fault.rule[1:]))


def _r28(spec: ChartSpec) -> Iterator[Fault]:
    for part, says in (("title", "what is shown"), ("period", "which period"), ("place", "which place")):
        if not getattr(spec, part).strip():
            yield Fault("R28", f"The title does not say {says}.", f"Give the {part}.", part)


def _r29(spec: ChartSpec) -> Iterator[Fault]:
    if not spec.unit.strip():
        yield Fault("R29", "It is not said what is counted.", "Give the unit: cases, persons, incidents.", "unit")


def _r30(spec: ChartSpec) -> Iterator[Fault]:
    if not spec.source.strip():
        yield Fault("R30", "The source is not named.", "Give the source: who collected these data.", "source")


def _r31(spec: ChartSpec) -> Iterator[Fault]:
    if spec.kind in LENGTHS and (spec.axis_start != 0 or spec.log):
        says = "stand on an axis of ratios" if spec.log else f"start at {spec.axis_start:g}"
        yield Fault("R31", f"The bars {says}: their lengths would lie.", "Start them at zero.", "axis_start")
    elif (spec.axis_start != 0 or spec.across_start != 0) and not (spec.axis_break or spec.log):
        yield Fault("R31", "An axis does not start at zero and does not show it.", "Start it at zero, or show the break.", "axis_start")


def _r32(spec: ChartSpec) -> Iterator[Fault]:
    if spec.kind not in FITS[spec.intent]:
        fitting = " or ".join(sorted(NAMES[kind].lower() for kind in FITS[spec.intent]))
        yield Fault("R32", f"A {NAMES[spec.kind].lower()} does not show “{spec.intent.value}”.", f"Use a {fitting}.", "kind")
    if _THREE_D.search(spec.title):
        yield Fault("R32", "Depth distorts lengths.", "Draw it flat: there is no 3-D here.", "title")


def _r33(spec: ChartSpec) -> Iterator[Fault]:
    if spec.many or spec.kind is Kind.CHOROPLETH:
        return
    wholes = [[row.share for row in spec.rows if row.name == name] for name in spec.names] if spec.series != ("",) else [[row.share for row in spec.rows]]
    for shares in wholes:
        if not shares or any(share is None for share in shares):
            continue
        total = sum(share for share in shares if share is not None)
        if abs(total - 1) > 0.001:
            yield Fault("R33", f"The shares add up to {100 * total:.1f} %, not 100 %.", "Show every value, or say that a case may have several.", "rows")
            return


def _r34(spec: ChartSpec) -> Iterator[Fault]:
    apart = abs(lightness(spec.bar_colour) - lightness(spec.ground_colour))
    if apart < BAR_AND_GROUND:
        yield Fault(
            "R34",
            f"Bar and ground differ by {apart:.0f} in lightness: in grey the bars would fade.",
            f"Choose colours at least {BAR_AND_GROUND:.0f} apart.",
            "bar_colour",
        )
    for part in ("fills", "strokes", "ramp"):
        yield from _told_apart(part, getattr(spec, part))
    for colour in spec.strokes:
        if contrast(colour, spec.ground_colour) < STROKE_CONTRAST:
            yield Fault("R34", f"A line in {colour} fades into its ground.", f"Choose one with a contrast of {STROKE_CONTRAST:g} or more.", "strokes")


def _told_apart(part: str, colours: tuple[str, ...]) -> Iterator[Fault]:
    for one, other in itertools.combinations(colours, 2):
        grey = abs(lightness(one) - lightness(other))
        if grey < NEIGHBOURS:
            cure = f"Choose colours at least {NEIGHBOURS:.0f} apart."
            yield Fault("R34", f"{one} and {other} differ by {grey:.0f} in lightness: in grey they are one.", cure, part)
        elif blind := next((vision for vision in VISIONS if distance(one, other, vision) < APART), ""):
            yield Fault("R34", f"{one} and {other} look alike with {blind}.", "Choose colours further apart.", part)


def _r35(spec: ChartSpec) -> Iterator[Fault]:
    if not spec.rows:
        yield Fault("R35", "There is nothing to put in the table beside the chart.", "Choose a column that has values.", "rows")
    elif all(row.n is None for row in spec.rows):
        yield Fault("R35", "Every count is withheld to protect people.", "Count something coarser, or wait for more cases.", "rows")


def _r36(spec: ChartSpec) -> Iterator[Fault]:
    if spec.kind not in (Kind.BAR, Kind.LINE, Kind.HISTOGRAM):
        return
    if spec.ordered and len(spec.names) > MOST_STEPS:
        yield Fault("R36", f"{len(spec.names)} bars cannot be read on a phone.", f"Band the values into {MOST_BARS} or fewer.", "rows")
    if spec.many and len(spec.names) > MOST_BARS:
        yield Fault("R36", f"{len(spec.names)} bars cannot be read on a phone.", f"Group the values into {MOST_BARS} or fewer.", "rows")


def _r37(spec: ChartSpec) -> Iterator[Fault]:
    for part in ("coverage", "method", "limits", "missing", "definitions", "version", "made_on"):
        if not getattr(spec, part).strip():
            yield Fault("R37", f"The signpost “{part.replace('_', ' ')}” is empty.", "Say it, or say that it is not known.", part)


def _r41(spec: ChartSpec) -> Iterator[Fault]:
    small = sum(1 for row in spec.rows if row.n is not None and 0 < row.n < spec.protect)
    if small:
        yield Fault("R41", f"{small} counts under {spec.protect} would be shown.", "Withhold them, with what would give them away.", "rows")
    measured = spec.measure is Measure.VALUE and spec.kind is not Kind.SCATTER  # there it is only where the dot stands
    if measured and any(row.n is None and (row.value is not None or row.box is not None) for row in spec.rows):
        yield Fault("R41", "A value stands where the count behind it is withheld.", "Withhold the value too, or say how many it stands for.", "rows")


_Rule = Callable[[ChartSpec], Iterator[Fault]]
_WORDS: Final[tuple[_Rule, ...]] = (_r28, _r29, _r30, _r37)
_RULES: Final[tuple[_Rule, ...]] = (own_rules, _r28, _r29, _r30, _r31, _r32, _r33, _r34, _r35, _r36, _r37, _r41)
