"""Has somebody like this been here before? Compared inside the server; nothing that was asked is kept.

While the server is unlocked it keeps a matrix of keyed bits of everybody whose care a basis covers (``linkage.online``), made when it is
first needed or by the work in the background, brought up to date before each search, and wiped with the keys. Until it stands, the keyed
tokens on disk serve: they find the same name and birth year, or the same telephone, and no other spelling.
"""

import secrets
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from titip.consent import reads as consent
from titip.dictionary import reads as dictionary
from titip.kit import clock
from titip.protect import vault
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.protect.rules.work import Doing
from titip.quality.actions.likeness import COMPARED, Row, row_of
from titip.quality.actions.tokens import PURPOSE
from titip.quality.linkage import Kind, OnlineIndex, Reason, rank
from titip.quality.linkage.births import read as read_birth
from titip.quality.models import DuplicateToken
from titip.quality.rules.concepts import bind
from titip.quality.rules.duplicates import birth_years, name_key, phone_key
from titip.register import reads as register
from titip.register.reads import Person, Record
from titip.register.rules.covering import CARE

#: Up to so many people the matrix is made while somebody waits (a second or two); of more, by the work in the background.
MADE_AT_ONCE = 3000
#: Below this a likeness is a coincidence, and is not shown.
LEAST = 0.02
_BATCH = 500


@dataclass(frozen=True)
class Met:
    """One who may be the same: the person where she is within reach, None where colleagues keep her. Reasons are sentences without values.

    ``also``: her other codes within reach.
    """

    person: Person
    reachable: bool
    probable: bool
    reasons: tuple[Reason, ...]
    also: tuple[Person, ...] = ()


@dataclass(frozen=True)
class Meeting:
    """What a search found, best first. ``everybody``: all spellings were compared; otherwise exact agreement only, for now."""

    met: tuple[Met, ...]
    searched: int
    everybody: bool


class _Memory:
    """The matrix, while the server is unlocked."""

    def __init__(self) -> None:
        self.guard = threading.RLock()
        self.index: OnlineIndex[UUID] | None = None
        self.upto: datetime | None = None

    def wipe(self) -> None:
        """Called with the keys' own wiping, which may not wait for a search: what a search holds is wiped under it."""
        index, self.index, self.upto = self.index, None, None
        if index is not None:
            index.wipe()


_MEMORY = _Memory()
vault.wiped_with_the_keys(_MEMORY.wipe)


def prepare(doing: Doing | None = None) -> int:
    """Make the matrix, or bring it up to date; how many people stand in it. Raises Locked. Writes one event when it is made."""
    with _MEMORY.guard:
        begun = clock.now()
        index, since = _MEMORY.index, _MEMORY.upto
        fresh = index is None or since is None
        if fresh:
            index = OnlineIndex(secrets.token_bytes(32))
        assert index is not None
        records = Record.objects.filter(record_type__code="registration", person__erased_at=None, number__gt=0).order_by("pk")
        ids = list((records if fresh else records.filter(changed_at__gte=since)).values_list("pk", flat=True))
        for at in range(0, len(ids), _BATCH):
            index.fill(_rows(Record.objects.select_related("person", "record_type").filter(pk__in=ids[at : at + _BATCH])))
            if doing is not None:
                doing.progress(min(at + _BATCH, len(ids)), len(ids))
        _MEMORY.index, _MEMORY.upto = index, begun
        if fresh:
            audit.record(kind="quality.compare", actor_code=doing.actor_code if doing else "system", detail={"people": len(index)})
        return len(index)


def _rows(records: Iterable[Record]) -> list[tuple[UUID, Row]]:
    """(person, what is known of her) of those whose care a basis covers now, where a name, a birth or a telephone is known."""
    held = list(records)
    live = consent.live_many(CARE, among={record.person_id for record in held if record.person_id})
    held = [record for record in held if record.person_id in live]
    declared = dictionary.declared("registration")
    bound = bind(declared)
    answers = register.many_answers(held, frozenset(bound[concept].code for concept in COMPARED if concept in bound))
    rows = ((record.person_id, row_of(declared, answers[record.pk], clock.day_of(record.made_at))) for record in held)
    return [(person_id, row) for person_id, row in rows if person_id is not None and row.keys() & {Kind.NAME, Kind.PHONE, Kind.BIRTH_DATE}]


