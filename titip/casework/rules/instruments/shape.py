"""What an instrument is made of: questions of four kinds with what each answer weighs, in every language of its file."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Final

from titip.dictionary.rules.messages import Told
from titip.dictionary.rules.messages import gettext_noop as _

#: What must be said of an instrument before it is loaded.
SETTINGS: Final = ("title", "version", "source", "licence", "language", "threshold")
#: Ways in which a tool may be asked.
MODES: Final = {"in_person": _("In person"), "phone": _("By telephone"), "hotline": _("On the hotline"), "online": _("Online")}


class BadInstrument(Told):
    """The file is no instrument as it stands. The message names the row and the cure."""


class Kind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    SEVERAL = "several"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True)
class Wording:
    """A question in one language: as it is asked, a gentler way to ask it, what the interviewer does. ``language``: of the question."""

    text: str
    indirect: str = ""
    instruction: str = ""
    language: str = ""


@dataclass(frozen=True)
class Option:
    """A possible answer and what it weighs. ``others``: its words by language."""

    code: str
    label: str
    weight: float
    others: Mapping[str, str] = field(default_factory=dict)

    def said(self, language: str) -> str:
        """Its words in a language; in the file's own where that has none."""
        return self.others.get(language) or self.label


@dataclass(frozen=True)
class Band:
    """From which number on an answer weighs so much, up to the next band."""

    start: float
    weight: float


@dataclass(frozen=True)
class Item:
    """One question. ``skip``: asked only where this holds; empty: always. ``limit``: what a number must keep to. ``others``: its words by language."""

    code: str
    text: str
    options: tuple[Option, ...] = ()
    skip: str = ""
    kind: Kind = Kind.ONE
    bands: tuple[Band, ...] = ()
    whole: bool = False
    limit: str = ""
    indirect: str = ""
    instruction: str = ""
    others: Mapping[str, Wording] = field(default_factory=dict)

    @property
    def heaviest(self) -> float:
        """The most that an answer may weigh."""
        weights = [*(o.weight for o in self.options), *(b.weight for b in self.bands), 0.0]
        return sum(weights) if self.kind is Kind.SEVERAL else max(weights)

    def said(self, language: str, own: str) -> Wording:
        """Its words in a language; what that lacks in ``own``, the file's language."""
        there = self.others.get(language)
        if there is None:
            return Wording(self.text, self.indirect, self.instruction, own)
        return Wording(there.text or self.text, there.indirect or self.indirect, there.instruction or self.instruction, language if there.text else own)


@dataclass(frozen=True)
class Instrument:
    """The whole tool. ``threshold``: from which sum on signs are said to be present. ``modes``: ways it is made for; none named: all."""

    title: str
    version: str
    source: str
    licence: str
    language: str
    threshold: float
    items: tuple[Item, ...]
    modes: tuple[str, ...] = ()

    @property
    def languages(self) -> dict[str, int]:
        """How many of the questions are worded in each language; the file's own comes first."""
        found = {self.language: len(self.items)}
        for item in self.items:
            for language, words in item.others.items():
                found[language] = found.get(language, 0) + bool(words.text)
        return {language: n for language, n in found.items() if n}

    def as_json(self) -> dict[str, Any]:
        """For keeping."""
        items = [
            {
                **{name: getattr(i, name) for name in ("code", "text", "skip", "whole", "limit", "indirect", "instruction")}, "kind": i.kind.value,
                "options": [[o.code, o.label, o.weight, dict(o.others)] for o in i.options], "bands": [[b.start, b.weight] for b in i.bands],
                "others": {language: asdict(words) for language, words in i.others.items()},
            }
            for i in self.items
        ]
        return {name: getattr(self, name) for name in SETTINGS} | {"items": items, "modes": list(self.modes)}


def from_json(kept: Mapping[str, Any]) -> Instrument:
    """What ``as_json`` kept; what an earlier version of it did not keep yet is empty."""
    return Instrument(**{name: kept[name] for name in SETTINGS}, items=tuple(map(_item, kept["items"])), modes=tuple(kept.get("modes", ())))


def _item(kept: Mapping[str, Any]) -> Item:
    made = {name: kept[name] for name in ("code", "text", "skip", "whole", "limit", "indirect", "instruction") if name in kept}
    return Item(
        **made, options=tuple(Option(*o) for o in kept["options"]), kind=Kind(kept.get("kind", Kind.ONE)),
        bands=tuple(Band(*b) for b in kept.get("bands", ())), others={language: Wording(**words) for language, words in kept.get("others", {}).items()},
    )
