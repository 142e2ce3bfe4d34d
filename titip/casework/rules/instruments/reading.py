"""An instrument read from its sheets: what cannot be asked or followed is refused, with the row and the cure."""

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from titip.casework.rules.instruments.shape import MODES, SETTINGS, BadInstrument, Band, Instrument, Item, Kind, Option, Wording
from titip.dictionary.rules.expressions import BadExpression, parse, references
from titip.dictionary.rules.messages import gettext_noop as _
from titip.dictionary.xlsform import language_code
from titip.kit.text import clean, clean_line

_KINDS: Final = {
    "yes_no": Kind.ONE, "select_one": Kind.ONE, "select_multiple": Kind.SEVERAL, "integer": Kind.NUMBER, "decimal": Kind.NUMBER, "text": Kind.TEXT,
}
#: Rows that a machine fills, and that nobody is asked.
_SILENT: Final = frozenset({"start", "end", "today", "deviceid", "username", "audit", ""})
_MOST_ITEMS, _MOST_OPTIONS, _MOST_ROWS, _LONGEST = 200, 100, 5_000, 500
_CODE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,79}")
_BAND: Final = re.compile(r"\s*(?:from|>=)\s*(-?\d{1,9}(?:[.,]\d{1,6})?)\s*=\s*(\d{1,9}(?:[.,]\d{1,6})?)\s*", re.IGNORECASE)


class AnyRow(Protocol):
    """A row under its headings."""

    @property
    def number(self) -> int:
        """Which row of its sheet."""
        ...

    @property
    def cells(self) -> Mapping[str, str]:
        """Each cell by its heading."""
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
class _Asked:
    """A question's row: its kind and list, the rule of the groups around it, and what the notes before it tell the interviewer, by language."""

    kind: str
    named: str
    row: AnyRow
    around: str = ""
    notes: Mapping[str, str] | None = None


def read_csv(text: str) -> Instrument:
    """A CSV file with the columns kind, name, label, weight, relevant, list; label, indirect, instruction may have a language: ``label::th``.

    ``kind`` is ``setting`` (name and label: its value), ``choice`` (list, name, label, weight), or a question's: ``yes_no`` (weight of a yes),
    ``select_one`` or ``select_multiple`` (list), ``integer`` or ``decimal`` (weight: ``from 60 = 1; from 80 = 2``), ``text``. Raises BadInstrument.
    """
    rows = list(_lines(text))
    settings = {row.get("name").lower(): row.get("label") for row in rows if row.get("kind") == "setting"}
    choices = [(row.get("list"), row) for row in rows if row.get("kind") == "choice"]
    asked = [_Asked(row.get("kind"), row.get("list"), row) for row in rows if row.get("kind") not in ("setting", "choice") and _says(row)]
    return _build(settings, asked, choices)


def read_xlsform(sheets: Mapping[str, Sequence[AnyRow]]) -> Instrument:
    """An XLSForm's sheets, with a column ``weight`` on its choices (or on a question), and in its settings source, licence and threshold.

    A group's rule holds for what stands in it; a note is told to the interviewer with the question after it. Raises BadInstrument.
    """
    row = next(iter(sheets.get("settings", [])), None)
    names = {"title": "form_title", "language": "default_language"}
    settings = {name: row.get(names.get(name, name)) if row else "" for name in (*SETTINGS, "mode")}
    choices = [(one.get("list_name"), one) for one in sheets.get("choices", [])]
    return _build(settings, list(_survey(sheets["survey"], language_code(settings["language"]))), choices)


def _lines(text: str) -> Iterator[Line]:
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)  # Excel writes semicolons where the comma is the decimal point
    try:
        rows = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
        headings = [re.sub(r"\s*::\s*", "::", heading.strip()) for heading in next(rows, [])]
        headings = [name.lower() + colons + language for name, colons, language in (heading.partition("::") for heading in headings)]
        if not {"kind", "name", "label"} <= set(headings):
            raise BadInstrument("columns", _("The first row must name the columns: kind, name, label, weight, relevant, list."))
        twice = next((name for name in headings if name and headings.count(name) > 1), "")
        if twice:
            raise BadInstrument("columns", _("Row 1: the column “%(name)s” stands there twice."), name=twice[:40])
        for number, cells in enumerate(rows, start=2):
            if number > _MOST_ROWS:
                raise BadInstrument("rows", _("This file has more than %(most)s rows. An instrument is much shorter."), most=_MOST_ROWS)
            yield Line(number, dict(zip(headings, cells, strict=False)))
    except csv.Error:
        raise BadInstrument("csv", _("This is not a CSV file. Save the sheet as “CSV UTF-8” and choose it again.")) from None