def rows_of(people: Iterable[UUID]) -> dict[UUID, Row]:
    """What is known of these people, opened without a log line: the caller's action writes the event. Who may not be compared is left out."""
    wanted = list(people)
    found: dict[UUID, Row] = {}
    registrations = Record.objects.select_related("person", "record_type").filter(record_type__code="registration", number__gt=0, person__erased_at=None)
    for at in range(0, len(wanted), _BATCH):
        found.update(_rows(registrations.filter(person__in=wanted[at : at + _BATCH])))
    return found


def matrix() -> OnlineIndex[UUID] | None:
    """The matrix as it stands; None where it is not made."""
    return _MEMORY.index


@transaction.atomic
def meet(*, actor: Actor, asked: Mapping[Kind, str]) -> Meeting:
    """Who may be the person described by ``asked`` (name, birth, sex, place, telephone as they were written). One event, without what was asked.

    Of people outside the colleague's reach only those who are probably the same are told, and not why. Raises Locked.
    """
    index = _standing()
    try:
        found = index.search(asked) if index is not None else _by_token(asked)
    except IndexError:  # wiped with the keys meanwhile
        raise vault.Locked from None
    rows = rows_of(found)
    order = [person_id for person_id in found if person_id in rows]
    seen = index.seen if index is not None else {}
    searched = len(index) if index is not None else DuplicateToken.objects.values("person").distinct().count()
    best = rank(asked, [rows[person_id] for person_id in order], people=max(1, searched), seen=seen)
    likely = [(order[one.place], one) for one in best if one.probability >= LEAST]
    people = Person.objects.in_bulk([person_id for person_id, _one in likely])
    within = set(register.people_for(actor, "register.open").filter(pk__in=list(people)).values_list("pk", flat=True))
    met = tuple(
        Met(people[person_id], person_id in within, one.probable, one.reasons if person_id in within else ())
        for person_id, one in likely
        if person_id in people and (person_id in within or one.probable)
    )
    met = _each_once(actor, met)
    audit.record(
        kind="quality.meet", actor_code=actor.code, subjects=[("person", str(one.person.pk)) for one in met],
        detail={"searched": searched, "shown": len(met), "by": sorted(kind.value for kind in asked)},
    )
    return Meeting(met, searched, index is not None)


def _each_once(actor: Actor, met: tuple[Met, ...]) -> tuple[Met, ...]:
    """Who has several codes stands once, where she was likest, under her kept code where that is within reach."""
    hers = register.in_one_group([one.person.pk for one in met])
    if not hers:
        return met
    first: dict[UUID, Met] = {}
    for one in met:
        key = hers.get(one.person.pk, one.person.pk)
        if key not in first or (one.reachable and not first[key].reachable):
            first[key] = one
    also = register.others_of(actor, [one.person for one in first.values() if one.reachable], "register.open")
    return tuple(_under_kept(one, kept, also.get(one.person.pk, [])) for kept, one in first.items())


def _under_kept(met: Met, kept: UUID, others: Sequence[Person]) -> Met:
    shown = next((other for other in others if other.pk == kept), met.person)
    rest = [one for one in (met.person, *others) if one.pk != shown.pk] if met.reachable else []
    return replace(met, person=shown, also=tuple(rest))


def _standing() -> OnlineIndex[UUID] | None:
    """The matrix as it must stand now; None where it is still to be made and there are too many people to wait for."""
    if vault.is_locked():
        raise vault.Locked
    if _MEMORY.index is None and Record.objects.filter(record_type__code="registration", number__gt=0).count() > MADE_AT_ONCE:
        return None
    prepare()
    return _MEMORY.index


def _by_token(asked: Mapping[Kind, str]) -> Sequence[UUID]:
    """People who hold a token of the same name and birth year, or of the same telephone."""
    name, phone = name_key([asked.get(Kind.NAME, "")]), phone_key(asked.get(Kind.PHONE, ""))
    year = read_birth(asked.get(Kind.BIRTH_DATE, "") or asked.get(Kind.BIRTH_YEAR, ""))[0] or None
    wanted = [("name", f"{name}|{one}") for one in birth_years(birth_year=None, about_year=year)] if name else []
    wanted += [("phone", phone)] if phone else []
    tokens = [vault.token(PURPOSE, f"{kind}:{value}") for kind, value in wanted]
    return list(DuplicateToken.objects.filter(token__in=tokens, person__erased_at=None).values_list("person_id", flat=True).distinct()[:200])
