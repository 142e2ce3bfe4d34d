"""Founds a practice house with as many case workers as its people need, through the same actions that people use."""

from datetime import UTC, date, datetime, time

from titip.dictionary import actions as dictionary
from titip.dictionary import reads as words
from titip.govern.practice.organisation import found_house
from titip.govern.practice.scale.house import Colleague, House
from titip.kit import clock
from titip.protect.actions import organisation
from titip.protect.actions import staff as hiring
from titip.protect.reads import staff as protect
from titip.protect.rules.access import Actor
from titip.protect.rules.roles import Role

#: Registrations of one case worker, and how many case workers there are at most.
EACH, MOST_WORKERS = 400, 48
#: Case workers in a team, each with a supervisor of its own.
TEAM = 8


def found(people: int, *, on: date) -> House:
    """The house on its first day: organisation, dictionary, teams, colleagues."""
    with clock.at(datetime.combine(on, time(3, 0), tzinfo=UTC)):
        dictionary.load_starter(actor_code="system")
        actors = found_house()
        workers = [_worker(actors["dara"], actors["sopha"]), _worker(actors["mali"], actors["sopha"])]
        wanted = max(2, min(people // EACH, MOST_WORKERS))
        supervisor = actors["sopha"]
        for number in range(3, wanted + 1):
            if (number - 3) % TEAM == 0:
                place = 3 + (number - 3) // TEAM
                team = organisation.add_team(name=f"Team {place}", actor_code="system")
                supervisor = _hired(f"supervisor-{place}", f"Supervisor {place} Practice-Desk", Role.SUPERVISOR, team)
            workers.append(_worker(_hired(f"worker-{number}", f"Worker {number} Practice-Desk", Role.FRONTLINE, team), supervisor))
    frozen = words.current()
    assert frozen is not None  # the starter was loaded above
    return House(tuple(workers), frozen.pk, frozen.number, words.record_type_id("registration"), words.record_type_id("screening"))


def _hired(username: str, name: str, role: Role, team: object) -> Actor:
    member = hiring.add_staff(username=username, name=name, roles=[role], teams=[team], trained_on=clock.today(), actor_code="system")  # type: ignore[list-item]
    hiring.set_up_totp(staff=member)
    return protect.actor_of(member, second_factor=True)


def _worker(actor: Actor, supervisor: Actor) -> Colleague:
    return Colleague(actor.id, actor.code, min(actor.teams), supervisor.id, supervisor.code)
