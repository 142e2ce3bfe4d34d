"""Campaigns and programmes: what was done and how many came; a person by code only with a reason and while she agrees."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from titip.consent import reads as consent
from titip.dictionary.rules.messages import Told
from titip.dictionary.rules.messages import gettext_noop as _
from titip.intake.models import Activity, ActivityCount, ActivityPerson, Programme
from titip.kit import clock
from titip.kit.text import clean_line
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.register.reads import Person
from titip.register.rules.covering import CARE


class CannotName(Told):
    """A participant stays counted, not named."""


@transaction.atomic
def add_programme(*, actor: Actor, name: str, sort: str, began: date, ended: date | None = None, aim: str = "") -> Programme:
    """A campaign or programme."""
    row = Programme.objects.create(
        name=clean_line(name)[:160], sort=sort, began=began, ended=ended, aim=aim, team_id=min(actor.teams, default=None), made_by_id=actor.id,
    )  # fmt: skip
    audit.record(kind="intake.programme", actor_code=actor.code, subjects=[("programme", str(row.pk))], detail={"sort": sort})
    return row


@transaction.atomic
def add_activity(
    *, actor: Actor, programme: Programme, activity_id: UUID, day: date, kind: str, counts: Mapping[tuple[str, str], int], place_code: str = "",
    place_words: str = "",
) -> Activity:
    """What was done on a day, and how many of each sex and age band came. ``activity_id`` was made with the page: sent twice, it is kept once."""
    row, made = Activity.objects.get_or_create(
        pk=activity_id, programme=programme,
        defaults={"day": day, "kind": kind, "place_code": place_code, "place_words": clean_line(place_words)[:120], "made_by_id": actor.id},
    )  # fmt: skip
    if made:
        ActivityCount.objects.bulk_create(ActivityCount(activity=row, sex=sex, age=age, number=n) for (sex, age), n in counts.items() if n)
        _log(actor, row, {"kind": kind, "came": sum(counts.values())})
    return row


@transaction.atomic
def remove_activity(*, actor: Actor, activity: Activity, back: bool = False) -> None:
    """Written by mistake: counted no more. ``back``: counted again."""
    activity.removed_at = None if back else clock.now()
    activity.save(update_fields=["removed_at"])
    _log(actor, activity, {"removed": not back})


@transaction.atomic
def name_participant(*, actor: Actor, activity: Activity, person: Person, reason: str) -> ActivityPerson:
    """Say by code that a registered person came. Raises CannotName without a reason, or where no basis for her care is live now."""
    reason = clean_line(reason)[:200]
    if not reason:
        raise CannotName("reason", _("Say why it must be known that she came. Otherwise counting is enough."))
    if not consent.live(person, CARE).ok:
        raise CannotName("consent", _("She has not agreed to it, or her consent has ended. She is counted, not named."))
    row, made = ActivityPerson.objects.get_or_create(activity=activity, person=person, defaults={"reason": reason, "made_by_id": actor.id})
    if made:
        _log(actor, activity, {"named": True}, person)
    return row


@transaction.atomic
def unname_participant(*, actor: Actor, activity: Activity, row_id: int) -> None:
    """Take her code away again; the counts stay."""
    row = ActivityPerson.objects.select_related("person").filter(activity=activity, pk=row_id).first()
    if row is not None:
        row.delete()
        _log(actor, activity, {"named": False}, row.person)


def forget_participant(person_id: UUID) -> int:
    """Take her code from everything she came to, as an erasure does; how many."""
    return ActivityPerson.objects.filter(person=person_id).delete()[0]


def _log(actor: Actor, activity: Activity, detail: dict[str, object], person: Person | None = None) -> None:
    subjects = [("activity", str(activity.pk))] + ([("person", str(person.pk))] if person else [])
    audit.record(kind="intake.activity", actor_code=actor.code, subjects=subjects, detail=detail)
