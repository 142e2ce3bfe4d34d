"""Elements that answer no question, or that nobody has filled in or used for half a year, and why some of them stay (S1, S7)."""

from dataclasses import dataclass
from datetime import timedelta

from titip.dictionary.models import Element, KeptElement
from titip.dictionary.rules.codebook import Codebook, ElementEntry
from titip.dictionary.rules.types import Status
from titip.dictionary.rules.using import USES
from titip.kit import clock

HALF_A_YEAR = timedelta(days=183)


@dataclass(frozen=True)
class Idle:
    """An element that should go, or say why it stays. ``kept``: the reason that somebody gave."""

    entry: ElementEntry
    no_question: bool
    unused: bool
    kept: KeptElement | None = None


def idle(book: Codebook) -> list[Idle]:
    """In the order of the dictionary. An element is unused once it has been there for half a year and no answer to it was written since.

    Of a kind of record on which nothing at all was written, no element is told apart: see ``silent``.
    Calculated elements and groups are left out, because nobody fills them in; the minimum answers for itself.
    """
    then = clock.now() - HALF_A_YEAR
    used = USES.since(then)
    written = {e.record_type for e in book.elements if e.code in used}
    old = set(Element.objects.filter(made_at__lt=then).values_list("code", flat=True))
    kept = {row.element_code: row for row in KeptElement.objects.all()}
    found = []
    for entry in book.elements:
        if entry.status is Status.RETIRED:
            continue
        no_question = not entry.questions and not entry.minimum
        unused = entry.code in old and entry.code not in used and entry.record_type in written and entry.type not in ("calculated", "repeat")
        if no_question or unused:
            found.append(Idle(entry, no_question, unused, kept.get(entry.code)))
    return found


def silent(book: Codebook) -> list[str]:
    """Names of the kinds of record that are half a year old and on which nothing was written since."""
    then = clock.now() - HALF_A_YEAR
    used = USES.since(then)
    old = set(Element.objects.filter(made_at__lt=then).values_list("record_type__code", flat=True))
    return [r.name for r in book.record_types if r.code in old and not any(e.code in used for e in book.elements if e.record_type == r.code)]
