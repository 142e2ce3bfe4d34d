"""The codebook as a table: one row an element, one column a property."""

import csv
import io
from collections.abc import Iterable
from dataclasses import fields
from decimal import Decimal
from typing import Any

from titip.dictionary.rules.codebook import WORDS, Codebook, ElementEntry, plain_number
from titip.kit.text import may_run

Table = list[list[str]]

#: Every property of an element but its words in other languages, in the order of its declaration.
PROPERTIES = tuple(f.name for f in fields(ElementEntry) if f.name != "texts")


def element_table(elements: Iterable[ElementEntry], names: Iterable[str] = PROPERTIES) -> Table:
    """A heading row, then one row an element; the words in other languages in columns such as ``why::km``."""
    elements, names = list(elements), list(names)
    languages = sorted({language for e in elements for language in e.texts})
    columns = [f"{word}::{language}" for language in languages for word in WORDS]
    rows = []
    for entry in elements:
        words = [entry.texts.get(language, {}).get(word, "") for language in languages for word in WORDS]
        rows.append([cell(getattr(entry, name)) for name in names] + words)
    return [names + columns, *rows]


def cell(value: Any) -> str:
    """A property as text: yes and no, decimals without exponent, several codes apart by spaces."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, tuple):
        return " ".join(value)
    return str(value.value if hasattr(value, "value") else value)


def codebook_csv(book: Codebook) -> bytes:
    """UTF-8 with byte-order mark. Allowed values stand in a column of their own (``code=label | …``), their groups in another (``code=parent | …``,
    retired values too, since tables still hold them), the forms of each element in a third.

    A cell that a spreadsheet program would run as a formula is written with an apostrophe before it.
    """
    table = element_table(book.elements)
    lists = {c.code: c for c in book.code_lists}
    forms = {e.code: " ".join(f.code for f in book.forms if any(p.element == e.code for p in f.placements)) for e in book.elements}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*table[0], "allowed_values", "parents", "forms"])
    for entry, row in zip(book.elements, table[1:], strict=True):
        items = lists[entry.code_list].items if entry.code_list in lists else ()
        values = " | ".join(f"{item.code}={item.label}" for item in items if not item.retired)
        parents = " | ".join(f"{item.code}={item.parent}" for item in items if item.parent)
        writer.writerow([_harmless(text) for text in (*row, values, parents, forms[entry.code])])
    return out.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    return f"'{text}" if may_run(text) and not text[1:].replace(".", "", 1).isdigit() else text
