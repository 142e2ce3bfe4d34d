"""Missing is not one thing (S14): five members, none of which is zero or an empty string.

How missing behaves, wherever values meet: compared with anything, nothing can be told; sorted, it stands after every value, each kind
by itself; counted, it is counted apart; in a calculation it takes the result with it. It is never taken for zero, "no" or nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeGuard, TypeVar

from titip.kit.truth import Truth

T = TypeVar("T")


class Missing(StrEnum):
    """Why a value is not there. Survives store, export, import and analysis."""

    EMPTY = "empty"  # nobody has answered: skipped
    UNKNOWN = "unknown"  # asked; the person does not know
    NOT_APPLICABLE = "not_applicable"  # set by skip logic: the question does not arise
    DECLINED = "declined"  # asked; the person prefers not to say
    ASK_LATER = "ask_later"  # put off, to be asked again


#: The answers that a person gave on purpose. A required element accepts any of them.
DELIBERATE = frozenset({Missing.UNKNOWN, Missing.DECLINED, Missing.ASK_LATER, Missing.NOT_APPLICABLE})

#: From what may still be answered to what never will be: the last of several decides why a calculation has no result.
LASTING: Final = (Missing.EMPTY, Missing.ASK_LATER, Missing.UNKNOWN, Missing.DECLINED, Missing.NOT_APPLICABLE)

#: How each kind is written in a cell of a CSV file of ours; empty is a blank.
WRITTEN: Final[Mapping[Missing, str]] = {kind: "" if kind is Missing.EMPTY else f"({kind.value})" for kind in Missing}
_READ: Final = {text: kind for kind, text in WRITTEN.items()}


def is_missing(value: object) -> TypeGuard[Missing]:
    """Whether it is one of the five. The text ``"empty"`` is none of them."""
    return isinstance(value, Missing)


def compared(left: T | Missing, right: T | Missing, compare: Callable[[T, T], Truth]) -> Truth:
    """``compare`` of two values; cannot be told where either is missing, even where both are missing alike."""
    if isinstance(left, Missing) or isinstance(right, Missing):
        return None
    return compare(left, right)


def combined(kinds: Iterable[Missing]) -> Missing:
    """Why there is no result where several operands are missing: the most lasting reason. In any order, however grouped."""
    return max(kinds, key=LASTING.index)


def calculated(operands: Iterable[object], calculate: Callable[..., T]) -> T | Missing:
    """``calculate(*operands)``, or the reason why there is no result where an operand is missing."""
    given = list(operands)
    missing = [value for value in given if isinstance(value, Missing)]
    return combined(missing) if missing else calculate(*given)


def sort_key(value: Any | Missing) -> tuple[int, Any]:
    """Values first in their own order, then the kinds of missing in the order of ``Missing``."""
    if isinstance(value, Missing):
        return 1, list(Missing).index(value)
    return 0, value


@dataclass(frozen=True)
class Tally:
    """Values and the kinds of their absence, counted apart. ``missing`` holds all five kinds."""

    given: tuple[Any, ...]
    missing: Mapping[Missing, int]

    @property
    def n(self) -> int:
        """Values and missing together."""
        return len(self.given) + sum(self.missing.values())

    @property
    def asked(self) -> int:
        """Those to whom the question applied: all but *not applicable*."""
        return self.n - self.missing[Missing.NOT_APPLICABLE]

    @property
    def total(self) -> Any | None:
        """The sum of the values that are given; None where none is: nothing known is not zero."""
        return sum(self.given[1:], self.given[0]) if self.given else None

    @property
    def mean(self) -> Any | None:
        """The mean of the values that are given; None where none is."""
        return self.total / len(self.given) if self.total is not None else None


def tally(values: Iterable[Any | Missing]) -> Tally:
    """Count values and absences."""
    seen = list(values)
    counts = Counter(value for value in seen if isinstance(value, Missing))
    return Tally(tuple(value for value in seen if not isinstance(value, Missing)), {kind: counts[kind] for kind in Missing})


def to_cell(value: T | Missing, write: Callable[[T], str] = str) -> str:
    """How it stands in a CSV file. A text that looks like one of ours is kept apart by a backslash before it."""
    if isinstance(value, Missing):
        return WRITTEN[value]
    text = write(value)
    return f"\\{text}" if text in _READ or text.startswith("\\") else text


def from_cell(text: str, read: Callable[[str], T]) -> T | Missing:
    """What ``to_cell`` wrote."""
    if text in _READ:
        return _READ[text]
    return read(text[1:] if text.startswith("\\") else text)
