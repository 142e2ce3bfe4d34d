"""An organisation's own instrument: read from its sheets, asked with its skips, scored where everybody can follow it.

The result never says that somebody is not a victim: signs are present, or none was noted by this tool this time.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from titip.dictionary.rules.expressions import BadExpression, holds, parse, references
from titip.dictionary.rules.messages import Told
from titip.dictionary.rules.messages import gettext_noop as _

#: What must be said of an instrument before it is loaded.
SETTINGS: Final = ("title", "version", "source", "licence", "language", "threshold")
KINDS: Final = frozenset({"yes_no", "select_one"})
SIGNS, NONE = "signs", "none"
RESULTS: Final = {
    SIGNS: _("Signs present: refer for a full interview"),
    NONE: _("Fewer signs than this tool asks for were noted this time. It decides nothing."),
}
_MOST_ITEMS, _LONGEST = 200, 500


class BadInstrument(Told):
    """The file is no instrument as it stands. The message names the row and the cure."""


class AnyRow(Protocol):
    """A row under its headings."""

    @property
    def number(self) -> int:
        """Which row of its sheet."""
        ...

    def get(self, heading: str) -> str:
        """The cell's text."""
        ...


@dataclass(frozen=True)
class Line:
    """A row of a CSV file."""

    number: int
    cells: Mapping[str, str]

    def get(self, heading: str) -> str:
        """The cell's text without spaces at its ends."""
        return (self.cells.get(heading) or "").strip()


@dataclass(frozen=True)
class Option:
    """A possible answer and what it weighs."""

    code: str
    label: str
    weight: float


@dataclass(frozen=True)
class Item:
    """One question. ``skip``: asked only where this holds; empty: always."""

    code: str
    text: str
    options: tuple[Option, ...]
    skip: str = ""


@dataclass(frozen=True)
class Instrument:
    """The whole tool. ``threshold``: from which sum on signs are said to be present."""

    title: str
    version: str
    source: str
    licence: str
    language: str
    threshold: float
    items: tuple[Item, ...]

    def as_json(self) -> dict[str, Any]:
        """For keeping."""
        items = [{"code": i.code, "text": i.text, "skip": i.skip, "options": [[o.code, o.label, o.weight] for o in i.options]} for i in self.items]
        return {name: getattr(self, name) for name in SETTINGS} | {"items": items}


@dataclass(frozen=True)
class Scored:
    """One item of a result: the answer's words, what it weighed; ``asked`` is False where its skip left it out."""

    item: Item
    answer: str
    weight: float
    asked: bool


def from_json(kept: Mapping[str, Any]) -> Instrument:
    """What ``as_json`` kept."""
    items = tuple(Item(i["code"], i["text"], tuple(Option(*o) for o in i["options"]), i["skip"]) for i in kept["items"])
    return Instrument(**{name: kept[name] for name in SETTINGS}, items=items)


def read_csv(text: str) -> Instrument:
    """A CSV file with the columns kind, name, label, weight, relevant, list.

    ``kind`` is ``setting`` (name and label: its value), ``choice`` (list, name, label, weight), ``yes_no`` (weight of a yes) or
    ``select_one`` (list). Raises BadInstrument.
    """
    try:
        rows = [Line(number, row) for number, row in enumerate(csv.DictReader(io.StringIO(text), strict=True), start=2)]
    except csv.Error:
        raise BadInstrument("csv", _("This is not a CSV file. Save the sheet as “CSV UTF-8” and choose it again.")) from None
    settings = {row.get("name").lower(): row.get("label") for row in rows if row.get("kind") == "setting"}
    choices = [(row.get("list"), row) for row in rows if row.get("kind") == "choice"]
    asked = [(row.get("kind"), row.get("list"), row) for row in rows if row.get("kind") not in ("", "setting", "choice")]
    return build(settings, asked, choices)


def read_xlsform(sheets: Mapping[str, Sequence[AnyRow]]) -> Instrument:
    """An XLSForm's sheets, with a column ``weight`` on its choices (or on a question answered with yes), and in its settings source, licence and threshold."""
    row = next(iter(sheets.get("settings", [])), None)
    names = {"title": "form_title", "language": "default_language"}
    settings = {name: row.get(names.get(name, name)) if row else "" for name in SETTINGS}
    asked = []
    for one in sheets["survey"]:
        kind, _space, named = one.get("type").partition(" ")
        if kind in ("note", "start", "end", "today", "begin_group", "end_group") or one.get("type") in ("begin group", "end group", ""):
            continue
        asked.append((kind, named.strip(), one))
    return build(settings, asked, [(one.get("list_name"), one) for one in sheets.get("choices", [])])


