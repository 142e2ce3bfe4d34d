"""What the linter says of elements that look at each other: skip rules, calculations, repeated groups."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from titip.dictionary.rules import expressions, following
from titip.dictionary.rules.classify import is_higher
from titip.dictionary.rules.codebook import Codebook, CodeListEntry, ElementEntry
from titip.dictionary.rules.findings import Finding, Level
from titip.dictionary.rules.types import ElementType


@dataclass(frozen=True)
class Look:
    """What the rules look at. ``where`` gives the place of an element (``survey row 5``) or of a list item (``list:code``)."""

    book: Codebook
    where: Mapping[str, str]
    lists: Mapping[str, CodeListEntry] = field(default_factory=dict)

    def at(self, entry: ElementEntry) -> str:
        return self.where.get(entry.code, entry.code)

    def live(self) -> Iterator[ElementEntry]:
        return (e for e in self.book.elements if e.status != "retired")

    def items(self, entry: ElementEntry) -> CodeListEntry | None:
        return self.lists.get(entry.code_list)


def skip_rules(look: Look) -> Iterator[Finding]:
    """Skip rules, constraints and calculations that we cannot obey."""
    known = {entry.code for entry in look.book.elements}
    for entry in look.live():
        for what, text in (("skip rule", entry.relevant), ("constraint", entry.constraint), ("calculation", entry.calculation)):
            if not text:
                continue
            try:
                named = expressions.references(expressions.parse(text))
            except expressions.BadExpression as bad:
                yield Finding("not-enforced", look.at(entry), f"The {what} of '{entry.code}' is kept but not enforced ({text}): {bad}")
                continue
            for code in sorted(named - known):
                yield Finding("unknown-reference", look.at(entry), f"The {what} of '{entry.code}' names '{code}', which does not exist.", Level.ERROR)
        if entry.calculation and entry.type is not ElementType.CALCULATED:
            yield Finding("not-enforced", look.at(entry), f"'{entry.code}' is answered by people; its calculation is kept but not carried out.")


def circles(look: Look) -> Iterator[Finding]:
    """Elements that need each other: calculations refuse to be stored, skip rules are obeyed in the order of the form."""
    for circle in following.circles(look.book):
        names = ", ".join(f"'{code}'" for code in circle)
        where = look.where.get(circle[0], circle[0])
        yield Finding("circle", where, f"{names}: each looks at the other, so neither can be told first. Change one of them.", Level.ERROR)


def calculated(look: Look) -> Iterator[Finding]:
    """What is calculated from something better protected than itself; a calculated element without a calculation."""
    risks = {entry.code: entry.risk for entry in look.live()}
    for entry in look.live():
        if entry.type is not ElementType.CALCULATED:
            continue
        if not entry.calculation:
            yield Finding("not-enforced", look.at(entry), f"'{entry.code}' is calculated and says not from what; it stays empty.", Level.ERROR)
        for code in sorted(_named(entry.calculation)):
            if entry.risk and not entry.risk_confirmed and is_higher(risks.get(code, ""), entry.risk):
                message = f"'{entry.code}' is {entry.risk} and calculated from '{code}', which is {risks[code]}. Be sure that it says less."
                yield Finding("softer-than-source", look.at(entry), message, Level.NOTE)


def _named(rule: str) -> frozenset[str]:
    try:
        return expressions.references(expressions.parse(rule)) if rule else frozenset()
    except expressions.BadExpression:
        return frozenset()


def repeated(look: Look) -> Iterator[Finding]:
    """Groups without anything in them, and elements in a group that is none."""
    groups = {entry.code for entry in look.live() if entry.type is ElementType.REPEAT}
    inside = {entry.inside for entry in look.live()}
    for entry in look.live():
        if entry.code in groups and entry.code not in inside:
            yield Finding("empty-group", look.at(entry), f"'{entry.code}' is a repeated group and has no questions.", Level.ERROR)
        if entry.inside and (entry.inside not in groups or entry.code in groups):
            yield Finding("empty-group", look.at(entry), f"'{entry.code}' stands inside '{entry.inside}', which is no repeated group for it.", Level.ERROR)
