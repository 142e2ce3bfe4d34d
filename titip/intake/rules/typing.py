"""What stands in the fields of a form while it is being filled, by element."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from titip.dictionary.rules.parts import BAD, CERTAINTY, PARTS, WAY
from titip.kit.points import lowered_fields

#: What follows a group's code in the names of its rows: ``/row``, ``/row/member`` with a part; and the rows that can be put back.
_IN_ROW = re.compile(r"/[0-9a-f]{12}(/[A-Za-z_][\w.-]*)?")
GONE = "__gone"
#: Parts that say something about a value without being one.
_BESIDE = (CERTAINTY, BAD, GONE, f"{WAY}km")


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
        return Typed({name: values for name, values in self.values.items() if not any(_belongs(name, code) for code in gone)}, self.seen - gone)

    def settled(self, theirs: Collection[str]) -> "Typed":
        """Without one's own answer to what was let go of: an element, or a row (``group/row``, also by what stands in it), which then is as it is kept."""
        made = self.without(place for place in theirs if "/" not in place)
        for row in dict.fromkeys("/".join(place.split("/")[:2]) for place in theirs if "/" in place):
            made = made.with_row(row)
        return made

    def instead(self, values: Mapping[str, Sequence[str]]) -> "Typed":
        """With these values typed in place of what stands for their elements."""
        return Typed({**self.without(values).values, **values}, self.seen | frozenset(values))

    def something(self, element: str) -> bool:
        """Whether anything was typed or chosen for an element; of a repeated group, in one of its rows."""
        return any(any(value.strip() for value in values) for name, values in self.values.items() if _says(name, element))

    def rows(self, group: str) -> list[str]:
        """The ids of the rows of a repeated group, as they were sent."""
        return list(dict.fromkeys(self.values.get(group, ())))

    def with_row(self, place: str) -> "Typed":
        """With a row (``group/row``) among its group's as it stands, and nothing typed in it."""
        group, _slash, row = place.partition("/")
        values = dict(self.without([place]).values)
        values[group] = [*dict.fromkeys([*values.get(group, ()), row])]
        values[group + GONE] = [one for one in values.get(group + GONE, ()) if one != row]
        return Typed(values, self.seen)


def names_of(element: str) -> list[str]:
    """The field names of an element that stands in no repeated group."""
    return [element + part for part in PARTS]


def _belongs(name: str, element: str) -> bool:
    """Whether a field name is one of an element's: its own parts, or anything in its rows."""
    if not name.startswith(element):
        return False
    rest = name.removeprefix(element)
    return rest in PARTS or rest == GONE or rest.startswith("/")


def _says(name: str, element: str) -> bool:
    """Whether a field name holds something that a person typed or chose: not the marks of rows."""
    return _belongs(name, element) and not name.endswith(_BESIDE) and name.removeprefix(element).count("/") != 1


def may_be_sent(name: str, element: str) -> bool:
    """Whether a form can send this field name for an element."""
    if not _belongs(name, element) or "/" not in name.removeprefix(element):
        return _belongs(name, element)
    rest = name.removeprefix(element)
    part = next((part for part in PARTS if part and rest.endswith(part)), "")
    return _IN_ROW.fullmatch(rest.removesuffix(part)) is not None


def read_typed(sent: Mapping[str, Sequence[str]], elements: Iterable[str]) -> Typed:
    """What was sent for these elements, unchecked and unchanged; but a pin as coarse as its box says, because this is kept as a draft."""
    seen = list(elements)
    mine = [(name, value) for name, values in sent.items() if any(may_be_sent(name, code) for code in seen) for value in values]
    values: dict[str, list[str]] = {}
    for name, value in lowered_fields(mine):
        values.setdefault(name, []).append(value)
    return Typed(values, frozenset(seen))
