"""Campaigns and programmes, what was done in them, and totals of who came by sex and age band over a period."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from titip.consent import reads as consent
from titip.intake.models import Activity, ActivityCount, ActivityPerson, Programme
from titip.protect.rules.access import Actor
from titip.register import reads as register
from titip.register.rules.covering import CARE


@dataclass(frozen=True)
class Totals:
    """``table``: by sex and age band; a person who came twice is counted twice. ``by_kind``: activities of each kind."""

    activities: int
    came: int
    table: Mapping[tuple[str, str], int]
    by_kind: Mapping[str, int]


def programmes() -> QuerySet[Programme]:
    """All of them, newest first, with how many activities each has."""
    return Programme.objects.annotate(n=Count("activities", filter=Q(activities__removed_at=None))).order_by("-began", "name")


def programme_for(programme_id: UUID) -> Programme | None:
    """One, or None."""
    return Programme.objects.filter(pk=programme_id).first()


def activities_of(programme: Programme, since: date | None = None, until: date | None = None) -> QuerySet[Activity]:
    """Its activities in a period (both days included), newest first, with how many came."""
    rows = programme.activities.filter(removed_at=None).annotate(came=Sum("counts__number")).select_related("made_by")
    rows = rows.order_by("-day", "-made_at")  # counting forgets the order of the rows
    return rows.filter(**({"day__gte": since} if since else {}), **({"day__lte": until} if until else {}))


def activity_for(programme: Programme, activity_id: UUID) -> Activity | None:
    """One of its activities, removed or not, or None."""
    return programme.activities.filter(pk=activity_id).first()


def totals(programme: Programme, since: date | None = None, until: date | None = None) -> Totals:
    """Who came over a period, by sex and age band."""
    rows = activities_of(programme, since, until).order_by()
    counted = ActivityCount.objects.filter(activity__in=rows.values("pk")).order_by().values("sex", "age").annotate(n=Sum("number"))
    table = {(row["sex"], row["age"]): int(row["n"]) for row in counted}
    kinds = dict(Activity.objects.filter(pk__in=rows.values("pk")).order_by().values("kind").annotate(n=Count("pk")).values_list("kind", "n"))
    return Totals(sum(kinds.values()), sum(table.values()), table, kinds)


def named_at(actor: Actor, activity: Activity) -> list[ActivityPerson]:
    """Who is named as having come: only within reach, and only while she agrees."""
    rows = list(activity.people.select_related("person"))
    reach = set(register.people_for(actor).order_by().filter(pk__in=[row.person_id for row in rows]).values_list("pk", flat=True)) if rows else set()
    return [row for row in rows if row.person_id in reach and consent.live(row.person, CARE).ok]
