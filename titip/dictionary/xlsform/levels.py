"""Lists with levels as XLSForm writes them: cascading questions with a choice_filter, folded into one element on the way in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from titip.dictionary.rules import expressions
from titip.dictionary.rules.codebook import CodeListEntry, ElementEntry, ItemEntry, PlacementEntry
from titip.dictionary.rules.findings import Finding, Level
from titip.dictionary.rules.levels import parent_of
from titip.dictionary.rules.types import ElementType

_FILTER = re.compile(r"\s*(?:(?P<column>[A-Za-z_][\w-]*)\s*=\s*\$\{(?P<above>[^}]+)\}|\$\{(?P<above2>[^}]+)\}\s*=\s*(?P<column2>[A-Za-z_][\w-]*))\s*")
_TOP = re.compile(r"\s*parent\s*=\s*(''|\"\")\s*")
_LEVEL = re.compile(r"(?P<stem>.+)__(?P<level>\d+)")
_DEEPEST = 8


def columns_in(filters: Sequence[str]) -> frozenset[str]:
    """The columns of choices that filters look at."""
    found = (_FILTER.fullmatch(text) for text in filters)
    return frozenset(one["column"] or one["column2"] for one in found if one)


def is_ours(calculation: str, code: str) -> bool:
    """Whether a calculate stands for an element whose levels we wrote as questions."""
    return f"${{{code}__1}}" in calculation


def depth(code_list: CodeListEntry | None) -> int:
    """How many levels a list has; at least one."""
    parents = {item.code: item.parent for item in code_list.items} if code_list else {}
    deepest = 1
    for code in parents:
        level, up = 1, parent_of(code, parents)
        while up:
            level, up = level + 1, parent_of(up, parents)
        deepest = max(deepest, level)
    return min(deepest, _DEEPEST)


def rows(question: list[str], entry: ElementEntry, code_list: CodeListEntry | None) -> list[list[str]]:
    """The question once for each level, filtered by the one above, and a calculate of the deepest answer under the element's own code."""
    made = []
    for level in range(1, depth(code_list) + 1):
        row = [f"select_one {entry.code_list}", f"{entry.code}__{level}", *question[2:]]
        row[-1] = f"parent = ${{{entry.code}__{level - 1}}}" if level > 1 else "parent = ''"
        made.append(row)
    known = f"${{{entry.code}__1}}"
    for level in range(2, len(made) + 1):
        known = f"coalesce(${{{entry.code}__{level}}}, {known})"
    last = ["calculate", entry.code, *[""] * (len(question) - 2)]
    last[-3] = known
    return [*made, last]


@dataclass
class Folded:
    """Elements and placements with every cascade as one element; the lists it needs; what a person should know."""

    elements: dict[str, ElementEntry]
    placements: list[PlacementEntry]
    lists: dict[str, CodeListEntry]
    findings: list[Finding] = field(default_factory=list)


def fold(
    elements: Mapping[str, ElementEntry], placements: Sequence[PlacementEntry], lists: Mapping[str, CodeListEntry], filters: Mapping[str, tuple[str, str]],
    columns: Mapping[tuple[str, str], Mapping[str, str]],
) -> Folded:
    """Fold each question with a filter over the one above it. ``filters``: the filter and its cell by code; ``columns``: the other cells of a choice."""
    made = Folded(dict(elements), list(placements), dict(lists))
    for code, (text, where) in filters.items():
        if code in made.elements and not _TOP.fullmatch(text):
            _fold_one(made, code, text, where, filters, columns)
    for code, (text, _where) in filters.items():
        if code in made.elements and _TOP.fullmatch(text) and (found := _LEVEL.fullmatch(code)):
            _renamed(made, code, found["stem"])
    return made


def _fold_one(
    made: Folded, code: str, text: str, where: str, filters: Mapping[str, tuple[str, str]], columns: Mapping[tuple[str, str], Mapping[str, str]],
) -> None:
    found = _FILTER.fullmatch(text)
    above = (found["above"] or found["above2"]).strip() if found else ""
    upper, lower = made.elements.get(above), made.elements[code]
    if found is None or upper is None or upper.type not in (ElementType.SELECT_ONE, ElementType.HIERARCHY) or lower.type is not ElementType.SELECT_ONE:
        message = f"choice_filter “{text[:80]}” of '{code}' is not one that narrows by a question above it; all choices are offered."
        made.findings.append(Finding("not-mapped", where, message))
        return
    ours = (one := _LEVEL.fullmatch(code)) is not None and _LEVEL.fullmatch(above) is not None and one["stem"] == above.rpartition("__")[0]
    users = [e.code for e in made.elements.values() if e.code != code and above in _named(e)] if not ours else []
    items = _together(made.lists.get(upper.code_list), made.lists.get(lower.code_list), found["column"] or found["column2"], columns)
    if users or items is None or lower.inside != upper.inside:
        why = f"'{above}' is used by '{users[0]}' too" if users else "their codes are not apart"
        message = f"'{above}' and '{code}' stay two questions, because {why}; all choices of '{code}' are offered."
        made.findings.append(Finding("not-mapped", where, message))
        return
    list_code = lower.code_list
    made.lists[list_code] = replace(made.lists[list_code], items=items)
    kept = replace(upper, code=code) if ours else lower
    made.elements[code] = replace(kept, type=ElementType.HIERARCHY, code_list=list_code)
    del made.elements[above]
    made.placements = [replace(p, element=code) if p.element == above else p for p in made.placements if p.element != code]
    if ours:
        if (chain := _LEVEL.fullmatch(code)) and not any(t for c, (t, _w) in filters.items() if f"${{{code}}}" in t and c in made.elements):
            _renamed(made, code, chain["stem"])
    else:
        message = f"'{above}' and '{code}' become one question with levels, '{code}'; any level may be its answer."
        made.findings.append(Finding("changed", where, message, Level.NOTE))


def _renamed(made: Folded, code: str, stem: str) -> None:
    """Questions that we wrote level by level, under the element's own code again, in the place of the calculate that stood for it."""
    if stem not in made.elements or made.elements[stem].type is not ElementType.CALCULATED:
        return
    entry = replace(made.elements.pop(code), code=stem, type=ElementType.HIERARCHY)
    made.elements[stem] = entry
    made.placements = [replace(p, element=stem) if p.element == code else p for p in made.placements if p.element != stem]


def _named(entry: ElementEntry) -> set[str]:
    found: set[str] = set()
    for rule in (entry.relevant, entry.constraint, entry.calculation):
        try:
            found |= expressions.references(expressions.parse(rule)) if rule else frozenset()
        except expressions.BadExpression:
            found |= set(re.findall(r"\$\{\s*([^}\s]+)\s*\}", rule))
    return found


def _together(
    upper: CodeListEntry | None, lower: CodeListEntry | None, column: str, columns: Mapping[tuple[str, str], Mapping[str, str]],
) -> tuple[ItemEntry, ...] | None:
    """The items of both lists, each with its parent; None where a code stands in both."""
    if upper is None or lower is None:
        return None
    if upper.code == lower.code:
        return lower.items
    if {item.code for item in upper.items} & {item.code for item in lower.items}:
        return None
    parents = {item.code: item.parent if column == "parent" else columns.get((lower.code, item.code), {}).get(column, "") for item in lower.items}
    known = {item.code for item in upper.items}
    return (*upper.items, *(replace(item, parent=parents[item.code] if parents[item.code] in known else "") for item in lower.items))
