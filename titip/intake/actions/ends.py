"""What ends with her word: drafts about her are destroyed, whoever typed them."""

from uuid import UUID

from django.utils.translation import ngettext

from titip.intake.actions.drafts import destroy
from titip.intake.actions.programmes import forget_participant
from titip.intake.models import Draft, OwnLink
from titip.protect.gate import drafting
from titip.register.rules.covering import CARE


def preview_end(person_id: UUID, purposes: frozenset[str]) -> list[str]:
    """How many drafts go when she takes back that we keep what she tells us for her care."""
    count = Draft.objects.filter(person=person_id).count() + drafting.count_about([person_id]) if CARE in purposes else 0
    return [ngettext("%(n)s unfinished draft is destroyed.", "%(n)s unfinished drafts are destroyed.", count) % {"n": count}] if count else []


def apply_end(person_id: UUID, purposes: frozenset[str], actor_code: str) -> list[str]:
    """Destroy them, their keys after the commit."""
    return _destroy_all(person_id) if CARE in purposes else []


def preview_erase(person_id: UUID, purposes: frozenset[str]) -> list[str]:
    """How many drafts go with an erasure."""
    return preview_end(person_id, frozenset({CARE}))


def apply_erase(person_id: UUID, purposes: frozenset[str], actor_code: str) -> list[str]:
    """Destroy them, their keys after the commit; she is no longer named at anything she came to, nor linked to any record."""
    forget_participant(person_id)
    OwnLink.objects.filter(person=person_id).delete()
    return _destroy_all(person_id)


def _destroy_all(person_id: UUID) -> list[str]:
    drafts = list(Draft.objects.filter(person=person_id))
    destroy(drafts)
    count = len(drafts) + drafting.destroy_about([person_id])
    return [ngettext("%(n)s unfinished draft was destroyed.", "%(n)s unfinished drafts were destroyed.", count) % {"n": count}] if count else []
