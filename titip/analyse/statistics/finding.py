"""A finding: the one form of every answer beyond a description, with the guardrails R8 to R27 inside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import isinf, isnan
from typing import Any

from titip.analyse.rules.guardrails import Refused
from titip.analyse.rules.intents import Intent
from titip.analyse.rules.sentences import Sentence, number, percent
from titip.analyse.rules.words import causal_words
from titip.analyse.statistics import messages, wording
from titip.analyse.statistics.description import Description
from titip.analyse.statistics.effects import Effect, adjust
from titip.share.rules import STAR, About


class Kind(StrEnum):
    """How the cells of one column are read."""

    NAME = "name"
    COUNT = "count"
    SHARE = "share"
    NUMBER = "number"
    YEAR = "year"
    RATIO = "ratio"
    WORDS = "words"


@dataclass(frozen=True)
class Head:
    """The head of one column. ``label`` is a message id, or a name from the data."""

    key: str
    label: str
    kind: Kind = Kind.NUMBER


Cell = str | int | float | None | Sentence


@dataclass(frozen=True)
class Shown:
    """One table of a finding. A cell of None in a column of counts is withheld; elsewhere it is nothing."""

    caption: Sentence
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.heads) for row in self.rows):
            raise ValueError("A row has not one cell for each head.")

    def texts(self, translate: Any = None) -> list[tuple[str, ...]]:
        """The rows as they are read."""
        say = translate or (lambda message: message)
        return [tuple(_text(head.kind, cell, say) for head, cell in zip(self.heads, row, strict=True)) for row in self.rows]

    def as_dict(self) -> dict[str, Any]:
        """For JSON: one mapping a row."""
        plain = [{head.key: _plain(cell) for head, cell in zip(self.heads, row, strict=True)} for row in self.rows]
        return {"caption": self.caption.say(), "columns": [{"key": h.key, "label": h.label, "kind": h.kind.value} for h in self.heads], "rows": plain}


@dataclass(frozen=True)
class Excluded:
    """R27: rows that were set aside, and why. ``n`` is None where telling it would give a small count away."""

    why: Sentence
    n: int | None


@dataclass(frozen=True)
class Finding:
    """``used`` of ``n`` rows; the others are in ``excluded``. ``answer``: what the table says in words, effects apart.

    ``effects``: with their p adjusted over all of them (R20). ``refused``: claims that the numbers do not allow. ``asks``: what its author must
    answer before it is published (R12, R17, R21, R24). ``pictured``: the counts that a chart shows.
    Raises ValueError where a sentence claims a cause (R18), or where rows were removed silently (R27).
    """

    intent: Intent
    title: Sentence
    about: About
    n: int
    used: int | None
    answer: tuple[Sentence, ...]
    tables: tuple[Shown, ...]
    method: tuple[Sentence, ...]
    excluded: tuple[Excluded, ...] = ()
    effects: tuple[Effect, ...] = ()
    refused: tuple[Refused, ...] = ()
    cautions: tuple[Sentence, ...] = ()
    asks: tuple[Sentence, ...] = ()
    pictured: Description | None = None
    protect: int = 0
    seed: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "effects", adjust(self.effects))
        for sentence in self._all():
            if words := causal_words(sentence.message):
                raise ValueError(f"R18: a generated sentence claims a cause: {', '.join(words)}")
        if self.used is None or any(one.n is None for one in self.excluded):
            return
        if self.used + sum(one.n or 0 for one in self.excluded) != self.n:
            raise ValueError(f"R27: of {self.n} rows {self.used} were used, and the others are not accounted for.")

    @property
    def tests(self) -> int:
        """R20: how many tests were run."""
        return sum(effect.p is not None for effect in self.effects)

    def sentences(self) -> list[Sentence]:
        """The finding in words, its limits included. Every one speaks of observed cases only (R8)."""
        return list(self._all())

    def _all(self) -> Iterator[Sentence]:
        unit = self.about.unit_of_count
        yield Sentence(messages.OBSERVED, {"n": self.n, "unit": unit})
        yield from self.answer
        yield from (effect.sentence() for effect in self.effects)
        if self.tests:
            yield Sentence(wording.TESTS, {"tests": self.tests})
        yield from (Sentence(wording.NOT_CLAIMED, {"why": refused.sentence}) for refused in self.refused)
        yield from (Sentence(wording.EXCLUDED, {"n": STAR if one.n is None else one.n, "unit": unit, "why": one.why}) for one in self.excluded if one.n != 0)
        yield from self.cautions
        yield Sentence(messages.SAMPLE, {"unit": unit})

    def methods(self) -> list[Sentence]:
        """How it was worked out, and on which assumptions (R19), each once."""
        told = [*self.method, *(Sentence(effect.method) for effect in self.effects)]
        told += [Sentence(text) for effect in self.effects for text in effect.assumptions]
        return list({sentence.message: sentence for sentence in told}.values())

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "intent": self.intent.value,
            "title": self.title.say(),
            "n": self.n,
            "used": self.used,
            "excluded": [{"why": one.why.say(), "n": one.n} for one in self.excluded],
            "effects": [effect.as_dict() for effect in self.effects],
            "tests": self.tests,
            "refused": [{"rule": one.rule, "why": one.sentence.say()} for one in self.refused],
            "tables": [table.as_dict() for table in self.tables],
            **dict(self.details),
            "unit": self.about.unit_of_count,
            "protected_below": self.protect,
            "sentences": [sentence.say() for sentence in self.sentences()],
            "before_publishing": [sentence.say() for sentence in self.asks],
            "method": " ".join(sentence.say() for sentence in self.methods()),
            "seed": self.seed,
        }


def _text(kind: Kind, cell: Cell, say: Any) -> str:
    if isinstance(cell, Sentence):
        return cell.say(say)
    if cell is None:
        return STAR if kind is Kind.COUNT else ""
    if isinstance(cell, str):
        return say(cell) if kind is Kind.WORDS else cell
    if isinstance(cell, float) and (isinf(cell) or isnan(cell)):
        return "∞" if isinf(cell) else ""
    if kind is Kind.SHARE:
        return percent(cell)
    if kind is Kind.YEAR:
        return f"{cell:.0f}"
    return f"{cell:.2f}" if kind is Kind.RATIO else number(cell)


def _plain(cell: Cell) -> Any:
    if isinstance(cell, Sentence):
        return cell.say()
    return None if isinstance(cell, float) and (isinf(cell) or isnan(cell)) else cell
