"""What is due: for a role, on the cases within reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from titip.casework.models import Case, Step
from titip.casework.reads.cases import cases_for
from titip.casework.rules.due import due_words
from titip.casework.rules.states import STEP_KINDS
from titip.protect.rules.access import Actor


@dataclass(frozen=True)
class Shown:
    """How a due date stands, in the reader's language. ``late`` asks for attention."""

    text: str
    late: bool


@dataclass(frozen=True)
class DueStep:
    """A step with its case and how it stands in words."""

    step: Step
    due: Shown


def shown_due(due_on: date, today: date) -> Shown:
    """How a date stands today, in the reader's language."""
    due = due_words(due_on, today)
    return Shown(_(due.words) % {"n": due.days}, due.late)


def due_for(actor: Actor, today: date, *, within: int = 7, most: int = 10) -> tuple[list[DueStep], int]:
    """The steps that are due for ``actor``'s roles within so many days, overdue first, at most ``most``; and how many there are in all."""
    last = date.fromordinal(today.toordinal() + within)
    rows = Step.objects.filter(
        done_at=None, role__in=[role.value for role in actor.roles], due_on__lte=last, case__in=cases_for(actor).order_by().values("pk"),
    )
    shown = rows.select_related("case").order_by("due_on", "id")[:most]
    return [DueStep(step, shown_due(step.due_on, today)) for step in shown], rows.count()


@dataclass(frozen=True)
class Line:
    """A case in the list: what is next on it, in words, and how it stands."""

    case: Case
    next_words: str
    due: Shown | None


def lines(cases: Iterable[Case], today: date) -> list[Line]:
    """The cases of ``listed`` as they are shown."""
    return [_line(case, today) for case in cases]


def _line(case: Any, today: date) -> Line:
    # next_kind and next_due are what ``listed`` puts beside each case
    return Line(case, _(STEP_KINDS.get(case.next_kind or "", "")) if case.next_kind else "", shown_due(case.next_due, today) if case.next_due else None)
