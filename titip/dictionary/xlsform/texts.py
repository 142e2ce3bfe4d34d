"""Words in several languages: which column holds which language."""

import re
from collections.abc import Mapping

from titip.dictionary.xlsform.workbook import Row
from titip.kit.text import clean

#: How languages are written in a column's heading: ``label::ไทย (th)``.
NAMES = {"en": "English", "th": "ไทย", "km": "ខ្មែរ", "id": "Bahasa Indonesia", "my": "မြန်မာ", "vi": "Tiếng Việt"}
_CODES = {
    "english": "en", "thai": "th", "khmer": "km", "cambodian": "km", "bahasa indonesia": "id", "bahasa": "id", "indonesian": "id",
    "indonesia": "id", "burmese": "my", "myanmar": "my", "vietnamese": "vi", "default": "en", **{name.lower(): code for code, name in NAMES.items()},
}  # fmt: skip


def language_code(text: str) -> str:
    """``Khmer (km)``, ``km`` or ``Khmer`` is km; another language is its own name, short and lower case."""
    found = re.search(r"\(([A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?)\)\s*$", text)
    if found:
        return found.group(1).lower()
    plain = text.strip().lower()
    return _CODES.get(plain, plain[:12])


def heading(name: str, language: str) -> str:
    """The column in which we write ``name`` in ``language``."""
    return f"{name}::{NAMES.get(language, language)} ({language})"


def words(row: Row, name: str, default_language: str = "") -> tuple[str, dict[str, str]]:
    """The English words of a column, and those in other languages by code. A column without a language is in the default language."""
    found: dict[str, str] = {}
    for column in row.cells:
        base, colons, language = column.partition("::")
        if base == name and row.get(column):
            code = language_code(language) if colons else (default_language or "en")
            found.setdefault(code, clean(row.cells[column].replace("\xa0", " ")))
    return found.pop("en", ""), found


def gathered(**words_by_language: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """By language, then by property: ``{"km": {"label": …, "hint": …}}``."""
    made: dict[str, dict[str, str]] = {}
    for name, by_language in words_by_language.items():
        for language, text in by_language.items():
            made.setdefault(language, {})[name] = text
    return made
