"""A rule that a chart breaks, with what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


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
