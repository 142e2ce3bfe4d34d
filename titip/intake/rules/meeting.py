"""How two tabs of one draft meet: each tells what it had before it, so that nothing typed in the other is written over unseen."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from titip.intake.rules.typing import Typed

#: Marks by element: a short digest of what stood in its fields. Made and compared here, in pages and drafts only.
Marks = Mapping[str, str]


@dataclass(frozen=True)
class Met:
    """``typed``: the draft to keep. ``clashes``: elements typed here and elsewhere since this page was made, the draft's left as it was.

    ``marks``: what the page may hold its fields against from now on.
    """

    typed: Typed
    clashes: tuple[str, ...]
    marks: Marks


def mark(typed: Typed, element: str) -> str:
    """What stands in an element's fields, as 12 hexadecimal digits; line ends, spaces around it and empty fields make no difference."""
    said = sorted((name, sorted(_plain(values))) for name, values in typed.values.items() if _of(name, element) and any(_plain(values)))
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:12]


def marks_of(typed: Typed, elements: Iterable[str]) -> Marks:
    """The marks of several elements."""
    return {element: mark(typed, element) for element in elements}


def meet(page: Typed, draft: Typed, had: Marks) -> Met:
    """Lay what a page sends over the draft. ``had``: the marks of what stood in its fields when they were filled.

    An element that the page left as it was keeps what the draft holds; one that only the page changed takes the page's; one that
    was changed here and in another tab, to different things, clashes. An element without a mark is taken as the page has it.
    """
    taken, clashes, marks = [], [], dict(had)
    for element in sorted(page.seen):
        now = mark(page, element)
        held = mark(draft, element) if element in draft.seen else None
        before = had.get(element, held or now)
        if held is None or held == now or before == held:
            taken.append(element)
        elif now != before:
            clashes.append(element)
        if element not in clashes:
            marks[element] = now
    return Met(_only(page, taken).over(draft), tuple(clashes), marks)


def write_marks(marks: Marks) -> str:
    """As a page carries them."""
    return " ".join(f"{element}={digits}" for element, digits in marks.items())


def read_marks(text: str) -> Marks:
    """What a page carries, unchecked: a wrong mark makes a clash, never a loss."""
    return {element: digits for element, _equals, digits in (pair.rpartition("=") for pair in text.split()) if element}


def _only(typed: Typed, elements: Iterable[str]) -> Typed:
    return typed.without(typed.seen - frozenset(elements))


def _plain(values: Iterable[str]) -> list[str]:
    return [text for value in values if (text := value.replace("\r\n", "\n").strip())]


def _of(name: str, element: str) -> bool:
    return name == element or name.startswith((element + "__", element + "/"))
