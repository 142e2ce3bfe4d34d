"""What an imported codebook becomes beside the dictionary that is here already: nothing is overwritten unseen, nothing becomes less protected."""

from collections.abc import Collection
from dataclasses import dataclass, field, fields, replace
from typing import Any

from titip.dictionary.rules.classify import classified, is_higher
from titip.dictionary.rules.codebook import Codebook, CodeListEntry, ElementEntry, FormEntry
from titip.dictionary.rules.findings import Finding, Level
from titip.dictionary.rules.types import ElementType
from titip.kit.missing import Missing
from titip.kit.points import coarse_enough

#: What an XLSForm says of an element by itself. The rest stays as declared here when the form comes again.
CARRIED = (
    "type", "label", "hint", "code_list", "required", "relevant", "minimum_value", "maximum_value", "max_length", "pattern", "constraint",
    "constraint_message", "calculation", "repeats", "inside",
)  # fmt: skip
_FIRST_BROUGHT = 100
DEFAULT_MISSING = (Missing.DECLINED.value, Missing.UNKNOWN.value, Missing.ASK_LATER.value)


@dataclass
class Adopted:
    """The codebook to store, and what a person should know of how it came about."""

    book: Codebook
    findings: list[Finding] = field(default_factory=list)


def adopt(file: Codebook, here: Codebook, *, named_lists: Collection[str] = (), where: dict[str, str] | None = None) -> Adopted:
    """The part of the dictionary that the file changes. Idempotent: adopting the same file again gives the same codebook.

    ``named_lists``: lists whose codes the file's own sheets vouch for; any other list is kept apart under its form's code, so
    that one form's ``status`` never changes another's.
    """
    adopted = Adopted(file)
    file = _apart(file, set(named_lists))
    elements = [e for e in (_element(e, file, here, adopted, (where or {}).get(e.code, e.code)) for e in file.elements) if e]
    lists = [_code_list(c, here, adopted) for c in file.code_lists]
    placed = {e.code for e in elements}
    forms = [replace(f, placements=tuple(p for p in f.placements if p.element in placed)) for f in file.forms]
    adopted.book = Codebook(
        record_types=_new(file.record_types, here.record_types, "record type", adopted),
        questions=_new(file.questions, here.questions, "question", adopted),
        purposes=_new(file.purposes, here.purposes, "purpose", adopted),
        code_lists=tuple(lists),
        elements=tuple(elements),
        forms=tuple(_form(f, here) for f in forms),
    )
    return adopted


def _apart(file: Codebook, named: set[str]) -> Codebook:
    prefix = file.forms[0].code if file.forms else "imported"
    names = {c.code: c.code if c.code in named else f"{prefix}-{c.code}"[:80] for c in file.code_lists}
    return replace(
        file,
        code_lists=tuple(replace(c, code=names[c.code]) for c in file.code_lists),
        elements=tuple(replace(e, code_list=names.get(e.code_list, e.code_list)) for e in file.elements),
    )


def _element(entry: ElementEntry, file: Codebook, here: Codebook, adopted: Adopted, where: str) -> ElementEntry | None:
    known = here.element(entry.code)
    stated = bool(entry.risk)
    source = entry.source or f"xlsform:{file.forms[0].code if file.forms else 'imported'}"
    entry = replace(entry, source=source[:160])
    if known is None:
        return _linked(_new_element(entry, adopted, where), file, here, adopted, where)
    entry = _linked(entry, file, here, adopted, where)
    if known.record_type != entry.record_type:
        message = f"'{entry.code}' is already an element of the record type '{known.record_type}'; it is left out. Rename it in the file."
        adopted.findings.append(Finding("code-taken", where, message, Level.ERROR))
        return None
    if known.source != entry.source:
        if any(getattr(known, name) != getattr(entry, name) for name in ("type", "label", "code_list")):
            message = f"'{entry.code}' is already declared here ({known.source or 'by hand'}) and stays as it is; the form uses it."
            adopted.findings.append(Finding("kept", where, message, Level.NOTE))
        return known
    made = _guarded(entry, known, adopted, where) if stated else _carried(entry, known)
    _tell_changes(known, made, adopted, where)
    return made


def _new_element(entry: ElementEntry, adopted: Adopted, where: str) -> ElementEntry:
    if not entry.missing_codes and not entry.risk:
        entry = replace(entry, missing_codes=DEFAULT_MISSING)
    made = classified(entry)
    if entry.risk and made.risk != entry.risk:
        message = f"The file calls '{entry.code}' {entry.risk}; it looks {made.risk} and is taken as {made.risk} until someone confirms it."
        adopted.findings.append(Finding("raised", where, message))
    return replace(made, version=1)


