"""How much is held: counts per element, without opening anything. Who has more than one code counts once."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, F, QuerySet

from titip.dictionary.rules.keys import element_of
from titip.register.models import Record, RecordVersion, SealedAnswer
from titip.register.reads.same import groups, together


@dataclass(frozen=True)
class Tally:
    """Counts over the current versions of all records of a type, one for each person. ``plain`` counts ``value`` and each kind of absence by
    element; ``sealed`` counts sealed answers, of which nothing more is known without opening them."""

    records: int
    plain: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    sealed: Mapping[str, int] = field(default_factory=dict)


def tally(record_type: str) -> Tally:
    """What is held of each element, by element code. Four queries, two more where people have several codes. Nothing is opened, so nothing is logged."""
    records = Record.objects.filter(record_type__code=record_type, number__gt=0).exclude(person__erased_at__isnull=False)
    current = RecordVersion.objects.filter(record__in=records, number=F("record__number"))
    several = [one for group in groups() for one in group.members]
    alone = current.exclude(record__person__in=several) if several else current
    plain: dict[str, Counter[str]] = {}
    for answers in alone.order_by().values_list("answers", flat=True).iterator(chunk_size=2000):
        for code, kept in answers.items():
            plain.setdefault(element_of(code), Counter())[kept.get("missing", "value")] += 1
    sealed = SealedAnswer.objects.filter(version__in=alone).order_by().values("element_code").annotate(held=Count("pk"))
    held: Counter[str] = Counter()
    for row in sealed:
        held[element_of(row["element_code"])] += row["held"]
    more = _together(current.filter(record__person__in=several)) if several else []
    for hers in more:
        for code, state in _first_held(hers):
            if state:
                plain.setdefault(code, Counter())[state] += 1
            else:
                held[code] += 1
    return Tally(records.exclude(person__in=several).count() + len(more) if several else records.count(), plain, dict(held))


#: Of one record: (element, how it is held) for each answer; "" where it is sealed.
_Held = list[tuple[str, str]]


def _together(versions: QuerySet[RecordVersion]) -> list[list[_Held]]:
    """What each person holds under each of her codes, the kept one first."""
    found: list[tuple[UUID, _Held]] = []
    for version in versions.select_related("record").prefetch_related("sealed"):
        plain = [(element_of(key), kept.get("missing", "value")) for key, kept in version.answers.items()]
        person_id = version.record.person_id
        assert person_id is not None  # chosen by their people
        found.append((person_id, plain + [(element_of(row.element_code), "") for row in version.sealed.all()]))
    return together(found)


def _first_held(records: Iterable[_Held]) -> _Held:
    """Each element as the first record that holds it does."""
    found: _Held = []
    for held in records:
        known = {code for code, _state in found}
        found += [(code, state) for code, state in held if code not in known]
    return found
