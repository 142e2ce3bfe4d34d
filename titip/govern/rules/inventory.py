"""The data inventory (S7): every element with what is held of it, why, for how long, and what speaks against keeping it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.messages import gettext_noop as _
from titip.govern.rules.counts import Shown, shown
from titip.kit.missing import Missing


class Flag(StrEnum):
    """What asks for a decision about an element."""

    NO_QUESTION = "no_question"
    NO_PURPOSE = "no_purpose"
    NO_RETENTION = "no_retention"
    NEVER_USED = "never_used"
    UNCONFIRMED = "unconfirmed"
    NOT_DECLARED = "not_declared"


#: Flags that are told once for all elements on the page, not beside each: what is missing everywhere is no news on every line.
TOLD_ONCE = frozenset({Flag.NO_RETENTION})
#: With fewer records than this it is too early to call an element unused.
ENOUGH = 20

FLAGS: dict[Flag, str] = {
    Flag.NO_QUESTION: _("Answers no question: why is it asked?"),
    Flag.NO_PURPOSE: _("No purpose is named: it is held for care only."),
    Flag.NO_RETENTION: _("No time of keeping is set."),
    Flag.NEVER_USED: _("Never used: perhaps it can go."),
    Flag.UNCONFIRMED: _("Its risk class was proposed by an import and waits to be confirmed."),
    Flag.NOT_DECLARED: _("No longer in the dictionary, and answers are still held."),
}

#: The kinds of absence that are counted apart, in the order shown; what is left over was never asked or was skipped.
KINDS: dict[str, str] = {
    "value": _("answered"),
    Missing.DECLINED.value: _("preferred not to say"),
    Missing.UNKNOWN.value: _("not known"),
    Missing.NOT_APPLICABLE.value: _("did not arise"),
    Missing.ASK_LATER.value: _("to be asked later"),
    Missing.EMPTY.value: _("empty"),
    "sealed": _("answered or not, sealed"),
}


@dataclass(frozen=True)
class Line:
    """One element in the inventory. ``counts`` are by the keys of KINDS; only those that can occur are there."""

    code: str
    record_type: str
    element: Declared | None
    questions: tuple[str, ...]
    purposes: tuple[str, ...]
    counts: Mapping[str, Shown]
    flags: tuple[Flag, ...] = field(default=())

    @property
    def label(self) -> str:
        """What it is called; its code where the dictionary no longer has it."""
        return self.element.label if self.element else self.code

    @property
    def asks(self) -> tuple[Flag, ...]:
        """The flags that are told beside the element."""
        return tuple(flag for flag in self.flags if flag not in TOLD_ONCE)

    @property
    def in_vault(self) -> bool:
        """Whether it is held sealed, in the vault; otherwise in the main database."""
        return self.element is not None and self.element.sealed


def lines(
    declared: Iterable[Declared], *, records: int, plain: Mapping[str, Mapping[str, int]], sealed: Mapping[str, int], record_type: str,
    questions: Mapping[str, str], purposes: Mapping[str, str], exact: bool, unconfirmed: frozenset[str] = frozenset(),
) -> list[Line]:
    """The inventory of one record type, in the dictionary's order; then what is held of elements that it no longer has.

    ``plain`` and ``sealed`` are counts by element code over ``records`` records; ``questions`` and ``purposes`` are words by code.
    """
    found = []
    elements = {element.code: element for element in declared}
    for code in (*elements, *sorted((set(plain) | set(sealed)) - set(elements))):
        element = elements.get(code)
        cells = _cells(records, plain.get(code, {}), sealed.get(code, 0), is_sealed=element.sealed if element else code in sealed)
        answers = element.answers if element else ()
        names = tuple(word for p, word in purposes.items() if element and p in element.purposes)
        flags = _flags(element, records, cells, code in unconfirmed)
        found.append(Line(code, record_type, element, tuple(questions.get(q, q) for q in answers), names, shown(cells, exact=exact), flags))
    return found


def _cells(records: int, plain: Mapping[str, int], sealed: int, *, is_sealed: bool) -> dict[str, int]:
    """Counts by kind that add up to ``records``. Of a sealed element only that there is an answer is known without opening it."""
    held = {kind: plain.get(kind, 0) for kind in KINDS if kind not in (Missing.EMPTY, "sealed")}
    if is_sealed:
        held = {kind: n for kind, n in held.items() if n}  # kept plain under an earlier class
        held["sealed"] = sealed
    held[Missing.EMPTY.value] = max(0, records - sum(held.values()))
    return {kind: held[kind] for kind in KINDS if kind in held}


def _flags(element: Declared | None, records: int, cells: Mapping[str, int], unconfirmed: bool) -> tuple[Flag, ...]:
    used = records > cells.get(Missing.EMPTY.value, 0)
    if element is None:
        return (Flag.NOT_DECLARED,) if used else ()
    found = [
        (Flag.NO_QUESTION, not element.answers), (Flag.NO_PURPOSE, not element.purposes), (Flag.NO_RETENTION, element.retention_months is None),
        (Flag.NEVER_USED, records >= ENOUGH and not used), (Flag.UNCONFIRMED, unconfirmed),
    ]
    return tuple(flag for flag, holds in found if holds)
