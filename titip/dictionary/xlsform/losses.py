"""What an XLSForm cannot say of a dictionary: our own sheets keep it, and a phone will neither ask nor check it."""

from collections.abc import Iterator

from titip.dictionary.rules import expressions
from titip.dictionary.rules.codebook import Codebook, ElementEntry
from titip.dictionary.rules.findings import Finding, Level
from titip.dictionary.rules.types import ElementType
from titip.kit.points import coarse_enough

RULE = "lossy"


def losses(book: Codebook) -> list[Finding]:
    """One finding for each thing that the sheets for phones leave out, in the order of the elements."""
    partial = frozenset(e.code for e in book.elements if e.type is ElementType.PARTIAL_DATE)
    return [Finding(RULE, entry.code, message, Level.NOTE) for entry in book.elements for message in _of(entry, partial)]


def _of(entry: ElementEntry, partial: frozenset[str]) -> Iterator[str]:
    if entry.type is ElementType.PARTIAL_DATE:
        yield "A date as far as it is known is asked as a text: write 2019, 5/2019, about 2019, before 5/2019. It is read and checked when it arrives."
        if entry.constraint:
            yield f"Its constraint ({entry.constraint}) is checked when it arrives, not on the phone."
    if entry.type is ElementType.GEOPOINT:
        km = coarse_enough(entry.minimum_value)
        yield f"A phone asks for an exact point and holds it until it is sent. Here it is kept as a square of about {km} km only."
    if entry.certainty_asked:
        yield "How sure the answer is, is not asked on the phone."
    if entry.source_asked:
        yield "Where the answer is from is not asked on the phone."
    for what, text in (("skip rule", entry.relevant), ("constraint", entry.constraint)):
        if named := _named(text) & partial:
            yield f"The {what} looks at a date known in part ({', '.join(sorted(named))}), which a phone cannot compare."


def _named(text: str) -> frozenset[str]:
    try:
        return expressions.references(expressions.parse(text)) if text else frozenset()
    except expressions.BadExpression:
        return frozenset()
