"""The sheet of choices: rows become code lists, stray spaces and empty codes are named."""

from collections.abc import Mapping

from titip.dictionary.rules.codebook import CodeListEntry, ItemEntry
from titip.dictionary.rules.findings import Finding, Level
from titip.dictionary.xlsform import texts
from titip.dictionary.xlsform.workbook import Row, Sheets

#: The other cells of a choice by heading, by list and code.
Columns = Mapping[tuple[str, str], Mapping[str, str]]
_KNOWN = {"list_name", "name", "label", "parent", "retired", "htcds", "ctdc", "order"}


def read_choices(
    sheets: Sheets, language: str, findings: list[Finding], where: dict[str, str], used: frozenset[str] = frozenset(),
) -> tuple[dict[str, CodeListEntry], Columns]:
    """The lists in the order in which they begin. ``where`` learns the place of each item as ``list:code``. ``used``: columns
    that filters look at; their cells are handed back, by list and code.
    """
    columns: dict[tuple[str, str], Mapping[str, str]] = {}
    items: dict[str, list[ItemEntry]] = {}
    for row in sheets.get("choices", []):
        code = row.get("name")
        list_code = row.get("list_name")
        if not list_code or not code:
            findings.append(Finding("bad-code", row.at("name"), "A choice without a list name or without a code is not taken over.", Level.ERROR))
            continue
        _spaces(row, findings)
        label, labels = texts.words(row, "label", language)
        item = ItemEntry(
            code=code,
            label=(label or next(iter(labels.values()), code))[:255],
            parent=row.get("parent"),
            retired=row.get("retired").lower() in ("yes", "true", "1"),
            htcds=row.get("htcds"),
            ctdc=row.get("ctdc"),
            translations=labels,
        )
        where.setdefault(f"{list_code}:{code}", row.at("name"))
        columns[list_code, code] = {name: row.get(name) for name in used if row.get(name)}
        _other_columns(row, findings, used)
        kept = items.setdefault(list_code, [])
        if any(other.code == code for other in kept):
            findings.append(Finding("duplicate-code", row.at("name"), f"The code '{code}' stands twice in list '{list_code}'; the first is kept.", Level.ERROR))
        else:
            kept.append(item)
    return {code: CodeListEntry(code=code, items=tuple(kept)) for code, kept in items.items()}, columns


def _spaces(row: Row, findings: list[Finding]) -> None:
    if row.raw("name") != row.get("name"):
        message = f"The code '{row.raw('name')}' of list '{row.get('list_name')}' begins or ends with a space; '{row.get('name')}' is used."
        findings.append(Finding("stray-space", row.at("name"), message))
    for heading in row.cells:
        if heading.partition("::")[0] == "label" and row.raw(heading) != row.get(heading):
            message = f"The label “{row.get(heading)}” begins or ends with a space, which is taken away."
            findings.append(Finding("stray-space", row.at(heading), message, Level.NOTE))


def _other_columns(row: Row, findings: list[Finding], used: frozenset[str]) -> None:
    for heading in row.cells:
        if heading.partition("::")[0] not in _KNOWN | used and row.get(heading):
            message = f"{heading} “{row.get(heading)[:80]}” of the choice '{row.get('name')}' has no place here and is not taken over."
            findings.append(Finding("not-mapped", row.at(heading), message, Level.NOTE))
