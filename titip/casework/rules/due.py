"""How a due date stands, in words: never by colour alone."""

from dataclasses import dataclass
from datetime import date

from titip.dictionary.rules.messages import gettext_noop as _


@dataclass(frozen=True)
class Due:
    """``words`` is a message id; ``%(n)d`` in it is ``days``, always positive. ``late`` asks for attention."""

    words: str
    days: int
    late: bool


def due_words(due_on: date, today: date) -> Due:
    """How a date stands today."""
    days = (due_on - today).days
    match days:
        case 0:
            return Due(_("due today"), 0, False)
        case 1:
            return Due(_("due tomorrow"), 1, False)
        case -1:
            return Due(_("overdue since yesterday"), 1, True)
        case _ if days < 0:
            return Due(_("overdue by %(n)d days"), -days, True)
    return Due(_("due in %(n)d days"), days, False)
