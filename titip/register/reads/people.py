"""People by code: who may be listed, found and opened."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.types import DATES, ElementType
from titip.kit import clock
from titip.kit.codes import BadCode, read_code
from titip.kit.dates import BadDate, read_partial
from titip.kit.text import search_key
from titip.protect.rules.access import Actor, Facts, Scope, can, reaches
from titip.protect.rules.glass import Found
from titip.protect.rules.looking import Asked
from titip.register.models import Assignment, Link, Person, Record, SearchValue

#: So many people found by an answer are named one by one.
_FEW = 400
#: So many places of one name are looked for.
_PLACES = 40
_LIVE = Prefetch("assignments", queryset=Assignment.objects.filter(until=None), to_attr="live_assignments")


def facts(thing: Person | Record) -> Facts:
    """What the access decision must know of a person, or of a record (which follows its person where it has one)."""
    person = thing if isinstance(thing, Person) else thing.person
    if person is None:
        return Facts(owner=thing.owner_id, team=thing.team_id)
    live = getattr(person, "live_assignments", None)
    if live is None:
        live = list(person.assignments.filter(until=None))
    return Facts(owner=person.owner_id, team=person.team_id, assigned=frozenset(a.staff_id for a in live), id=str(person.pk))


def people_for(actor: Actor, action: str = "register.list") -> QuerySet[Person]:
    """The people within ``actor``'s scope for ``action``, newest first; nobody where no grant reaches."""
    reach = Q(pk__in=[])
    for scope in reaches(actor, action):
        if scope is Scope.ORGANISATION:
            reach = Q()
            break
        assigned = Q(owner=actor.id) | Q(pk__in=Assignment.objects.filter(staff=actor.id, until=None).values("person_id"))
        if scope is Scope.ASSIGNED:
            reach |= assigned
        elif scope is Scope.TEAM:
            reach |= assigned | Q(team__in=actor.teams)
        elif scope is Scope.OWN:
            reach |= Q(owner=actor.id)
    return Person.objects.filter(reach, erased_at=None).select_related("owner").prefetch_related(_LIVE)


def person_for(person_id: UUID | str) -> Person | None:
    """The person with this id, with her live assignments, or None. Who may see her is the gate's to decide."""
    return Person.objects.select_related("owner", "team").prefetch_related(_LIVE).filter(pk=person_id, erased_at=None).first()


def by_code(actor: Actor, codes: Iterable[str]) -> dict[str, UUID]:
    """The people within ``actor``'s scope among these codes: id by code. Whoever is not within it is not told apart from nobody. One query."""
    wanted = list(codes)
    return dict(people_for(actor).filter(code__in=wanted).order_by().values_list("code", "pk")) if wanted else {}


def registration_of(person: Person) -> Record | None:
    """Her registration record, or None before the first save."""
    return Record.objects.select_related("record_type", "person").filter(person=person, record_type__code="registration").first()


def records_of(people: Collection[UUID], kinds: Collection[int]) -> list[Record]:
    """Their records of these kinds (ids), saved at least once, for rooms that compare inside the server. One query."""
    rows = Record.objects.filter(person__in=list(people), record_type__in=list(kinds), number__gt=0)
    return list(rows.select_related("record_type", "person"))


def find(actor: Actor, text: str) -> QuerySet[Person]:
    """People within scope by code, chosen pseudonym, or a searchable answer such as a place (D1). Never by name: names are sealed."""
    people = people_for(actor)
    text = " ".join(text.split())
    if not text:
        return people
    try:
        return people.filter(code=read_code(text))
    except BadCode:
        pass
    by_link = Link.objects.exclude(place_code="").filter(place_code__iexact=text).values("person_id")
    return people.filter(_called(text) | _answered(text) | Q(pk__in=by_link))


def look_for(actor: Actor, asked: Asked) -> QuerySet[Person]:
    """People within scope by what was typed into the search box. One query, whether what is looked for is there, elsewhere or nowhere."""
    if asked.code:
        return people_for(actor).filter(code=asked.code)
    if asked.span is not None:
        since, until = asked.span
        answered = SearchValue.objects.filter(_value_of(asked.text), record__person__isnull=False).values("record__person_id")
        return people_for(actor).filter(Q(made_at__gte=since, made_at__lt=until) | Q(pk__in=answered))
    return find(actor, asked.text)


