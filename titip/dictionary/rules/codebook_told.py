"""The dictionary told for reading: each element as a heading, a definition and lines of words, for paper and for a page alike."""

from collections.abc import Callable
from dataclasses import dataclass

from titip.dictionary.rules.codebook import Codebook, CodeListEntry, ElementEntry, plain_number
from titip.dictionary.rules.codebook_public import CONDITIONS
from titip.dictionary.rules.levels import in_tree, parent_of
from titip.dictionary.rules.messages import gettext_noop as _
from titip.dictionary.rules.plain_rules import in_words
from titip.dictionary.rules.types import ElementType
from titip.kit.points import SIZES, coarse_enough

Say = Callable[[str], str]
#: More values than this stand in the spreadsheet, not on paper.
MOST_VALUES = 150
_TYPES = {
    "text": _("Text"), "long_text": _("Long text"), "integer": _("Whole number"), "decimal": _("Number"), "date": _("Date"), "yes_no": _("Yes or no"),
    "partial_date": _("Date, as far as it is known"), "date_time": _("Day and time"), "select_one": _("One of a list"), "select_many": _("Several of a list"),
    "place": _("Place"), "geopoint": _("Pin on a map, kept as a square"),
    "hierarchy": _("One of a list with levels"), "person": _("Another person, by code"), "file": _("Sealed file"),
    "calculated": _("Calculated"), "repeat": _("Repeated group"),
}  # fmt: skip
_RISKS = {"low": _("Low risk"), "medium": _("Medium risk"), "high": _("High risk, sealed"), "identity": _("Identity, sealed")}
_MISSING = {"declined": _("Prefer not to say"), "unknown": _("Not known"), "ask_later": _("Ask later"), "not_applicable": _("Does not arise")}


@dataclass(frozen=True)
class Told:
    """One element. ``lines``: a name and its words; ``elsewhere``: language and label."""

    code: str
    label: str
    definition: str
    lines: tuple[tuple[str, str], ...]
    elsewhere: tuple[tuple[str, str], ...]
    code_list: str = ""


@dataclass(frozen=True)
class ToldList:
    """A code list: each value's depth, code, label, its label in other languages, whether it is retired. ``more``: values left out."""

    code: str
    name: str
    values: tuple[tuple[int, str, str, tuple[tuple[str, str], ...], bool], ...]
    more: int = 0


def sections(book: Codebook, say: Say) -> list[tuple[str, list[Told]]]:
    """Elements by kind of record, in the order of the dictionary."""
    made = []
    for kind in book.record_types:
        told = [tell(entry, book, say) for entry in book.elements if entry.record_type == kind.code]
        if told:
            made.append((kind.name, told))
    return made


def tell(entry: ElementEntry, book: Codebook, say: Say) -> Told:
    """One element in words."""
    elsewhere = tuple((language, words["label"]) for language, words in sorted(entry.texts.items()) if words.get("label"))
    lines = tuple((say(name), words) for name, words in _lines(entry, book, say) if words)
    return Told(entry.code, entry.label, entry.definition, lines, elsewhere, entry.code_list)


def _lines(entry: ElementEntry, book: Codebook, say: Say) -> list[tuple[str, str]]:
    limits = [plain_number(v) if v is not None else "" for v in (entry.minimum_value, entry.maximum_value)]
    purposes, questions = {p.code: p.name for p in book.purposes}, {q.code: q.text for q in book.questions}
    yes, rule = say(_("Yes")), say(_("Under conditions")) if entry.relevant == CONDITIONS else in_words(entry.relevant, book, say)
    return [
        (_("Kind of entry"), say(_TYPES[entry.type]) + (f" ({entry.unit})" if entry.unit else "")),
        (_("As asked"), entry.question_text),
        (_("A gentler way to ask"), entry.indirect_text),
        (_("Hint"), entry.hint),
        (_("Why we ask"), entry.why),
        *_limits(entry, limits, say),
        (_("Most characters"), str(entry.max_length or "")),
        (_("Required"), yes if entry.required else ""),
        (_("Ways not to answer"), ", ".join(say(_MISSING[m]) for m in entry.missing_codes if m in _MISSING)),
        (_("Asked only where"), rule),
        (_("Constraint"), entry.constraint if entry.constraint != CONDITIONS else say(_("Under conditions"))),
        (_("Calculation"), entry.calculation if entry.calculation != CONDITIONS else ""),
        (_("Part of a repeated group"), entry.inside),
        (_("Risk class"), say(_RISKS.get(entry.risk, entry.risk))),
        (_("Never by default"), yes if entry.never_by_default else ""),
        (_("Purposes"), ", ".join(purposes.get(p, p) for p in entry.purposes)),
        (_("Questions it answers"), " ".join(questions.get(q, q) for q in entry.questions)),
        (_("Months kept"), "" if entry.retention_months is None else str(entry.retention_months)),
        (_("Standards"), ", ".join(f"{name} {code}" for name, code in (("HTCDS", entry.htcds), ("CTDC", entry.ctdc), ("IC-TIP", entry.ic_tip)) if code)),
        (_("List of choices"), entry.code_list),
    ]


def _limits(entry: ElementEntry, limits: list[str], say: Say) -> list[tuple[str, str]]:
    if entry.type is ElementType.GEOPOINT:
        return [(_("Kept as a square of"), say(SIZES[coarse_enough(entry.minimum_value)]))]
    return [(_("Limits"), f"{limits[0] or '…'} – {limits[1] or '…'}" if any(limits) else "")]


def tell_list(entry: CodeListEntry, most: int | None = MOST_VALUES) -> ToldList:
    """A list in the order of its tree."""
    parents = {item.code: item.parent for item in entry.items}
    items = {item.code: item for item in entry.items}
    shown = in_tree(parents)[:most]
    values = tuple((_depth(c, parents), c, items[c].label, tuple(sorted(items[c].translations.items())), items[c].retired) for c in shown)
    return ToldList(entry.code, entry.name or entry.code, values, len(items) - len(shown))


def _depth(code: str, parents: dict[str, str]) -> int:
    depth, up = 0, parent_of(code, parents)
    while up and depth < 12:
        depth, up = depth + 1, parent_of(up, parents)
    return depth
