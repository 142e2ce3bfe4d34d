"""What follows when a purpose gets other words: those who agreed to the old ones are asked again, and meanwhile it is not used."""

from collections.abc import Iterable

from django.db.models import Q

from titip.consent.models import ConsentDecision
from titip.consent.rules.liveness import ALLOWING, HER_WORD
from titip.dictionary.rules.rewording import Rewording
from titip.kit import clock
from titip.protect.actions import audit

#: Told to whoever works with her.
REWORDED = "consent.reworded"


def mark_reworded(rewordings: Iterable[Rewording], actor_code: str) -> int:
    """Mark every standing yes that was given to words which change, inside the transaction that puts the new ones in force; returns how many.

    Liveness follows at once; the hourly look at what ran out (``note_lapsed``) lets search forget and tells those who work with them.
    """
    now, reached, purposes = clock.now(), Q(pk__in=[]), set()
    for one in rewordings:
        spoken = Q(words_in__in=sorted(one.languages))
        reached |= Q(purpose=one.purpose) & (~spoken if one.but else spoken)
        purposes.add(one.purpose)
    marked = ConsentDecision.objects.filter(
        reached, ended_at=None, state__in=[s.value for s in ALLOWING], basis__kind__in=[k.value for k in HER_WORD], basis__ended_at=None,
    ).update(reworded_at=now, due_at=now, lapse_noted_at=None)
    if marked:
        audit.record(kind="consent.reworded", actor_code=actor_code, detail={"purposes": sorted(purposes), "decisions": marked})
    return marked
