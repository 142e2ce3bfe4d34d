"""The sheets of our own beside survey and choices: what XLSForm cannot say travels in them, and comes back.

``survey`` and ``choices`` win where someone has edited them; the sheets named ``titip_…`` fill in the rest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from titip.dictionary.rules.codebook import (
    WORDS,
    Codebook,
    CodeListEntry,
    ElementEntry,
    FormEntry,
    PlacementEntry,
    PurposeEntry,
    QuestionEntry,
    RecordTypeEntry,
    element_from_plain,
)
from titip.dictionary.rules.codebook_csv import Table, cell, element_table
from titip.dictionary.rules.findings import Finding, Level
from titip.dictionary.rules.types import ElementType
from titip.dictionary.xlsform.constraints import composed, decomposed
from titip.dictionary.xlsform.workbook import Row, Sheets

ELEMENTS, LISTS, FORMS, PLACEMENTS = "titip_elements", "titip_lists", "titip_forms", "titip_placements"
_KINDS: dict[str, type] = {"titip_record_types": RecordTypeEntry, "titip_questions": QuestionEntry, "titip_purposes": PurposeEntry}
_LIMITS = ("minimum_value", "maximum_value", "max_length", "pattern", "constraint")
_ELEMENT_FIELDS = [f.name for f in fields(ElementEntry) if f.name not in ("texts", "version")]



def tables(book: Codebook, *, whole: bool) -> dict[str, Table]:
    """Sheets by name, each with its heading row. ``whole``: forms and placements too, for a dictionary rather than one form."""
    made = {
        "titip_record_types": _table(RecordTypeEntry, book.record_types),
        "titip_questions": _table(QuestionEntry, book.questions),
        "titip_purposes": _table(PurposeEntry, book.purposes),
        ELEMENTS: element_table(book.elements, _ELEMENT_FIELDS),
        LISTS: [["code", "name", "source"], *([c.code, c.name, c.source] for c in book.code_lists)],
        FORMS: [["code", "name", "record_type", "version_label", "order", "instructions"], *map(_form_row, book.forms)],
    }
    if whole:
        placed = [[form.code, p.element, p.section] for form in book.forms for p in form.placements]
        made[PLACEMENTS] = [["form", "element", "section"], *placed]
    return made


def _table(kind: type, entries: Iterable[Any]) -> Table:
    names = [f.name for f in fields(kind) if f.name not in ("texts", "sounds")]
    return [names, *([cell(getattr(entry, name)) for name in names] for entry in entries)]


def _form_row(form: FormEntry) -> list[str]:
    return [form.code, form.name, form.record_type, form.version_label, str(form.order), form.instructions]


def merged(book: Codebook, sheets: Sheets, findings: list[Finding]) -> Codebook:
    """The codebook of survey and choices, filled in from our own sheets where the file has them."""
    if ELEMENTS not in sheets:
        return book
    named = {e.code: e for e in _elements(sheets[ELEMENTS], findings)}
    elements = tuple(_reconciled(e, named[e.code]) if e.code in named else e for e in book.elements)
    lists = {row.get("code"): row for row in sheets.get(LISTS, [])}
    return Codebook(
        record_types=tuple(_entries(sheets, "titip_record_types", findings)),
        questions=tuple(_entries(sheets, "titip_questions", findings)),
        purposes=tuple(_entries(sheets, "titip_purposes", findings)),
        code_lists=_in_order((_named_list(c, lists) for c in book.code_lists), list(lists)),
        elements=_in_order(elements, list(named)),
        forms=_forms(book, sheets),
    )


def _in_order(entries: Iterable[Any], order: list[str]) -> tuple[Any, ...]:
    place = {code: number for number, code in enumerate(order)}
    return tuple(sorted(entries, key=lambda entry: place.get(entry.code, len(place))))


def _named_list(code_list: CodeListEntry, rows: Mapping[str, Row]) -> CodeListEntry:
    row = rows.get(code_list.code)
    return replace(code_list, name=row.get("name"), source=row.get("source")) if row else code_list


def _forms(book: Codebook, sheets: Sheets) -> tuple[FormEntry, ...]:
    rows = sheets.get(FORMS, [])
    if PLACEMENTS not in sheets:
        form = book.forms[0]
        row = next((row for row in rows if row.get("code") == form.code), None)
        return (replace(form, record_type=row.get("record_type"), order=_int(row.get("order"))) if row else form,)
    made = []
    for row in rows:
        placed = [p for p in sheets[PLACEMENTS] if p.get("form") == row.get("code")]
        placements = tuple(PlacementEntry(p.get("element"), p.get("section")) for p in placed)
        words = {name: row.get(name) for name in ("code", "name", "record_type", "instructions", "version_label")}
        made.append(FormEntry(**words, order=_int(row.get("order")), placements=placements))
    return tuple(made)


def _int(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _entries(sheets: Sheets, sheet: str, findings: list[Finding]) -> Iterable[Any]:
    kind = _KINDS[sheet]
    for row in sheets.get(sheet, []):
        plain: dict[str, Any] = {f.name: _value(f.type, row.get(f.name)) for f in fields(kind) if f.name in row.cells}
        try:
            yield kind(**plain)
        except TypeError as error:
            findings.append(Finding("not-mapped", row.at(), f"This row is not complete and is not taken over ({error}).", Level.ERROR))


def _value(of: Any, text: str) -> Any:
    kind = of if isinstance(of, str) else getattr(of, "__name__", str(of))
    if kind == "bool":
        return text.lower() in ("yes", "true", "1")
    if kind == "int":
        return _int(text)
    if "int" in kind:
        return _int(text) if text else None
    if "Decimal" in kind:
        return Decimal(text) if text else None
    if "tuple" in kind:
        return tuple(text.split())
    return text


def _elements(rows: list[Row], findings: list[Finding]) -> Iterable[ElementEntry]:
    types = {f.name: f.type for f in fields(ElementEntry)}
    for row in rows:
        try:
            plain = {name: _value(types[name], row.get(name)) for name in _ELEMENT_FIELDS if name in row.cells}
            yield replace(element_from_plain(plain), texts=_words(row))
        except (ValueError, KeyError, TypeError, InvalidOperation) as error:
            message = f"The properties of '{row.get('code')}' cannot be read and are left to be stated anew ({error})."
            findings.append(Finding("not-mapped", row.at(), message, Level.ERROR))


def _words(row: Row) -> dict[str, dict[str, str]]:
    made: dict[str, dict[str, str]] = {}
    for heading in row.cells:
        word, colons, language = heading.partition("::")
        if colons and word in WORDS and row.get(heading):
            made.setdefault(language, {})[word] = row.get(heading)
    return made


def shown(entry: ElementEntry) -> ElementEntry:
    """What survey says of an element: its question as asked, and its limits as one constraint taken apart again."""
    bare = replace(entry, minimum_value=None, maximum_value=None, max_length=None, pattern="", constraint=composed(entry))
    return replace(decomposed(bare), label=(entry.question_text or entry.label)[:255])


def _reconciled(survey: ElementEntry, named: ElementEntry) -> ElementEntry:
    """Our own sheet's element, changed where the survey was edited after the export."""
    before = shown(named)
    changes: dict[str, Any] = {name: getattr(survey, name) for name in ("hint", "why", "required", "relevant", "constraint_message", "calculation")}
    changes = {name: value for name, value in changes.items() if value != getattr(before, name)}
    if survey.label != before.label:
        changes["question_text" if named.question_text else "label"] = survey.label
    if any(getattr(survey, name) != getattr(before, name) for name in _LIMITS):
        changes |= {name: getattr(survey, name) for name in _LIMITS}
    if as_asked(named) != (survey.type.value, survey.code_list):
        changes |= {"type": survey.type, "code_list": survey.code_list}
    return replace(named, **changes, texts=_reconciled_texts(survey, named))


def as_asked(entry: ElementEntry) -> tuple[str, str]:
    """The type and list that survey shows: a place is one choice from its list, a date known in part and another person's code a text."""
    shown = {"place": "select_one", "partial_date": "text", "person": "text"}
    if entry.type is ElementType.GEOPOINT:  # its list is for tables only
        return (entry.type.value, "")
    return (shown.get(entry.type.value, entry.type.value), entry.code_list)


def _reconciled_texts(survey: ElementEntry, named: ElementEntry) -> Mapping[str, Mapping[str, str]]:
    made = {language: dict(words) for language, words in named.texts.items()}
    for language, words in survey.texts.items():
        kept = made.setdefault(language, {})
        for word, text in words.items():
            asked = "question_text" if word == "label" and kept.get("question_text") else word
            kept[asked] = text
    return made