def _says(row: AnyRow) -> bool:
    """Whether anything stands in the row: one without a kind is refused, an empty one passed over."""
    return any(text and text.strip() for text in row.cells.values())


def _survey(rows: Iterable[AnyRow], own: str) -> Iterator[_Asked]:
    groups: list[str] = []
    notes: dict[str, str] = {}
    for row in rows:
        kind, _space, named = " ".join(row.get("type").split()).replace("begin group", "begin_group").replace("end group", "end_group").partition(" ")
        if kind == "begin_group":
            groups.append(row.get("relevant"))
        elif kind == "end_group":
            groups = groups[:-1]
        elif kind == "note":
            for language, words in _words(row, "label", own).items():
                notes[language] = f"{notes.get(language, '')}\n{words}".strip()
        elif kind not in _SILENT:
            yield _Asked(kind, named.strip(), row, " and ".join(f"({rule})" for rule in groups if rule), notes)
            notes = {}


def _build(settings: Mapping[str, str], asked: Sequence[_Asked], choices: Iterable[tuple[str, AnyRow]]) -> Instrument:
    said = _settings(settings)
    own = said["language"]
    lists: dict[str, list[Option]] = {}
    for named, row in choices:
        _add_choice(lists.setdefault(named, []), row, own)
    items: list[Item] = []
    for one in asked:
        items.append(_item(one, lists, {item.code for item in items}, own))
    if not items or len(items) > _MOST_ITEMS:
        raise BadInstrument("items", _("An instrument has between 1 and 200 questions."))
    threshold = _float(settings["threshold"])
    if threshold is None or not 0 < threshold <= sum(item.heaviest for item in items):
        raise BadInstrument("threshold", _("The threshold must be above 0 and no more than all weights together, or nobody is ever referred."))
    return Instrument(**said, threshold=threshold, items=tuple(items), modes=_modes(settings.get("mode", "")))


def _settings(settings: Mapping[str, str]) -> dict[str, str]:
    for name in SETTINGS:
        if not clean_line(settings.get(name, "")):
            raise BadInstrument("setting", _("The setting “%(name)s” is missing. An instrument is loaded only with title, version, source, licence, "
                                             "language and threshold."), name=name)
        if len(settings[name]) > _LONGEST:
            raise BadInstrument("setting", _("The setting “%(name)s” is longer than 500 characters."), name=name)
    return {name: clean_line(settings[name]) for name in SETTINGS[:4]} | {"language": language_code(clean_line(settings["language"]))[:12]}


def _modes(text: str) -> tuple[str, ...]:
    named = text.lower().replace(",", " ").replace(";", " ").split()
    unknown = next((mode for mode in named if mode not in MODES), "")
    if unknown:
        raise BadInstrument("mode", _("The setting “mode” names “%(shown)s”. Write in_person, phone, hotline, online, or several of them."), shown=unknown[:40])
    return tuple(mode for mode in MODES if mode in named)


def _add_choice(options: list[Option], row: AnyRow, own: str) -> None:
    code, words, where = row.get("name"), _words(row, "label", own), {"row": row.number}
    if not code or len(code) > 80 or len(code.split()) != 1 or any(option.code == code for option in options):
        raise BadInstrument("choice", _("Row %(row)s: each choice needs a name of its own in its list, without spaces."), **where)
    if len(options) >= _MOST_OPTIONS:
        raise BadInstrument("choice", _("Row %(row)s: a list has at most 100 choices."), **where)
    _short(row, words)
    label = words.pop(own, "")
    options.append(Option(code, label or code, _number(row, "weight"), words))


def _item(asked: _Asked, lists: Mapping[str, list[Option]], before: set[str], own: str) -> Item:
    row, code = asked.row, asked.row.get("name")
    where = {"row": row.number}
    kind = _KINDS.get(asked.kind)
    if kind is None:
        raise BadInstrument("kind", _("Row %(row)s: “%(shown)s” cannot be asked here. A question is yes_no, select_one, select_multiple, integer, decimal "
                                      "or text."), shown=asked.kind[:40], **where)
    if not _CODE.fullmatch(code) or code in before:
        raise BadInstrument("name", _("Row %(row)s: each question needs a name of its own, of letters, digits and “_”."), **where)
    texts, gentle, told = _words(row, "label", own), _words(row, "indirect", own), _instructions(asked, own)
    for words in (texts, gentle, told):
        _short(row, words, _LONGEST * 4 if words is told else _LONGEST)
    if not texts.get(own):
        raise BadInstrument("label", _("Row %(row)s: the question's words are missing in the language of the form (%(language)s)."), language=own, **where)
    others = {one: Wording(texts.get(one, ""), gentle.get(one, ""), told.get(one, ""), one) for one in sorted({*texts, *gentle, *told} - {own})}
    return Item(
        code, texts[own], _options(asked, lists), _skip(asked, before), kind, _bands(row) if kind is Kind.NUMBER else (), asked.kind == "integer",
        _limit(row) if kind is Kind.NUMBER else "", gentle.get(own, ""), told.get(own, ""), others,
    )


