"""Makes the practice organisation through the same actions that people use, with the clock set back to when each thing happened."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from titip.analyse import actions as analyse
from titip.dictionary import actions as dictionary
from titip.govern.practice import lives
from titip.govern.practice.collecting import collect
from titip.govern.practice.stories import stories
from titip.govern.practice.watching import watch_over
from titip.kit import clock
from titip.protect.actions import organisation
from titip.protect.actions import staff as hiring
from titip.protect.reads import staff as protect
from titip.protect.rules.access import Actor
from titip.protect.rules.roles import ROLES, Role
from titip.register.reads import Person
from titip.share import actions as share
from titip.share.rules import ReleaseRefused

NAME = "Practice House (made up)"
SEED = 2018
PEOPLE = 120


@dataclass(frozen=True)
class Colleague:
    """A made-up colleague: the user name says what she does."""

    username: str
    name: str
    role: Role
    teams: tuple[str, ...]
    trained: bool = True

    @property
    def label(self) -> str:
        """What she is responsible for."""
        return ROLES[self.role].label


COLLEAGUES = (
    Colleague("dara", "Dara Practice-Desk", Role.FRONTLINE, ("Border team",)),
    Colleague("mali", "Mali Practice-Desk", Role.FRONTLINE, ("City team",)),
    Colleague("sopha", "Sopha Practice-Desk", Role.SUPERVISOR, ("Border team", "City team")),
    Colleague("kham", "Kham Practice-Desk", Role.CUSTODIAN, ()),
    Colleague("noy", "Noy Practice-Desk", Role.STEWARD, ()),
    Colleague("anan", "Anan Practice-Desk", Role.ANALYST, ()),
    Colleague("vanna", "Vanna Practice-Desk", Role.AUDITOR, ()),
    Colleague("tola", "Tola Practice-Desk", Role.ADMINISTRATOR, ()),
)


class NotForPractice(Exception):
    """The folder is not a practice folder: made-up people never come among real ones."""


def make(*, people: int = PEOPLE, seed: int = SEED) -> Iterator[tuple[int, int]]:
    """Fill an empty, unlocked practice folder; yields (done, total) as it goes. Raises NotForPractice elsewhere."""
    if not protect.is_practice():
        raise NotForPractice("Made-up people are only put into a practice folder.")
    today = clock.today()
    told = stories(people, seed=seed, today=today)
    with clock.at(_moment(told[0].registered_on - timedelta(days=30))):
        dictionary.load_starter(actor_code="system")
        actors = found_house()
    watched: list[Person] = []
    for done, story in enumerate(told, start=1):
        worker = actors["mali" if story.country == "TH" or story.number % 3 == 0 else "dara"]
        person = lives.live(story, worker=worker, supervisor=actors["sopha"], today=today)
        if worker is actors["dara"] and not story.child and "care" in story.agreed:
            watched = [*watched, person][-20:]
        yield done, len(told)
    collect(actors, seed=seed, today=today)
    with suppress(ReleaseRefused):  # a handful of people are too few for any table
        _answer(actors)
    if watched:
        watch_over(watched, actors)


def _answer(actors: dict[str, Actor]) -> None:
    """A table released to colleagues and a question answered from it, so that the analyst's first page is not empty."""
    wish = share.Wish(
        title="Kinds of work, for the yearly report", purpose="statistics", audience="organisation", k=3,
        elements=("gender", "work_sector", "months_in_situation"), period="The last three years", place="Cambodia, Laos and Thailand",
        bias="We work at two border crossings and in one city, in four languages, and meet few children. Made up, like everything here.",
    )
    release = share.send_release(actor=actors["noy"], release=share.draft_release(actor=actors["noy"], wish=wish))
    question = "In which kinds of work were the people we met exploited?"
    inquiry = analyse.ask(actor=actors["anan"], text=question, expectation="Fishing and construction most often.")
    analyse.read(actor=actors["anan"], inquiry=inquiry, release=release, by="work_sector", number="months_in_situation")


def found_house() -> dict[str, Actor]:
    """The organisation, its two teams and the colleagues above; by user name."""
    organisation.set_up(name=NAME, country="KH", custodian_contact="Ask for the data custodian at the front desk (practice)", actor_code="system")
    teams = {name: organisation.add_team(name=name, actor_code="system") for name in ("Border team", "City team")}
    actors = {}
    for one in COLLEAGUES:
        member = hiring.add_staff(
            username=one.username, name=one.name, roles=[one.role], teams=[teams[name] for name in one.teams],
            trained_on=clock.today() if one.trained else None, actor_code="system",
        )
        hiring.set_up_totp(staff=member)
        actors[one.username] = protect.actor_of(member, second_factor=True)
    return actors


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(3, 0), tzinfo=UTC)  # ten in the morning in Phnom Penh


def is_made() -> bool:
    """Whether the practice organisation stands already."""
    return protect.organisation() is not None
