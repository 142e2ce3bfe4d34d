"""What stands in the fields of a form while it is being filled, by element."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from titip.dictionary.rules.parts import PARTS


@dataclass(frozen=True)
class Typed:
    """``values``: field name to what was sent. ``seen``: elements whose section was shown and sent, answered or not."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    seen: frozenset[str] = frozenset()

    def over(self, earlier: "Typed") -> "Typed":
        """This on top of what was typed earlier; for an element seen in both, only this counts."""
        return Typed({**earlier.without(self.seen).values, **self.values}, earlier.seen | self.seen)

    def without(self, elements: Iterable[str]) -> "Typed":
        """All but these elements."""
        gone = frozenset(elements)
        names = {name for code in gone for name in names_of(code)}
        return Typed({name: values for name, values in self.values.items() if name not in names}, self.seen - gone)

    def instead(self, values: Mapping[str, Sequence[str]]) -> "Typed":
        """With these values typed in place of what stands for their elements."""
        return Typed({**self.without(values).values, **values}, self.seen | frozenset(values))

    def something(self, element: str) -> bool:
        """Whether anything was typed or chosen for an element."""
        return any(any(value.strip() for value in self.values.get(name, ())) for name in names_of(element))


def names_of(element: str) -> list[str]:
    """The field names of an element."""
    return [element + part for part in PARTS]


def read_typed(sent: Mapping[str, Sequence[str]], elements: Iterable[str]) -> Typed:
    """What was sent for these elements, unchecked and unchanged."""
    seen = list(elements)
    return Typed({name: list(sent[name]) for code in seen for name in names_of(code) if name in sent}, frozenset(seen))
