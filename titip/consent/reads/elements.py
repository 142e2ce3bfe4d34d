"""To which answers of the never-by-default class a person agrees now: asked at every use, never stored."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from titip.consent.models import ElementAgreement
from titip.consent.rules.liveness import ADULT
from titip.dictionary import reads as dictionary
from titip.dictionary.rules.declared import Declared
from titip.kit import clock
from titip.protect.rules.agreeing import Agreed


def standing_agreements() -> QuerySet[ElementAgreement]:
    """Those that hold now: not over, not taken back, by somebody who is an adult."""
    return ElementAgreement.objects.filter(ended_at=None, valid_until__gt=clock.now(), person__age_status=ADULT, person__erased_at=None)


def agreed_by(person_id: UUID) -> Agreed:
    """(element, recipient, purpose) to which this person agrees now. One query."""
    return frozenset(standing_agreements().filter(person=person_id).order_by().values_list("element_code", "recipient", "purpose"))


def who_agreed(elements: Iterable[str], *, recipient: str, purpose: str) -> dict[str, frozenset[UUID]]:
    """For each of these elements the ids of those who agree now that it goes to this recipient for this purpose. One query."""
    found: dict[str, set[UUID]] = {code: set() for code in elements}
    rows = standing_agreements().filter(element_code__in=list(found), recipient=recipient, purpose=purpose).order_by()
    for code, person_id in rows.values_list("element_code", "person"):
        found[code].add(person_id)
    return {code: frozenset(people) for code, people in found.items()}


def agreements_of(person_id: UUID) -> list[ElementAgreement]:
    """All that a person said yes to one by one, newest first, ended ones too."""
    return list(ElementAgreement.objects.filter(person=person_id).select_related("advised_by").order_by("-given_at", "-id"))


def agreement_for(agreement_id: UUID) -> ElementAgreement | None:
    """One, with its person. Who may see it is the gate's to decide."""
    return ElementAgreement.objects.select_related("person").filter(pk=agreement_id).first()


def never_by_default(purpose: str = "") -> list[Declared]:
    """The questions of the class, of those collected for ``purpose`` where one is given; never what names or locates her."""
    return [
        element for element in dictionary.declared("registration").values()
        if element.never_by_default and element.risk != "identity" and not element.identifier and (not purpose or purpose in element.purposes)
    ]
