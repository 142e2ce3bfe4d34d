"""Keeps her yes to single answers of the never-by-default class, and ends it."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from titip.consent.models import ElementAgreement
from titip.consent.reads.elements import never_by_default
from titip.consent.reads.live import live
from titip.consent.rules.deciding import CannotRecord
from titip.consent.rules.liveness import ADULT, add_months
from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.protect.rules.agreeing import RECIPIENTS
from titip.register.reads import Person

#: For how many months she may agree; after that she is asked again.
MONTHS = (1, 3, 6, 12)
#: What must be so before such a yes counts.
ADVICE = ("advised", "free", "private")


@transaction.atomic
def agree(
    *, actor: Actor, person: Person, elements: Collection[str], recipient: str, purpose: str, months: int, said: Collection[str],
) -> list[ElementAgreement]:
    """Keep her yes to each of these answers, for one kind of recipient and one purpose. ``said``: what of ADVICE was so. Raises CannotRecord."""
    if person.age_status != ADULT:
        raise CannotRecord("", _("She is under 18, or may be: these answers are opened to nobody but those who care for her, whoever agrees."))
    if recipient not in RECIPIENTS:
        raise CannotRecord("recipient", _("Choose who may see it."))
    if months not in MONTHS:
        raise CannotRecord("months", _("Choose for how long."))
    if missing := [one for one in ADVICE if one not in said]:
        raise CannotRecord(missing[0], _("A yes counts only when this is so. If it is not, stop here and ask another day."))
    known = {element.code for element in never_by_default(purpose)}
    if not elements or not set(elements) <= known:
        raise CannotRecord("elements", _("Choose the answers one by one, among those that were collected for this purpose."))
    found = live(person, purpose)
    if not found.ok:
        raise CannotRecord("purpose", _("She has not agreed to this purpose itself. Ask for that first."))
    now = clock.now()
    _ended(ElementAgreement.objects.filter(person=person, element_code__in=list(elements), recipient=recipient, purpose=purpose), actor.code)
    made = ElementAgreement.objects.bulk_create(
        ElementAgreement(
            person=person, element_code=code, recipient=recipient, purpose=purpose, advised_by_id=actor.id, given_at=now, valid_until=add_months(now, months),
        ) for code in sorted(set(elements))
    )
    audit.record(
        kind="consent.elements", actor_code=actor.code, subjects=[("person", str(person.pk))], purpose=purpose,
        detail={"elements": sorted(set(elements)), "recipient": recipient, "months": months},
    )
    return made


@transaction.atomic
def end_agreement(*, actor: Actor, agreement: ElementAgreement) -> None:
    """She takes one back. Never refused; once."""
    if _ended(ElementAgreement.objects.filter(pk=agreement.pk), actor.code):
        audit.record(
            kind="consent.elements", actor_code=actor.code, subjects=[("person", str(agreement.person_id))], purpose=agreement.purpose,
            detail={"elements": [agreement.element_code], "recipient": agreement.recipient, "ended": True},
        )


def end_agreements(person_id: UUID, purposes: Iterable[str] | None, actor_code: str) -> int:
    """End what stands on these purposes (None: all), inside the caller's transaction; the caller writes the event."""
    rows = ElementAgreement.objects.filter(person=person_id)
    return _ended(rows if purposes is None else rows.filter(purpose__in=list(purposes)), actor_code)


def _ended(rows: QuerySet[ElementAgreement], actor_code: str) -> int:
    return rows.filter(ended_at=None).update(ended_at=clock.now(), ended_by=actor_code[:12])
