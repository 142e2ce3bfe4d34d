"""How much is held: counts per element, without opening anything."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count, F

from titip.dictionary.rules.keys import element_of
from titip.register.models import Record, RecordVersion, SealedAnswer


@dataclass(frozen=True)
class Tally:
    """Counts over the current versions of all records of a type. ``plain`` counts ``value`` and each kind of absence by element;
    ``sealed`` counts sealed answers, of which nothing more is known without opening them."""

    records: int
    plain: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    sealed: Mapping[str, int] = field(default_factory=dict)


def tally(record_type: str) -> Tally:
    """What is held of each element, by element code. Three queries. Nothing is opened, so nothing is logged."""
    records = Record.objects.filter(record_type__code=record_type, number__gt=0).exclude(person__erased_at__isnull=False)
    current = RecordVersion.objects.filter(record__in=records, number=F("record__number"))
    plain: dict[str, Counter[str]] = {}
    for answers in current.order_by().values_list("answers", flat=True).iterator(chunk_size=2000):
        for code, kept in answers.items():
            plain.setdefault(element_of(code), Counter())[kept.get("missing", "value")] += 1
    sealed = SealedAnswer.objects.filter(version__in=current).order_by().values("element_code").annotate(held=Count("pk"))
    held: Counter[str] = Counter()
    for row in sealed:
        held[element_of(row["element_code"])] += row["held"]
    return Tally(records.count(), plain, dict(held))
