"""A repeated group on a form: its rows as they were sent, and the buttons that add, remove and put back a row.

Names in the posted data: ``group`` once for each row, holding its id; ``group/row`` marks that the row's fields were on the page;
``group/row/member`` with the parts of any element; ``group__gone`` once for each row that was removed and can be put back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from titip.dictionary.rules.answers import MOST_ROWS
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.keys import is_row, new_row, row_key
from titip.dictionary.rules.types import ElementType

GONE = "__gone"
ADD, REMOVE, RESTORE = "add-", "remove-", "restore-"

Values = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Pressed:
    """What a button of a repeated group did: the values after it, and the id of the place to show."""

    values: dict[str, list[str]]
    anchor: str


def ids(values: Values, name: str) -> list[str]:
    """Row ids under a name, each once, in order; whatever is no id is left out."""
    return [row for row in dict.fromkeys(values.get(name, ())) if is_row(row)][: MOST_ROWS * 2]


def press(button: str, values: Values, elements: Iterable[Declared], *, prefix: str = "") -> Pressed | None:
    """The values after a press on Add, Remove or Put back; None where the button is none of these or names no group here."""
    groups = {e.code for e in elements if e.type is ElementType.REPEAT}
    for verb in (ADD, REMOVE, RESTORE):
        if button.startswith(verb):
            group, _slash, row = button.removeprefix(verb).partition("/")
            if group in groups and (verb == ADD or is_row(row)):
                return _pressed(verb, prefix + group, row, {name: list(sent) for name, sent in values.items()})
    return None


def _pressed(verb: str, group: str, row: str, made: dict[str, list[str]]) -> Pressed:
    stand, gone = ids(made, group), ids(made, group + GONE)
    if verb == ADD and len(stand) < MOST_ROWS:
        row = new_row()
        made[row_key(group, row)] = ["1"]
        stand.append(row)
    elif verb == REMOVE and row in stand:
        stand.remove(row)
        gone.append(row)
    elif verb == RESTORE and row in gone:
        gone.remove(row)
        stand.append(row)
    made[group], made[group + GONE] = stand, gone
    return Pressed(made, f"id_{group}" if verb == REMOVE else f"row_{row}")


def blanks(declared: Declared) -> list[str]:
    """The empty rows with which a group begins: as many as it needs at least."""
    least = int(declared.minimum_value) if declared.minimum_value is not None else 0
    return [new_row() for _ in range(min(max(least, 0), 5))]