def _called(text: str) -> Q:
    """A pseudonym that holds the text, or a code that begins so. Few people choose a pseudonym: only theirs are looked through."""
    plain = "".join(text.upper().replace("-", "").split())
    begins = f"{plain[:3]}-{plain[3:]}" if len(plain) > 3 else plain
    chosen = Person.objects.exclude(pseudonym="").filter(pseudonym__icontains=text).order_by().values("pk")
    return Q(pk__in=chosen) | Q(code__gte=begins, code__lt=f"{begins}\U0010ffff")


def _answered(text: str) -> Q:
    """Somebody who answered so. Few are named; where they are many, each person is asked, newest first, until a page is full."""
    value = _value_of(text)
    if value is None:
        return Q(pk__in=[])
    found = SearchValue.objects.filter(value, record__person__isnull=False)
    few = list(found.order_by().values_list("record__person_id", flat=True)[: _FEW + 1])
    if len(few) <= _FEW:
        return Q(pk__in=set(few))
    return Q(Exists(SearchValue.objects.filter(value, record__person=OuterRef("pk"))))


def _value_of(text: str) -> Q | None:
    """An index row under this text's key, or of a choice that is called so: a place is found by its name. Only of elements open to search now."""
    wanted = search_key(text)
    declared = dictionary.declared("registration").values() if dictionary.current() else ()
    searchable = [element for element in declared if element.searchable and not element.sealed]
    if not wanted or not searchable:
        return None
    found = Q(element_code__in=[element.code for element in searchable], value=wanted)
    places = dictionary.find_places(text, limit=_PLACES)
    for element in searchable:
        codes = [search_key(choice.code) for choice in element.choices if search_key(choice.label) == wanted]
        if element.type is ElementType.PLACE:
            codes += [search_key(place.code) for place in places if wanted in (search_key(place.name), search_key(place.native))]
        if codes:
            found |= Q(element_code=element.code, value__in=codes)
    return found | _day_of(text, [element.code for element in searchable if element.type in DATES])


def _day_of(text: str, codes: Collection[str]) -> Q:
    """An index row of a date that begins as this one does: a day, or everything in a month or a year."""
    try:
        when = read_partial(text, today=clock.today())
    except BadDate:
        return Q(pk__in=())
    point = when.since if when.single and not when.about else None
    if point is None or point.precision == "named":
        return Q(pk__in=())
    begins = search_key(point.plain)
    return Q(element_code__in=codes, value__gte=begins, value__lt=f"{begins}\U0010ffff")


def since_today(actor: Actor) -> int:
    """How many people within scope were registered today."""
    start, _end = clock.span(clock.today(), clock.today())
    return people_for(actor).filter(made_at__gte=start).count()


def ids_by_code(code: str) -> list[UUID]:
    """The id of the person of this code, erased or not, for the log's filter; the log's reader sees no person by it."""
    return list(Person.objects.filter(code=code).values_list("pk", flat=True))


def by_glass(actor: Actor, code: str) -> Found | None:
    """The person of this code, for whoever breaks the glass: if her role may open people's pages at all."""
    now = clock.now()
    person = Person.objects.prefetch_related(_LIVE).filter(code=code, erased_at=None).first()
    if person is None or not can(actor, "register.open", now=now).allowed:
        return None
    within = can(actor, "register.open", facts(person), now=now).allowed
    return Found("person", person.pk, person.code, person.team_id, person.owner_id, reverse("register:person", args=[person.pk]), within)


def carried(staff_id: int) -> list[str]:
    """What a colleague who is to leave answers for, in words."""
    owns = Person.objects.filter(owner=staff_id, erased_at=None).count()
    return [ngettext("%(n)d person for whom she answers", "%(n)d people for whom she answers", owns) % {"n": owns}] if owns else []
