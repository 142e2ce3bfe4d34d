"""The log at 100,000 entries: adding, proving, who read what, the watch; and how far a heavy day lies from the unwrap budget's limits."""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from uuid import uuid4

from benchmarks import Figure

PASSPHRASE = "lantern orchid ferry monsoon"
ENTRIES, PEOPLE, STAFF = 100_000, 2_000, 20


def measure() -> Iterator[Figure]:
    """Figures on SQLite with ``synchronous=FULL`` in the folder of this run."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "titip.web.settings"
    import django

    django.setup()
    from django.core.management import call_command

    for store in ("default", "vault", "keys"):
        call_command("migrate", database=store, verbosity=0)
    call_command("createcachetable", verbosity=0)
    from titip.protect import vault
    from titip.protect.actions import keys

    keys.init(passphrase=PASSPHRASE, practice=True)
    vault.unlock(PASSPHRASE)
    yield from adding()
    people, staff = fill()
    yield from reading(people, staff)


def adding() -> Iterator[Figure]:
    from titip.protect.actions import audit

    def event() -> audit.NewEvent:
        return audit.NewEvent("register.open", "S-1", [("record", uuid4()), ("person", uuid4())], "care", detail={"sealed": 3})

    yield from spread("add an entry", 300, lambda: audit.record_many([event()]))
    yield from spread("add 100 entries in one commit", 50, lambda: audit.record_many([event() for _turn in range(100)]))


def fill() -> tuple[list[str], list[str]]:
    """A team's year: 2,000 people, 20 colleagues, 100,000 looks."""
    from titip.kit.codes import numbered_code
    from titip.protect.actions import audit
    from titip.protect.models import AuditHead, Staff, Team
    from titip.register.models import Person

    team = Team.objects.create(name="North")
    colleagues = [Staff.objects.create(username=f"s{number}", name=f"Colleague {number}") for number in range(STAFF)]
    for one in colleagues:
        one.teams.add(team)
    people = [Person(code=numbered_code(number), owner=colleagues[number % STAFF], team=team) for number in range(PEOPLE)]
    Person.objects.bulk_create(people)
    ids, codes = [str(one.pk) for one in people], [one.code for one in colleagues]
    left = ENTRIES - AuditHead.objects.get().seq
    for start in range(0, left, 5_000):
        audit.record_many([
            audit.NewEvent(
                "register.identity" if number % 10 == 0 else "register.open", codes[number % STAFF], [("person", ids[number * 7 % PEOPLE])], "care",
                detail={"sealed": 3},
            )
            for number in range(start, min(start + 5_000, left))
        ])
    return ids, codes


def reading(people: list[str], staff: list[str]) -> Iterator[Figure]:
    from uuid import UUID

    from titip.protect.actions import audit, watching
    from titip.protect.models import Staff, Team
    from titip.protect.reads import weekly, who_read
    from titip.protect.rules.access import Actor
    from titip.protect.rules.roles import Role
    from titip.protect.rules.tracing import TRACING
    from titip.protect.rules.watching import week_of

    bob = Staff.objects.first()
    assert bob is not None
    actor = Actor(bob.pk, bob.code, frozenset({Role.SUPERVISOR}), frozenset(Team.objects.values_list("pk", flat=True)), True, True, True)

    def page(wanted: who_read.Wanted, number: int = 0) -> None:
        rows = who_read.of_team(actor, wanted)
        who_read.lines(list(rows[number * 50 : number * 50 + 50]), with_names=True, only=TRACING.people(actor))

    yield from spread("who read what: first page of 100,000", 10, lambda: page(who_read.Wanted()), limit=1_000)
    yield from spread("who read what: page 200", 5, lambda: page(who_read.Wanted(), 200), limit=1_000)
    yield from spread("who read what: one colleague's identities", 10, lambda: page(who_read.Wanted(reader=staff[3], identities=True)), limit=1_000)
    yield from spread("who read what: by colleague", 5, lambda: who_read.readers_of(who_read.of_team(actor, who_read.Wanted())), limit=1_000)
    yield from spread(
        "everything about one person", 10, lambda: who_read.lines(list(who_read.of_person(UUID(people[5]))[:2_000]), with_names=False), limit=1_000
    )
    yield from spread("the week in counts", 5, lambda: weekly.week_in_counts(week_of(weekly.clock.today())), limit=2_000)
    yield Figure("watch 100,000 entries at once", seconds(watching.catch_up), "s", limit=30)
    yield Figure("prove 100,000 entries", seconds(audit.verify), "s", limit=30)


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def spread(name: str, times: int, work: Callable[[], object], *, limit: float | None = None) -> Iterator[Figure]:
    """Median and 95th percentile, in milliseconds."""
    took = sorted(seconds(work) * 1000 for _turn in range(times))
    yield Figure(f"{name}, median", statistics.median(took), "ms", limit=limit)
    yield Figure(f"{name}, p95", took[min(len(took) - 1, int(len(took) * 0.95))], "ms")
