"""The rules R28 to R37 on a chart's specification: one function a rule, each saying what is wrong and the cure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from titip.present.charts.colours import BAR_AND_GROUND, lightness
from titip.present.charts.specification import MOST_BARS, ChartSpec, Intent, Kind

#: Ordered scales cannot be gathered into "other"; more steps than this need another kind of picture.
MOST_STEPS: Final = 40

_FITS: Final = {Intent.COMPARE: {Kind.BAR}, Intent.PART_OF_WHOLE: {Kind.BAR}, Intent.TIME: {Kind.LINE, Kind.BAR}, Intent.DISTRIBUTION: {Kind.STRIP}}
_THREE_D = re.compile(r"\b3-?d\b", re.IGNORECASE)


@dataclass(frozen=True)
class Fault:
    """A rule that a specification breaks, why, what to do, and which part of the specification it is about."""

    rule: str
    problem: str
    cure: str
    part: str = ""


class ChartRefused(ValueError):
    """A specification that breaks rules; nothing is drawn. ``faults`` names each rule and its cure."""

    def __init__(self, found: list[Fault]) -> None:
        super().__init__(" ".join(f"{fault.rule}: {fault.problem} {fault.cure}" for fault in found))
        self.faults = found


def check(spec: ChartSpec) -> None:
    """Raise ChartRefused where the specification breaks any rule."""
    if found := faults(spec):
        raise ChartRefused(found)


def faults(spec: ChartSpec) -> list[Fault]:
    """All the rules that the specification breaks, in order of their numbers."""
    return [fault for rule in _RULES for fault in rule(spec)]


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
    if spec.kind is Kind.BAR and spec.axis_start != 0:
        yield Fault("R31", f"The bars start at {spec.axis_start:g}: their lengths would lie.", "Start them at zero.", "axis_start")


def _r32(spec: ChartSpec) -> Iterator[Fault]:
    if spec.kind not in _FITS[spec.intent]:
        fitting = " or ".join(sorted(_FITS[spec.intent]))
        yield Fault("R32", f"A {spec.kind.value} chart does not show “{spec.intent.value}”.", f"Use a {fitting} chart.", "kind")
    if _THREE_D.search(spec.title):
        yield Fault("R32", "Depth distorts lengths.", "Draw it flat: there is no 3-D here.", "title")


def _r33(spec: ChartSpec) -> Iterator[Fault]:
    shares = [row.share for row in spec.rows]
    if spec.many or any(share is None for share in shares) or not shares:
        return
    total = sum(share for share in shares if share is not None)
    if abs(total - 1) > 0.001:
        yield Fault("R33", f"The shares add up to {100 * total:.1f} %, not 100 %.", "Show every value, or say that a case may have several.", "rows")


def _r34(spec: ChartSpec) -> Iterator[Fault]:
    apart = abs(lightness(spec.bar_colour) - lightness(spec.ground_colour))
    if apart < BAR_AND_GROUND:
        yield Fault(
            "R34",
            f"Bar and ground differ by {apart:.0f} in lightness: in grey the bars would fade.",
            f"Choose colours at least {BAR_AND_GROUND:.0f} apart.",
            "bar_colour",
        )


def _r35(spec: ChartSpec) -> Iterator[Fault]:
    if not spec.rows:
        yield Fault("R35", "There is nothing to put in the table beside the chart.", "Choose a column that has values.", "rows")
    elif all(row.n is None for row in spec.rows):
        yield Fault("R35", "Every count is withheld to protect people.", "Count something coarser, or wait for more cases.", "rows")


def _r36(spec: ChartSpec) -> Iterator[Fault]:
    if spec.ordered and len(spec.rows) > MOST_STEPS:
        yield Fault("R36", f"{len(spec.rows)} bars cannot be read on a phone.", f"Band the values into {MOST_BARS} or fewer.", "rows")
    if spec.many and len(spec.rows) > MOST_BARS:
        yield Fault("R36", f"{len(spec.rows)} bars cannot be read on a phone.", f"Group the values into {MOST_BARS} or fewer.", "rows")


def _r37(spec: ChartSpec) -> Iterator[Fault]:
    for part in ("coverage", "method", "limits", "missing", "definitions", "version", "made_on"):
        if not getattr(spec, part).strip():
            yield Fault("R37", f"The signpost “{part.replace('_', ' ')}” is empty.", "Say it, or say that it is not known.", part)


_RULES: Final[tuple[Callable[[ChartSpec], Iterator[Fault]], ...]] = (_r28, _r29, _r30, _r31, _r32, _r33, _r34, _r35, _r36, _r37)
