"""What casework does when consent ends, and when a person is erased."""

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from titip.casework.actions.identifying import count_identification, erase_identification
from titip.casework.models import Case, CaseNote, EmergencyCard, Step
from titip.casework.reads.cases import open_cases_of
from titip.casework.rules.words import Accepted
from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.gate import drafting
from titip.protect.rules.roles import Role

REVIEW = "review_after_withdrawal"
#: Days until somebody looks at the case again.
REVIEW_WITHIN = 3


def preview_end(person_id: UUID, purposes: frozenset[str]) -> list[str]:
    """What ends with these consents, in words: no service does."""
    said = []
    cases = list(open_cases_of(person_id))
    running = sum(case.services.filter(person=person_id, ended_at=None, accepted=Accepted.YES).count() for case in cases)
    if running:
        said.append(ngettext(
            "%(n)d service goes on: no service depends on this consent.", "%(n)d services go on: no service depends on this consent.", running,
        ) % {"n": running})
    for case in cases:
        said.append(_("Case %(code)s is looked at again within %(days)d days.") % {"code": case.code, "days": REVIEW_WITHIN})
    return said


def apply_end(person_id: UUID, purposes: frozenset[str], actor_code: str) -> list[str]:
    """Make a review due on every open case of the person, once. Runs inside the withdrawal's own transaction."""
    said = []
    for case in open_cases_of(person_id):
        if case.steps.filter(kind=REVIEW, done_at=None).exists():
            continue
        Step.objects.create(case=case, kind=REVIEW, role=Role.FRONTLINE, due_on=clock.today() + timedelta(days=REVIEW_WITHIN))
        audit.record(
            kind="casework.step", actor_code=actor_code, subjects=[("case", str(case.pk)), ("person", str(person_id))],
            detail={"step": REVIEW, "change": "added", "ended": sorted(purposes)},
        )
        said.append(_("Case %(code)s: a review is due within %(days)d days.") % {"code": case.code, "days": REVIEW_WITHIN})
    return said


def preview_erase(person_id: UUID, purposes: frozenset[str]) -> list[str]:
    """What erasing takes from the cases, in words."""
    notes = CaseNote.objects.filter(person=person_id).count()
    said = [ngettext("%(n)d note is destroyed.", "%(n)d notes are destroyed.", notes) % {"n": notes}] if notes else []
    if assessed := count_identification(person_id):
        said.append(ngettext("%(n)d assessment is destroyed.", "%(n)d assessments are destroyed.", assessed) % {"n": assessed})
    return said


def apply_erase(person_id: UUID, purposes: frozenset[str], actor_code: str) -> list[str]:
    """Remove the notes about the person and her emergency card, and what was being typed in her cases and names nobody yet; that she took part stays as a stub
    without content."""
    drafting.destroy_about(list(Case.objects.filter(participants__person=person_id).values_list("pk", flat=True)))
    EmergencyCard.objects.filter(person=person_id).delete()
    assessed = erase_identification(person_id)
    if assessed:
        audit.record(kind="casework.identify", actor_code=actor_code, subjects=[("person", str(person_id))], detail={"erased": assessed})
    said = [ngettext("%(n)d assessment was destroyed.", "%(n)d assessments were destroyed.", assessed) % {"n": assessed}] if assessed else []
    removed, _by_model = CaseNote.objects.filter(person=person_id).delete()
    if not removed:
        return said
    audit.record(kind="casework.note", actor_code=actor_code, subjects=[("person", str(person_id))], detail={"erased": removed})
    return [ngettext("%(n)d note was destroyed.", "%(n)d notes were destroyed.", removed) % {"n": removed}, *said]
