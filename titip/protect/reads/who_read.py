"""Who read what: about a supervisor's team, about one person, and what the log says about oneself."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from titip.kit import clock
from titip.protect.models import AuditEvent, AuditSubject, StaffRole
from titip.protect.reads.log import label_of
from titip.protect.reads.staff import names_by_code
from titip.protect.rules.access import Actor
from titip.protect.rules.codes import CODES
from titip.protect.rules.roles import ROLES, Role
from titip.protect.rules.tracing import TRACING
from titip.protect.rules.watching import LISTS, READS

#: What was done, in the order in which the person concerned asks: who opened, who shared, what she agreed to, what was changed.
PARTS = ("identity", "read", "shared", "consent", "changed", "refused", "listed")
_NAMED = ("person", "case")


@dataclass(frozen=True)
class Wanted:
    """What to look for; empty means all. ``reader``: a staff code; ``person``: a person's code; ``identities``: opened identities only."""

    reader: str = ""
    person: str = ""
    day: date | None = None
    identities: bool = False


@dataclass(frozen=True)
class Line:
    """One look. ``about``: codes of the people and cases; ``more``: how many others in the same look; ``fields``: how many sealed answers."""

    seq: int
    at: datetime
    what: str
    outcome: str
    reader: str
    name: str
    roles: tuple[str, ...]
    about: tuple[str, ...]
    more: int
    purpose: str
    fields: int
    part: str


def of_team(actor: Actor, wanted: Wanted) -> QuerySet[AuditEvent]:
    """Looks at records of people within her reach, by anybody, newest first. A code that is not within it finds nothing."""
    people = TRACING.people(actor)
    if wanted.person:
        people = {one: code for one, code in people.items() if code == wanted.person}
    found = AuditEvent.objects.filter(kind__in=["register.identity"] if wanted.identities else READS, outcome="ok").order_by("-seq")
    if wanted.reader:
        found = found.filter(actor_code=wanted.reader[:40])
    if wanted.day:
        start, end = clock.span(wanted.day, wanted.day)
        found = found.filter(at__gte=start, at__lt=end)
    return found.filter(seq__in=_about(people, ("person",)))


def readers_of(rows: QuerySet[AuditEvent]) -> list[tuple[str, str, int]]:
    """Who looked, how often: (staff code, name, looks), the most first."""
    names = names_by_code()
    counted = rows.order_by().values_list("actor_code").annotate(many=Count("seq")).order_by("-many", "actor_code")[:50]
    return [(code, names.get(code, ""), many) for code, many in counted]


def of_person(person: UUID) -> QuerySet[AuditEvent]:
    """Everything in the log about one person, her records, files, bases and cases, newest first."""
    return AuditEvent.objects.filter(seq__in=_about(TRACING.things(person))).order_by("-seq")


def person_of(code: str) -> UUID | None:
    """The id of the person of this code, or None."""
    return next((UUID(str(one)) for one in CODES.of("register", code)), None)


def of_me(actor: Actor) -> QuerySet[AuditEvent]:
    """Everything that the log says she did, newest first."""
    return AuditEvent.objects.filter(actor_code=actor.code).order_by("-seq")


def lines(page: Iterable[AuditEvent], *, with_names: bool, only: Collection[str] = ()) -> list[Line]:
    """Events of one page in words. ``only``: these people's ids and no others are named; how many more there were is said."""
    rows = list(page)
    subjects: dict[int, list[str]] = {row.seq: [] for row in rows}
    for seq, one in AuditSubject.objects.filter(event_id__in=subjects, kind__in=_NAMED).order_by("pk").values_list("event_id", "subject"):
        subjects[seq].append(one)
    called = TRACING.called({one for found in subjects.values() for one in found})
    names = names_by_code() if with_names else {}
    roles = roles_by_code(row.actor_code for row in rows)
    allowed = frozenset(only)
    return [_line(row, [one for one in subjects[row.seq] if not allowed or one in allowed], len(subjects[row.seq]), called, names, roles) for row in rows]


def roles_by_code(codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The labels (message ids) of the roles that colleagues hold or held, by staff code."""
    found: dict[str, tuple[str, ...]] = {}
    known = {role.value for role in Role}
    rows = StaffRole.objects.filter(staff__code__in=set(codes)).order_by("staff", "granted_at").values_list("staff__code", "role")
    for code, role in rows:
        if role in known and ROLES[Role(role)].label not in found.get(code, ()):
            found[code] = (*found.get(code, ()), ROLES[Role(role)].label)
    return found


def part_of(row: AuditEvent) -> str:
    """Under which heading an event stands on the page about one person."""
    if row.outcome != "ok":
        return "refused"
    if row.kind == "register.identity":
        return "identity"
    if row.kind in LISTS:
        return "listed"
    if row.kind in READS:
        return "read"
    if row.kind.startswith("share.") or row.kind in {"register.assign", "register.unassign", "casework.given", "register.release"}:
        return "shared"
    return "consent" if row.kind.startswith("consent.") else "changed"


def _line(row: AuditEvent, about: list[str], all_of_them: int, called: dict[str, str], names: dict[str, str], roles: dict[str, tuple[str, ...]]) -> Line:
    codes = tuple(dict.fromkeys(called[one] for one in about if one in called))
    sealed = row.detail.get("sealed", 0)
    return Line(
        row.seq, row.at, label_of(row.kind), row.outcome, row.actor_code, names.get(row.actor_code, ""), roles.get(row.actor_code, ()), codes[:5],
        max(0, all_of_them - len(codes[:5])), row.purpose, sealed if isinstance(sealed, int) else 0, part_of(row),
    )


def _about(ids: Iterable[str], kinds: tuple[str, ...] = ("person", "record", "case", "basis", "file")) -> QuerySet[AuditSubject, Any]:
    return AuditSubject.objects.filter(subject__in=list(ids), kind__in=kinds).values("event_id")