def _carried(entry: ElementEntry, known: ElementEntry) -> ElementEntry:
    """The element as it is here, with what the form itself says of it."""
    changes: dict[str, Any] = {name: getattr(entry, name) for name in CARRIED}
    if entry.type is known.type is ElementType.GEOPOINT:  # the survey sheet has no word for either
        changes |= {"minimum_value": known.minimum_value, "code_list": known.code_list}
    if entry.why:
        changes["why"] = entry.why
    texts = {language: dict(words) for language, words in known.texts.items()}
    for language, words in entry.texts.items():
        texts[language] = {**texts.get(language, {}), **words}
    return replace(known, **changes, texts=texts)


def _guarded(entry: ElementEntry, known: ElementEntry, adopted: Adopted, where: str) -> ElementEntry:
    """The element as the file states it, but never less protected than it is here."""
    made = replace(entry, version=known.version)
    if is_higher(known.risk, entry.risk):
        message = f"The file lowers the risk class of '{entry.code}' from {known.risk} to {entry.risk}; it stays {known.risk}."
        adopted.findings.append(Finding("kept", where, message))
        made = replace(made, risk=known.risk, risk_confirmed=known.risk_confirmed)
    if more := sorted(set(entry.purposes) - set(known.purposes)):
        message = f"The file lets '{entry.code}' be used for more ({', '.join(more)}); it is not: change its purposes in the draft, where a colleague agrees."
        adopted.findings.append(Finding("kept", where, message))
        made = replace(made, purposes=tuple(p for p in entry.purposes if p in known.purposes))
    if made.type is ElementType.GEOPOINT and coarse_enough(entry.minimum_value) < coarse_enough(known.minimum_value):
        message = f"The file keeps the pin '{entry.code}' more precisely; it stays {coarse_enough(known.minimum_value)} km: change it in the draft."
        adopted.findings.append(Finding("kept", where, message))
        made = replace(made, minimum_value=known.minimum_value)
    return replace(
        made,
        never_by_default=entry.never_by_default or known.never_by_default,
        identifier=entry.identifier or known.identifier,
        minimum=entry.minimum and known.minimum,
    )


def _tell_changes(known: ElementEntry, made: ElementEntry, adopted: Adopted, where: str) -> None:
    names = [f.name for f in fields(ElementEntry) if f.name != "version" and getattr(known, f.name) != getattr(made, f.name)]
    if names:
        words = ", ".join(name.replace("_", " ") for name in names)
        adopted.findings.append(Finding("changed", where, f"'{made.code}' changes: {words}. A new version is made; older records keep theirs.", Level.NOTE))


def _linked(entry: ElementEntry, file: Codebook, here: Codebook, adopted: Adopted, where: str) -> ElementEntry:
    """Only purposes and questions that exist."""
    purposes = {p.code for p in (*here.purposes, *file.purposes)}
    questions = {q.code for q in (*here.questions, *file.questions)}
    for code in [*(p for p in entry.purposes if p not in purposes), *(q for q in entry.questions if q not in questions)]:
        adopted.findings.append(Finding("not-mapped", where, f"'{entry.code}' names the purpose or question '{code}', which does not exist; it is left out."))
    kept_purposes = tuple(p for p in entry.purposes if p in purposes)
    return replace(entry, purposes=kept_purposes, questions=tuple(q for q in entry.questions if q in questions))


def _code_list(code_list: CodeListEntry, here: Codebook, adopted: Adopted) -> CodeListEntry:
    """The file's items; those that only this dictionary has are retired, never removed."""
    known = here.code_list(code_list.code)
    if known is None:
        return code_list
    codes = {i.code for i in code_list.items}
    gone = [replace(i, retired=True) for i in known.items if i.code not in codes]
    for item in gone:
        if not next(i for i in known.items if i.code == item.code).retired:
            message = f"'{item.code}' is no longer in the list '{code_list.code}'. It is retired; records that hold it keep it."
            adopted.findings.append(Finding("changed", f"{code_list.code}:{item.code}", message, Level.NOTE))
    return replace(code_list, name=code_list.name or known.name, source=code_list.source or known.source, items=(*code_list.items, *gone))


def _form(form: FormEntry, here: Codebook) -> FormEntry:
    """A form keeps its place; a new one comes after those that are here."""
    known = here.form(form.code)
    last = max((f.order for f in here.forms), default=0)
    return replace(form, order=form.order or (known.order if known else max(last, _FIRST_BROUGHT) + 1))


def _new(entries: tuple[Any, ...], known: tuple[Any, ...], what: str, adopted: Adopted) -> tuple[Any, ...]:
    """Those that are not here yet; what is here stays as it is."""
    codes = {k.code for k in known}
    fresh = tuple(e for e in entries if e.code not in codes)
    for entry in fresh:
        adopted.findings.append(Finding("new-here", entry.code, f"The file brings the {what} '{entry.code}'. Read it before it is used.", Level.NOTE))
    return fresh
