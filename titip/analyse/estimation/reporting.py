"""The report of an estimation, which never gives one number: models beside each other, lists left out, assumptions, criticism."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from titip.analyse.estimation import messages
from titip.analyse.estimation.results import Estimate, about
from titip.analyse.rules.sentences import Sentence

ASSUMPTIONS: Final = (messages.CLOSED, messages.LINKED, messages.DEPENDENCE, messages.REACHABLE)
CRITICISM: Final = (messages.WHITEHEAD, messages.JONES, messages.LINK, messages.SILVERMAN, messages.BINETTE)


@dataclass(frozen=True)
class LeftOut:
    """The estimates of each kind of model when one list is left out; None where there is none, and ``why`` where the lists became too thin."""

    name: str
    estimates: dict[str, float | None]
    why: Sentence | None = None


@dataclass(frozen=True)
class Report:
    """``estimates``: the models asked for. ``beside``: what always stands beside them. ``left_out``: one for each list."""

    lists: tuple[str, ...]
    observed: int
    unit: str
    estimates: tuple[Estimate, ...]
    beside: tuple[Estimate, ...]
    left_out: tuple[LeftOut, ...]
    seed: int
    bootstrap: int
    unlisted: int = 0

    @property
    def shown(self) -> tuple[Estimate, ...]:
        """All rows of the table: never one alone."""
        return (*self.estimates, *self.beside)

    def spread(self) -> dict[str, float] | None:
        """From the lowest to the highest estimate and interval end of the usable models; None with fewer than two."""
        usable = [one for one in self.shown if one.usable and one.estimate is not None]
        if len(usable) < 2:
            return None
        figures = [one.estimate for one in usable if one.estimate is not None]
        ends = [end for one in usable for interval in (one.interval, one.bca) if interval for end in interval]
        return {"lowest": min(figures), "highest": max(figures), "low": min(ends + figures), "high": max(ends + figures)}

    def left_out_spread(self, model: str) -> tuple[float, float] | None:
        """The lowest and highest estimate of a model when one list is left out."""
        figures = [value for one in self.left_out if (value := one.estimates.get(model)) is not None]
        return (min(figures), max(figures)) if figures else None

    def left_out_rows(self) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Headings and rows of a table of text: each list left out, and the estimates without it."""
        models = [one.model for one in self.shown if one.model != "lcmcr"]
        rows = [(one.name, *("none" if (value := one.estimates.get(model)) is None else about(value) for model in models)) for one in self.left_out]
        return ("without", *models), rows

    def findings(self) -> list[Sentence]:
        """The result in words."""
        told = [Sentence(messages.OBSERVED, {"n": self.observed, "unit": self.unit, "lists": len(self.lists)})]
        if self.unlisted:
            told.append(Sentence(messages.UNLISTED, {"n": self.unlisted, "unit": self.unit}))
        if spread := self.spread():
            told.append(Sentence(messages.SPREAD, {name: about(value) for name, value in spread.items()} | {"unit": self.unit}))
        else:
            told.append(Sentence(messages.NO_SPREAD))
        for one in self.shown:
            if ends := self.left_out_spread(one.model):
                told.append(Sentence(messages.LEFT_OUT, {"model": one.label.say(), "lowest": about(ends[0]), "highest": about(ends[1])}))
        return [*told, Sentence(messages.EACH_ASSUMES), Sentence(messages.ROUNDED), Sentence(messages.CONFIDENTIAL)]

    def assumptions(self) -> list[Sentence]:
        """What must be true for any of the figures to be."""
        return [Sentence(one) for one in ASSUMPTIONS]

    def criticism(self) -> list[Sentence]:
        """What stands in the literature against such estimates."""
        return [Sentence(one) for one in CRITICISM]

    def as_dict(self) -> dict[str, Any]:
        """For JSON. No count of a history is in it."""
        return {
            "observed": self.observed,
            "lists": list(self.lists),
            "unlisted": self.unlisted,
            "models": [one.as_dict() for one in self.estimates],
            "beside": [one.as_dict() for one in self.beside],
            "spread": self.spread(),
            "leave_one_out": [
                {"left_out": one.name, "estimates": one.estimates, "why": one.why.say() if one.why else None} for one in self.left_out
            ],
            "findings": [one.say() for one in self.findings()],
            "assumptions": [one.say() for one in self.assumptions()],
            "criticism": [one.say() for one in self.criticism()],
            "bootstrap": self.bootstrap,
            "seed": self.seed,
        }
