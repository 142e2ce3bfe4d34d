"""The dictionary as a workbook: elements, choices with their parents and labels in all languages, forms, questions, purposes."""

from titip.dictionary.rules.codebook import Codebook
from titip.dictionary.rules.codebook_csv import Table, element_table
from titip.dictionary.xlsform.writing import text_workbook


def codebook_xlsx(book: Codebook, *, number: int, sha256: str) -> bytes:
    """One sheet a kind; every cell is text, so that no spreadsheet program runs one."""
    sheets: dict[str, Table] = {
        "elements": element_table(book.elements),
        "choices": _choices(book),
        "forms": [["form", "name", "section", "order", "element"], *_forms(book)],
        "questions": [["code", "question", "objective"], *([q.code, q.text, q.objective] for q in book.questions)],
        "purposes": [["code", "name", "card", "who_sees", "months"], *([p.code, p.name, p.card, p.who_sees, str(p.months)] for p in book.purposes)],
        "about": [["what", "value"], ["version", str(number)], ["sha256", sha256]],
    }
    return text_workbook(sheets, columns=1)


def _choices(book: Codebook) -> Table:
    languages = sorted({language for c in book.code_lists for item in c.items for language in item.translations})
    head = ["list", "code", "label", *(f"label::{language}" for language in languages), "parent", "retired", "htcds", "ctdc"]
    rows = [
        [c.code, i.code, i.label, *(i.translations.get(language, "") for language in languages), i.parent, "yes" if i.retired else "", i.htcds, i.ctdc]
        for c in book.code_lists for i in c.items
    ]  # fmt: skip
    return [head, *rows]


def _forms(book: Codebook) -> Table:
    return [[f.code, f.name, p.section, str(place), p.element] for f in book.forms for place, p in enumerate(f.placements, start=1)]