def build(settings: Mapping[str, str], asked: Sequence[tuple[str, str, AnyRow]], choices: Iterable[tuple[str, AnyRow]]) -> Instrument:
    """An instrument of its settings, questions (kind, list, row) and choices (list, row). Raises BadInstrument naming what lacks."""
    for name in SETTINGS:
        if not settings.get(name):
            raise BadInstrument("setting", _("The setting “%(name)s” is missing. An instrument is loaded only with title, version, source, licence, "
                                             "language and threshold."), name=name)
    lists: dict[str, list[Option]] = {}
    for named, row in choices:
        lists.setdefault(named, []).append(Option(row.get("name"), row.get("label") or row.get("name"), _number(row, "weight")))
    items: list[Item] = []
    for kind, named, row in asked:
        items.append(_item(kind, named, row, lists, {item.code for item in items}))
    if not items or len(items) > _MOST_ITEMS:
        raise BadInstrument("items", _("An instrument has between 1 and 200 questions."))
    threshold = _float(settings["threshold"])
    if threshold is None or not 0 < threshold <= sum(max(o.weight for o in item.options) for item in items):
        raise BadInstrument("threshold", _("The threshold must be above 0 and no more than all weights together, or nobody is ever referred."))
    said: dict[str, Any] = {name: settings[name][:_LONGEST] for name in SETTINGS[:5]}
    return Instrument(**said, threshold=threshold, items=tuple(items))


def arises(item: Item, answers: Mapping[str, str], today: date) -> bool:
    """Whether the question is asked after these answers."""
    return not item.skip or holds(parse(item.skip), dict(answers), today=today)


def score(instrument: Instrument, answers: Mapping[str, str], today: date) -> tuple[list[Scored], float, str]:
    """Each item with what it weighed, the sum, and ``signs`` or ``none``. What the skips leave out weighs nothing, whatever was typed there."""
    told: dict[str, str] = {}
    rows = []
    for item in instrument.items:
        asked = arises(item, told, today)
        option = next((o for o in item.options if asked and o.code == answers.get(item.code)), None)
        if option is not None:
            told[item.code] = option.code
        rows.append(Scored(item, option.label if option else "", option.weight if option else 0.0, asked))
    total = round(sum(row.weight for row in rows), 6)
    return rows, total, SIGNS if total >= instrument.threshold else NONE


def _item(kind: str, named: str, row: AnyRow, lists: Mapping[str, list[Option]], before: set[str]) -> Item:
    code, text, skip = row.get("name"), row.get("label"), row.get("relevant")
    where = {"row": row.number}
    if kind not in KINDS:
        template = _("Row %(row)s: a question is “yes_no” or “select_one”. What is told freely belongs into a note, and cannot be scored.")
        raise BadInstrument("kind", template, **where)
    if not code.isidentifier() or code in before:
        raise BadInstrument("name", _("Row %(row)s: each question needs a name of its own, of letters, digits and “_”."), **where)
    if not text or len(text) > _LONGEST:
        raise BadInstrument("label", _("Row %(row)s: the question's words are missing, or longer than 500 characters."), **where)
    if kind == "select_one" and len(lists.get(named, [])) < 2:
        raise BadInstrument("list", _("Row %(row)s: its list of answers has fewer than two choices."), **where)
    if skip:
        try:
            unknown = references(parse(skip)) - before
        except BadExpression:
            raise BadInstrument("skip", _("Row %(row)s: this skip rule is not understood. Write it as in an XLSForm: ${name} = 'yes'."), **where) from None
        if unknown:
            raise BadInstrument("skip", _("Row %(row)s: its skip rule names a question that does not stand before it."), **where)
    yes_no = (Option("yes", "", _number(row, "weight")), Option("no", "", 0.0)) if kind == "yes_no" else ()
    return Item(code, text, yes_no or tuple(lists[named]), skip)


def _number(row: AnyRow, heading: str) -> float:
    text = row.get(heading)
    found = _float(text) if text else 0.0
    if found is None or not 0 <= found <= 1000:
        raise BadInstrument("weight", _("Row %(row)s: a weight is a number from 0 to 1000."), row=row.number)
    return found


def _float(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
