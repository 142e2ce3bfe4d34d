"""What ends with her word: she is compared with nobody any more, and what did not fit in her answers is forgotten."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from titip.consent import reads as consent
from titip.dictionary import reads as dictionary
from titip.protect.actions import audit
from titip.quality.models import DuplicatePair, DuplicateToken, Finding, FindingElement, RecordChecked
from titip.register import reads as register
from titip.register.rules.covering import CARE, covered


def preview_end(person_id: UUID, purposes: frozenset[str]) -> list[str]:
    """Whether a pair waits that would be let go."""
    count = _undecided(person_id).count() if CARE in purposes else 0
    return [ngettext("%(n)s comparison with somebody is let go.", "%(n)s comparisons with somebody are let go.", count) % {"n": count}] if count else []


def apply_end(person_id: UUID, purposes: frozenset[str], actor_code: str) -> list[str]:
    """Once no basis covers her care: remove her tokens, undecided pairs and findings; her records are checked again, the minimum only.

    Where a basis comes back she is checked at her next save, or when all records are.
    """
    person = register.person_for(person_id)
    if CARE not in purposes or (person is not None and consent.live(person, CARE).ok):
        return []
    tokens = DuplicateToken.objects.filter(person=person_id).delete()[0]
    pairs = _undecided(person_id).delete()[0]
    findings = _findings(person_id)
    RecordChecked.objects.filter(record__person=person_id).delete()
    if tokens or pairs or findings:
        audit.record(
            kind="quality.check", actor_code=actor_code, subjects=[("person", str(person_id))],
            detail={"ended": {"tokens": tokens, "pairs": pairs, "findings": findings}},
        )
    return [ngettext("%(n)s comparison with somebody was let go.", "%(n)s comparisons with somebody were let go.", pairs) % {"n": pairs}] if pairs else []


def _undecided(person_id: UUID) -> QuerySet[DuplicatePair]:
    return DuplicatePair.objects.filter(Q(first=person_id) | Q(second=person_id), state__in=["open", "asked"])


def _findings(person_id: UUID) -> int:
    """Remove the findings that tell of more than the minimum; how many."""
    kinds = dictionary.record_types() if dictionary.current() else []
    minimum = {code for kind in kinds for code, element in dictionary.declared(kind.code).items() if covered(element, frozenset())}
    telling = FindingElement.objects.filter(finding__record__person=person_id).exclude(code__in=minimum).values("finding")
    gone = list(Finding.objects.filter(pk__in=telling).values_list("pk", flat=True))
    Finding.objects.filter(pk__in=gone).delete()
    return len(gone)
