"""Who takes part in a case, what was offered to them, who works on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from titip.casework.models import Case, Participation, ServiceOffered
from titip.casework.rules.words import PARTS, SERVICES, Part
from titip.dictionary import reads as dictionary
from titip.protect.rules.access import Actor
from titip.register import reads as register


@dataclass(frozen=True)
class TakingPart:
    """One part of one person. ``reachable``: whether this colleague may open her page."""

    part: Participation
    reachable: bool


@dataclass(frozen=True)
class People:
    """The people in one part, in words."""

    role: Part
    label: str
    members: tuple[TakingPart, ...]


def people_in(actor: Actor, case: Case) -> list[People]:
    """The people in a case by part, in the order of the parts; a part that nobody has is left out. Two queries."""
    parts = list(case.participants.select_related("person"))
    ids = {row.person_id for row in parts}
    reachable = set(register.people_for(actor, "register.open").filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    rows = [TakingPart(row, row.person_id in reachable) for row in parts]
    return [People(role, label, tuple(members)) for role, label in PARTS.items() if (members := [r for r in rows if r.part.role == role])]


def person_ids(case: Case, *, ever: bool = False) -> list[UUID]:
    """The ids of everybody in the case now, each one time; with ``ever`` also of those who took part in it earlier."""
    rows = case.participants.all() if ever else case.participants.filter(until=None)
    return list(rows.order_by().values_list("person_id", flat=True).distinct())


def service_kinds() -> dict[str, str]:
    """Code and label of each service that may be offered, from the dictionary's list ``services``, else ours; retired ones last."""
    try:
        listed = dictionary.code_list("services")
    except KeyError:
        return {code: _(label) for code, label in SERVICES.items()}
    return {choice.code: choice.label for choice in sorted(listed, key=lambda choice: choice.retired)}


def services_in(case: Case) -> QuerySet[ServiceOffered]:
    """The services offered in a case, oldest first."""
    return case.services.select_related("person", "provider", "offered_by")


def colleagues_on(case: Case) -> Sequence[object]:
    """The live assignments of a case besides its owner, with their colleagues."""
    return list(case.assignments.filter(until=None).select_related("staff"))