def _options(asked: _Asked, lists: Mapping[str, list[Option]]) -> tuple[Option, ...]:
    row, where = asked.row, {"row": asked.row.number}
    if asked.kind == "yes_no":
        return (Option("yes", "", _number(row, "weight")), Option("no", "", 0.0))
    if asked.kind in ("select_one", "select_multiple"):
        if len(lists.get(asked.named, [])) < 2:
            raise BadInstrument("list", _("Row %(row)s: its list of answers has fewer than two choices."), **where)
        if row.get("weight"):
            raise BadInstrument("weight", _("Row %(row)s: the weights of this question stand with its choices, not here."), **where)
        return tuple(lists[asked.named])
    if asked.kind == "text" and row.get("weight"):
        raise BadInstrument("weight", _("Row %(row)s: what is told freely is a note, and cannot be scored. Leave its weight empty."), **where)
    return ()


def _skip(asked: _Asked, before: set[str]) -> str:
    own = asked.row.get("relevant")
    skip = f"{asked.around} and ({own})" if asked.around and own else own or asked.around
    if skip:
        where = {"row": asked.row.number}
        try:
            unknown = references(parse(skip)) - before
        except BadExpression:
            raise BadInstrument("skip", _("Row %(row)s: this skip rule is not understood. Write it as in an XLSForm: ${name} = 'yes'."), **where) from None
        if unknown:
            raise BadInstrument("skip", _("Row %(row)s: its skip rule names a question that does not stand before it."), **where)
    return skip


def _limit(row: AnyRow) -> str:
    limit = row.get("constraint")
    if limit:
        where = {"row": row.number}
        try:
            named = references(parse(limit))
        except BadExpression:
            named = frozenset({"?"})
        if named:
            raise BadInstrument("limit", _("Row %(row)s: the limit of this number is not understood. Write it as in an XLSForm: . >= 0 and . <= 120."), **where)
    return limit


def _bands(row: AnyRow) -> tuple[Band, ...]:
    """``from 60 = 1; from 80 = 2``: a number weighs what the last band at or under it says, and nothing under the first."""
    text = row.get("weight")
    made: list[Band] = []
    for part in filter(str.strip, text.split(";")):
        found = _BAND.fullmatch(part)
        band = Band(float(found[1].replace(",", ".")), float(found[2].replace(",", "."))) if found else None
        if band is None or band.weight > 1000 or (made and band.start <= made[-1].start):
            template = _("Row %(row)s: write what a number weighs as “from 60 = 1; from 80 = 2”: rising numbers, weights from 0 to 1000.")
            raise BadInstrument("weight", template, row=row.number)
        made.append(band)
    return tuple(made)


def _instructions(asked: _Asked, own: str) -> dict[str, str]:
    """What the interviewer is told, by language: the notes before the question, its hint, its instruction."""
    found = dict(asked.notes or {})
    for heading in ("hint", "guidance_hint", "instruction"):
        for language, words in _words(asked.row, heading, own).items():
            found[language] = f"{found.get(language, '')}\n{words}".strip()
    return found


def _words(row: AnyRow, name: str, own: str) -> dict[str, str]:
    """The words of a column by language; a column without one is in the file's own."""
    found: dict[str, str] = {}
    for column in row.cells:
        base, colons, language = column.partition("::")
        text = clean(row.get(column)) if base == name else ""
        if text:
            found.setdefault(language_code(language) if colons else own, text)
    return found


def _short(row: AnyRow, words: Mapping[str, str], most: int = _LONGEST) -> None:
    if any(len(text) > most for text in words.values()):
        raise BadInstrument("label", _("Row %(row)s: these words are longer than %(most)s characters."), row=row.number, most=most)


def _number(row: AnyRow, heading: str) -> float:
    text = row.get(heading)
    found = _float(text) if text else 0.0
    if found is None or not 0 <= found <= 1000:
        raise BadInstrument("weight", _("Row %(row)s: a weight is a number from 0 to 1000."), row=row.number)
    return found


def _float(text: str) -> float | None:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
