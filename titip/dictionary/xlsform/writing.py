"""Writes an XLSForm: a codebook becomes a workbook that pyxform accepts and that reads back as the same codebook."""

import io
from collections.abc import Iterable
from datetime import datetime

import xlsxwriter

from titip.dictionary.rules.codebook import Codebook, CodeListEntry, ElementEntry, FormEntry
from titip.dictionary.rules.types import ElementType
from titip.dictionary.xlsform import extras, levels, texts
from titip.dictionary.xlsform.constraints import composed
from titip.dictionary.xlsform.losses import losses
from titip.dictionary.xlsform.supported import PLACED

_YES_NO = "yes_no"
_PLAIN = {
    ElementType.TEXT: "text",
    ElementType.LONG_TEXT: "text",
    ElementType.INTEGER: "integer",
    ElementType.DECIMAL: "decimal",
    ElementType.DATE: "date",
    ElementType.PARTIAL_DATE: "text",  # XLSForm knows whole days only, and would make people say more than they know
    ElementType.DATE_TIME: "dateTime",
    ElementType.GEOPOINT: "geopoint",
    ElementType.YES_NO: f"select_one {_YES_NO}",
    ElementType.PERSON: "text",
    ElementType.FILE: "file",
    ElementType.CALCULATED: "calculate",
    ElementType.REPEAT: "begin_repeat",
}
#: A pin is put on the phone's map by hand: without this the phone would take where it is.
_APPEARANCES = {ElementType.LONG_TEXT: "multiline", ElementType.GEOPOINT: PLACED}
#: Written into every file, so that the same dictionary gives the same bytes.
_MADE = datetime(2000, 1, 1)


def write(book: Codebook, form_code: str = "") -> bytes:
    """The .xlsx of one form, or of the whole dictionary where no form is named. Raises KeyError for an unknown form.

    Sheets: survey, choices, settings, and our own ``titip_…`` with all that XLSForm cannot say; ``titip_losses`` lists what a phone will not ask or check.
    """
    part = book.only(form_code) if form_code else book
    form = part.forms[0] if form_code else None
    languages = sorted({language for e in part.elements for language in e.texts})
    sheets = {
        "survey": _survey(part, form, languages),
        "choices": _choices(part, languages),
        "settings": [["form_id", "form_title", "version", "default_language"], _settings(form)],
        **extras.tables(part, whole=form is None),
    }
    if lost := losses(part):
        sheets["titip_losses"] = [["element", "what"], *([finding.where, finding.message] for finding in lost)]
    return text_workbook(sheets)


def _settings(form: FormEntry | None) -> list[str]:
    if form is None:
        return ["dictionary", "Data dictionary", "", "English (en)"]
    return [form.code, form.name, form.version_label, "English (en)"]


def text_workbook(sheets: dict[str, list[list[str]]], *, columns: int = 0) -> bytes:
    """A workbook of sheets by name: text throughout, so that no spreadsheet program runs a cell; the heading and so many columns stay in sight."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        workbook.set_properties({"created": _MADE})
        bold = workbook.add_format({"bold": True})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            sheet.freeze_panes(1, columns)
            for number, row in enumerate(rows):
                for place, text in enumerate(row):
                    if text:
                        sheet.write_string(number, place, text, bold if number == 0 else None)
    return buffer.getvalue()


def _survey(book: Codebook, form: FormEntry | None, languages: list[str]) -> list[list[str]]:
    word_columns = ["label", "hint", "guidance_hint"]
    headings = [_column(word, language, languages) for word in word_columns for language in ["en", *languages]]
    fixed = ["required", "relevant", "constraint", "constraint_message", "calculation", "appearance", "choice_filter"]
    width = 2 + len(headings) + len(fixed)
    rows: list[list[str]] = [["type", "name", *headings, *fixed]]
    if form and form.instructions:
        rows.append(_padded(["note", "instructions", form.instructions], width))
    for number, (title, elements) in enumerate(_sections(book, form), start=1):
        if title:
            rows.append(_padded(["begin_group", f"section_{number}", title], width))
        rows += [row for entry in elements for row in _rows(entry, book, languages)]
        if title:
            rows.append(_padded(["end_group"], width))
    return rows


def _rows(entry: ElementEntry, book: Codebook, languages: list[str]) -> list[list[str]]:
    """One row; of a repeated group its members between two, of a list with levels one for each level and one for the deepest that is known."""
    if entry.type is ElementType.HIERARCHY:
        return levels.rows(_question(entry, languages), entry, book.code_list(entry.code_list))
    if entry.type is not ElementType.REPEAT:
        return [_question(entry, languages)]
    members = [e for e in book.elements if e.inside == entry.code]
    row = _question(entry, languages)
    return [row, *(inner for member in members for inner in _rows(member, book, languages)), _padded(["end_repeat"], len(row))]


def _padded(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


def _column(word: str, language: str, languages: list[str]) -> str:
    return texts.heading(word, language) if languages else word


def _sections(book: Codebook, form: FormEntry | None) -> Iterable[tuple[str, list[ElementEntry]]]:
    elements = {e.code: e for e in book.elements}
    if form is None:
        names = {r.code: r.name for r in book.record_types}
        by_type: dict[str, list[ElementEntry]] = {}
        groups = {e.code for e in book.elements if e.type is ElementType.REPEAT}
        for entry in (e for e in book.elements if e.inside not in groups):
            by_type.setdefault(names.get(entry.record_type, entry.record_type), []).append(entry)
        return list(by_type.items())
    by_section: dict[str, list[ElementEntry]] = {}
    for placement in form.placements:
        by_section.setdefault(placement.section, []).append(elements[placement.element])
    return list(by_section.items())


def _question(entry: ElementEntry, languages: list[str]) -> list[str]:
    kind = _PLAIN.get(entry.type) or f"{'select_multiple' if entry.type is ElementType.SELECT_MANY else 'select_one'} {entry.code_list}"
    words = [_words(entry, word, language) for word in ("label", "hint", "why") for language in ["en", *languages]]
    return [
        kind,
        entry.code,
        *words,
        "yes" if entry.required else "",
        entry.relevant,
        composed(entry),
        entry.constraint_message,
        entry.calculation,
        _APPEARANCES.get(entry.type, ""),
        "",
    ]


def _words(entry: ElementEntry, word: str, language: str) -> str:
    if language == "en":
        return extras.shown(entry).label if word == "label" else str(getattr(entry, word))
    in_language = entry.texts.get(language, {})
    return (in_language.get("question_text") if word == "label" else "") or in_language.get(word, "")


def _choices(book: Codebook, languages: list[str]) -> list[list[str]]:
    languages = sorted(set(languages) | {language for c in book.code_lists for item in c.items for language in item.translations})
    labels = [_column("label", language, languages) for language in ["en", *languages]]
    rows = [["list_name", "name", *labels, "parent", "retired", "htcds", "ctdc"]]
    if any(e.type is ElementType.YES_NO for e in book.elements):
        rows += [[_YES_NO, code, label, *[""] * len(languages), "", "", "", ""] for code, label in (("yes", "Yes"), ("no", "No"))]
    for code_list in book.code_lists:
        rows += [_item(code_list, place, languages) for place in range(len(code_list.items))]
    return rows


def _item(code_list: CodeListEntry, place: int, languages: list[str]) -> list[str]:
    item = code_list.items[place]
    translations = [item.translations.get(language, "") for language in languages]
    return [code_list.code, item.code, item.label, *translations, item.parent, "yes" if item.retired else "", item.htcds, item.ctdc]
