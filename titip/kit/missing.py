"""Missing is not one thing (S14): five members, none of which is zero or an empty string."""

from enum import StrEnum


class Missing(StrEnum):
    """Why a value is not there. Survives store, export, import and analysis."""

    EMPTY = "empty"  # nobody has answered: skipped
    UNKNOWN = "unknown"  # asked; the person does not know
    NOT_APPLICABLE = "not_applicable"  # set by skip logic: the question does not arise
    DECLINED = "declined"  # asked; the person prefers not to say
    ASK_LATER = "ask_later"  # put off, to be asked again


#: The answers that a person gave on purpose. A required element accepts any of them.
DELIBERATE = frozenset({Missing.UNKNOWN, Missing.DECLINED, Missing.ASK_LATER, Missing.NOT_APPLICABLE})
