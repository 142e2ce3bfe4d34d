"""Reads an XLSForm: survey, choices and settings become a codebook; every fault and whatever has no place here is named."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from titip.dictionary.rules.codebook import Codebook, CodeListEntry, ElementEntry, FormEntry, PlacementEntry
from titip.dictionary.rules.findings import Finding, Level
from titip.dictionary.rules.standards import htcds, htcds_name
from titip.dictionary.rules.types import ElementType
from titip.dictionary.xlsform import extras, levels, texts
from titip.dictionary.xlsform.choices import Columns, read_choices
from titip.dictionary.xlsform.constraints import decomposed
from titip.dictionary.xlsform.supported import LINES, PLACED
from titip.dictionary.xlsform.workbook import Row, Sheets, read_sheets

_CODE = re.compile(r"[A-Za-z_][\w.-]*")
_TYPES = {
    "text": ElementType.TEXT,
    "string": ElementType.TEXT,
    "integer": ElementType.INTEGER,
    "int": ElementType.INTEGER,
    "decimal": ElementType.DECIMAL,
    "date": ElementType.DATE,
    "datetime": ElementType.DATE_TIME,
    "acknowledge": ElementType.YES_NO,
    "trigger": ElementType.YES_NO,
    "range": ElementType.INTEGER,
    "image": ElementType.FILE,
    "file": ElementType.FILE,
    "calculate": ElementType.CALCULATED,
    "geopoint": ElementType.GEOPOINT,
}
#: A date of which the phone asks the month and year, or the year only.
_PARTIAL = {"month-year", "year"}
_SELECTS = {"select_one": ElementType.SELECT_ONE, "select_multiple": ElementType.SELECT_MANY}
_ABOUT_THE_PHONE = {"start", "end", "today", "deviceid", "phonenumber", "username", "email", "audit", "simserial", "subscriberid", "start-geopoint"}
_TRUE = {"yes", "true", "true()", "1"}
_FALSE = {"", "no", "false", "false()", "0"}
#: Columns whose content has no place in a declaration. Each cell that says something is listed.
_UNMAPPED = ("appearance", "default", "read_only", "repeat_count", "required_message", "parameters", "media::image", "image", "trigger")


@dataclass
class Reading:
    """What a file says: a codebook as written (no risk class where it states none), findings, and the place of each element.

    ``named_lists``: the code lists that the file's own sheets name, because we wrote it.
    """

    book: Codebook
    findings: list[Finding]
    where: dict[str, str]
    named_lists: frozenset[str] = frozenset()


@dataclass
class _State:
    """The survey while it is being read."""

    language: str
    lists: Mapping[str, CodeListEntry]
    findings: list[Finding] = field(default_factory=list)
    where: dict[str, str] = field(default_factory=dict)
    elements: dict[str, ElementEntry] = field(default_factory=dict)
    placements: list[PlacementEntry] = field(default_factory=list)
    groups: list[tuple[str, str, str]] = field(default_factory=list)  # kind, title, skip rule
    repeats: list[str] = field(default_factory=list)  # codes of the repeats that are open, the outermost first
    instructions: list[str] = field(default_factory=list)
    filters: dict[str, tuple[str, str]] = field(default_factory=dict)

    def find(self, rule: str, where: str, message: str, level: Level = Level.WARNING) -> None:
        self.findings.append(Finding(rule, where, message, level))


def read(data: bytes, file_name: str) -> Reading:
    """The form in an .xlsx, .xls or .ods file. Raises NotAnXlsForm. Goes on over faults and names each with sheet and cell."""
    sheets = read_sheets(data, file_name)
    settings = _settings(sheets)
    findings: list[Finding] = []
    where: dict[str, str] = {}
    filters = [row.get("choice_filter") for row in sheets["survey"] if row.get("choice_filter")]
    lists, columns = read_choices(sheets, settings["default_language"], findings, where, levels.columns_in(filters))
    state = _State(settings["default_language"], lists, findings, where)
    for row in sheets["survey"]:
        _survey_row(row, state)
    _fold_levels(state, columns)
    if state.groups:
        state.find("not-mapped", "survey", f"{len(state.groups)} group(s) begin and never end.", Level.ERROR)
    form = _form(settings, sheets, file_name, state)
    used = {e.code_list for e in state.elements.values()} | {row.get("code_list") for row in sheets.get(extras.ELEMENTS, [])}
    book = Codebook(
        code_lists=tuple(state.lists[code] for code in lists if code in used),
        elements=tuple(state.elements.values()),
        forms=(form,),
    )
    _unused_lists(lists, used, state)
    named = frozenset(row.get("code") for row in sheets.get(extras.LISTS, []))
    return Reading(extras.merged(_sectioned(book), sheets, state.findings), state.findings, state.where, named)


def _settings(sheets: Sheets) -> dict[str, str]:
    row = sheets.get("settings", [])[:1]
    known = {name: (row[0].get(name) if row else "") for name in ("form_id", "form_title", "version", "default_language")}
    known["form_id"] = known["form_id"] or (row[0].get("id_string") if row else "")
    known["default_language"] = texts.language_code(known["default_language"]) if known["default_language"] else ""
    return known


def _form(settings: dict[str, str], sheets: Sheets, file_name: str, state: _State) -> FormEntry:
    stem = re.sub(r"\.[A-Za-z]+$", "", file_name.replace("\\", "/").split("/")[-1])
    code = re.sub(r"[^\w-]+", "_", settings["form_id"] or stem).strip("_").lower()[:80] or "form"
    name = settings["form_title"] or settings["form_id"] or stem
    if not settings["form_id"] and not settings["form_title"]:
        state.find("no-form-id", "settings", f"The settings give neither form_id nor form_title; the file's name is used: '{code}'.", Level.NOTE)
    standard = sum(1 for c in state.elements if htcds_name(c))
    if not settings["form_title"] and standard >= 10 and 2 * standard > len(state.elements):
        name = "HTCDS 2.0 core"
    return FormEntry(
        code=code,
        name=name[:160],
        record_type="registration",
        instructions="\n\n".join(state.instructions),
        version_label=settings["version"][:40],
        placements=tuple(state.placements),
    )


def _survey_row(row: Row, state: _State) -> None:
    kind, _, rest = " ".join(row.get("type").split()).partition(" ")
    kind = kind.lower()
    if kind in ("begin_group", "begin_repeat") or (kind == "begin" and rest.split()[:1] in (["group"], ["repeat"])):
        _begin(row, "repeat" if "repeat" in (kind + rest) else "group", state)
    elif kind in ("end_group", "end_repeat") or (kind == "end" and rest):
        if state.groups:
            if state.groups.pop()[0] == "repeat" and state.repeats:
                state.repeats.pop()
        else:
            state.find("not-mapped", row.at(), "A group ends here that never began.", Level.ERROR)
    elif kind in _ABOUT_THE_PHONE or (kind == "calculate" and not _worth_keeping(row)) or kind in ("hidden", "xml-external", "csv-external"):
        what = "is filled in by the phone" if kind in _ABOUT_THE_PHONE else f"is a {kind} without words"
        state.find("not-an-element", row.at(), f"'{row.get('name') or kind}' {what} and is not asked; no element is made of it.", Level.NOTE)
    elif kind == "note":
        _note(row, state)
    else:
        _question(row, kind, rest, state)


def _begin(row: Row, kind: str, state: _State) -> None:
    title = texts.words(row, "label", state.language)[0] or row.get("name")
    state.groups.append((kind, title, "" if kind == "repeat" else row.get("relevant")))
    if kind == "repeat":
        _repeat(row, title, state)
    _list_unmapped(row, row.get("name"), state)


def _repeat(row: Row, title: str, state: _State) -> None:
    """A repeated group becomes an element that the questions in it belong to."""
    code = row.get("name")
    if state.repeats:
        state.find("not-mapped", row.at(), f"The repeat “{title}” stands inside another; its questions belong to the outer one, “{state.repeats[0]}”.")
    elif _CODE.fullmatch(code) and len(code) <= 80 and code not in state.elements:
        state.placements.append(PlacementEntry(code, _section_title(state, inside=True)))
        state.elements[code] = replace(_entry(row, code, ElementType.REPEAT, "", state), inside="")
        state.where[code] = row.at()
    else:
        state.find("bad-code", row.at("name"), f"'{code}' cannot be the name of a repeated group; its questions are taken over without it.", Level.ERROR)
    state.repeats.append(code)


def _section_title(state: _State, *, inside: bool = False) -> str:
    titles = [title for kind, title, _ in (state.groups[:-1] if inside else state.groups) if title and kind == "group"]
    return " · ".join(titles)[:160]


def _worth_keeping(row: Row) -> bool:
    """A calculate that says in words what it is, or that we wrote, is an element; one without words is machinery of the form."""
    return any(row.get(heading) for heading in row.cells if heading.partition("::")[0] == "label") or levels.is_ours(row.get("calculation"), row.get("name"))


def _fold_levels(state: _State, columns: Columns) -> None:
    folded = levels.fold(state.elements, state.placements, state.lists, state.filters, columns)
    state.elements, state.placements, state.lists = folded.elements, folded.placements, folded.lists
    state.findings += folded.findings


def _note(row: Row, state: _State) -> None:
    words = texts.words(row, "label", state.language)[0]
    if not state.elements and words:
        state.instructions.append(words)
    else:
        state.find("not-an-element", row.at("label"), f"The note “{words[:80]}” stands between questions and is not taken over.", Level.NOTE)


def _question(row: Row, kind: str, rest: str, state: _State) -> None:
    code = row.get("name")
    if row.raw("name") != code:
        state.find("stray-space", row.at("name"), f"The name '{row.raw('name')}' begins or ends with a space; '{code}' is used.")
    if not _CODE.fullmatch(code) or len(code) > 80:
        state.find("bad-code", row.at("name"), f"'{code}' cannot be the name of an element; the row is not taken over.", Level.ERROR)
        return
    if code in state.elements:
        state.find("duplicate-code", row.at("name"), f"'{code}' stands twice in the survey; only the first is taken over.", Level.ERROR)
        return
    element_type, list_code = _type(row, code, kind, rest, state)
    if element_type is None:
        return
    entry = _entry(row, code, element_type, list_code, state)
    state.elements[code] = entry
    state.where[code] = row.at()
    if not entry.inside:
        state.placements.append(PlacementEntry(code, _section_title(state)))
    if row.get("choice_filter"):
        state.filters[code] = (row.get("choice_filter"), row.at("choice_filter"))
    _list_unmapped(row, code, state)


def _type(row: Row, code: str, kind: str, rest: str, state: _State) -> tuple[ElementType | None, str]:
    if kind in ("select1", "select"):  # older spellings
        kind = {"select1": "select_one", "select": "select_multiple"}[kind]
    if kind in _SELECTS:
        list_code, _, extra = rest.partition(" ")
        if extra:
            state.find("not-mapped", row.at("type"), f"'{extra}' of '{code}' has no place here; add the choice to the list '{list_code}'.")
        if list_code not in state.lists:
            state.find("unknown-list", row.at("type"), f"'{code}' uses the list '{list_code}', which the sheet “choices” does not have.", Level.ERROR)
        return _select(kind, list_code, state)
    if kind in _TYPES:
        long = kind in ("text", "string") and "multiline" in row.get("appearance")
        if kind == "date" and row.get("appearance") in _PARTIAL:
            return ElementType.PARTIAL_DATE, ""
        return (ElementType.LONG_TEXT if long else _TYPES[kind]), ""
    if kind in LINES:
        message = f"'{code}' is a {kind}: a drawn way or area leads to doors, whatever its points are kept as. It is not taken over; ask for places."
        state.find("not-mapped", row.at("type"), message)
        return None, ""
    message = f"'{code}' has the type '{row.get('type')}', for which there is no place here yet; the element is not taken over."
    state.find("not-mapped", row.at("type"), message)
    return None, ""


def _select(kind: str, list_code: str, state: _State) -> tuple[ElementType, str]:
    items = state.lists[list_code].items if list_code in state.lists else ()
    plain = {(item.code.lower(), item.label.lower()) for item in items} == {("yes", "yes"), ("no", "no")}
    if kind == "select_one" and plain:
        return ElementType.YES_NO, ""
    return _SELECTS[kind], list_code


def _entry(row: Row, code: str, element_type: ElementType, list_code: str, state: _State) -> ElementEntry:
    label, labels = texts.words(row, "label", state.language)
    if row.raw("label") != row.raw("label").strip(" \xa0\t"):
        state.find("stray-space", row.at("label"), f"The label of '{code}' begins or ends with a space, which is taken away.", Level.NOTE)
    if not label:
        label = next(iter(labels.values()), code)
        state.find("no-english", row.at("label"), f"'{code}' has no English label; “{label}” stands in for it.", Level.NOTE)
    hint, hints = texts.words(row, "hint", state.language)
    why, whys = texts.words(row, "guidance_hint", state.language)
    entry = ElementEntry(
        code=code,
        record_type="registration",
        type=element_type,
        label=label[:255],
        hint=hint,
        why=why,
        code_list=list_code,
        required=_required(row, code, state),
        missing_codes=(),
        relevant=_relevant(row, state),
        constraint=row.get("constraint"),
        constraint_message=texts.words(row, "constraint_message", state.language)[0],
        calculation=row.get("calculation"),
        inside=state.repeats[0] if state.repeats and state.repeats[0] in state.elements else "",
        risk="",
        htcds=htcds_name(code),
        texts=texts.gathered(label=labels, hint=hints, why=whys),
    )
    return decomposed(entry)


def _required(row: Row, code: str, state: _State) -> bool:
    text = row.get("required").lower()
    if text not in _TRUE | _FALSE:
        state.find("not-mapped", row.at("required"), f"'{code}' is required only where {row.get('required')}; it is taken as not required.")
    return text in _TRUE


def _relevant(row: Row, state: _State) -> str:
    rules = [rule for _, _, rule in state.groups if rule] + [row.get("relevant")]
    rules = [rule for rule in rules if rule]
    return rules[0] if len(rules) == 1 else " and ".join(f"({rule})" for rule in rules)


def _list_unmapped(row: Row, code: str, state: _State) -> None:
    for heading in row.cells:
        name = heading.partition("::")[0]
        known = heading in _UNMAPPED or name in ("media", "bind", "body", "instance", "image", "audio", "video", "big-image")
        if known and row.get(heading) and not (heading == "appearance" and row.get(heading) in ("multiline", PLACED, *_PARTIAL)):
            state.find("not-mapped", row.at(heading), f"{heading} “{row.get(heading)[:80]}” of '{code}' has no place here and is not taken over.", Level.NOTE)


def _unused_lists(lists: Mapping[str, CodeListEntry], used: set[str], state: _State) -> None:
    for code, code_list in lists.items():
        yes_no = {i.code.lower() for i in code_list.items} == {"yes", "no"}
        if code not in used and not yes_no:
            state.find("not-mapped", "choices", f"No question uses the list '{code}'; it is not taken over.", Level.NOTE)


def _sectioned(book: Codebook) -> Codebook:
    """A standard's form without groups gets the standard's own parts as sections, so that it is not one long page."""
    form = book.forms[0]
    if any(p.section for p in form.placements) or not all(_section(p.element) for p in form.placements):
        return book
    placements = [PlacementEntry(p.element, _section(p.element)) for p in form.placements]
    order = list(dict.fromkeys(p.section for p in placements))
    placements.sort(key=lambda p: order.index(p.section))
    return replace(book, forms=(replace(form, placements=tuple(placements)),))


def _section(code: str) -> str:
    known = htcds().get(htcds_name(code))
    return known.section if known else ""


def elements_of(book: Codebook) -> Iterator[ElementEntry]:
    """The elements in the order in which the first form places them."""
    by_code = {e.code: e for e in book.elements}
    return (by_code[p.element] for p in book.forms[0].placements if p.element in by_code)
