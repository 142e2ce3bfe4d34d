"""Made-up lives, drawn from a seed. Nobody is called like this: given names are things, family names say Practice."""

import random  # noqa: TID251 - made-up people from a recorded seed; nothing here protects anything
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

GIVEN = (
    "Lotus", "River", "Mango", "Bamboo", "Lantern", "Heron", "Papaya", "Pebble", "Cloud", "Ginger", "Teak", "Monsoon", "Pepper", "Rice", "Sparrow",
    "Tamarind", "Willow", "Banyan", "Coral", "Drum", "Kite", "Jasmine", "Ladder", "Basket", "Candle", "Feather", "Harbour", "Island", "Umbrella", "Paddle",
)
FAMILY = ("Practice-Hill", "Practice-Field", "Practice-Gate", "Practice-Well", "Practice-Bridge", "Practice-Shore", "Practice-Mill", "Practice-Lane")

#: Real provinces (facts); the people in them are not. Home country → provinces of origin, by code of the place list.
ORIGINS = {
    "KH": ("KH-1", "KH-2", "KH-3", "KH-14", "KH-17"),  # Banteay Meanchey, Battambang, Kampong Cham, Prey Veng, Siem Reap
    "LA": ("LA-CH", "LA-SV"),  # Champasak, Savannakhet
    "TH": ("TH-27", "TH-34", "TH-57"),  # Sa Kaeo, Ubon Ratchathani, Chiang Rai
}
#: Where the work was, by sector: Samut Sakhon, Songkhla, Bangkok, Chanthaburi, Phnom Penh, Sihanoukville.
WORKPLACES = {
    "fishing": ("TH-74", "TH-90"), "construction": ("TH-10", "KH-12"), "agriculture": ("TH-22",), "domestic_work": ("TH-10", "KH-12"),
    "factory": ("TH-74", "TH-10"), "hospitality": ("TH-10", "KH-17"), "online_scams": ("KH-18", "KH-1"),
}
SECTORS = (("fishing", 5), ("construction", 5), ("agriculture", 4), ("domestic_work", 4), ("factory", 3), ("hospitality", 2), ("online_scams", 4))
MEANS = ("debt", "wages_taken", "papers_taken", "false_promises", "locked_in", "threats", "violence", "excessive_hours")
RECRUITERS = (("friend", 4), ("family", 3), ("agency", 4), ("broker", 3), ("stranger", 1), ("online", 3))
NEEDS = ("safe_place", "medical", "food_clothes", "lawyer", "call_family", "sleep", "interpreter")

PERIOD = timedelta(days=3 * 365)
#: Purpose, the chance of a yes, the chance of a no; the others were not asked.
ASKED = (
    ("care", 0.96, 0.02), ("referral", 0.7, 0.2), ("legal", 0.4, 0.4), ("statistics", 0.82, 0.1), ("research", 0.3, 0.4), ("outreach", 0.05, 0.6),
)
#: The office in one country was closed; nothing was registered there. A gap to be found.
CLOSED = ("LA", date(2025, 2, 1), date(2025, 5, 31))
#: For some months a shortened form was in use that did not ask about means of control. Another gap.
SHORT_FORM = (date(2024, 6, 1), date(2024, 9, 30))


@dataclass(frozen=True)
class Story:
    """One made-up person. ``None`` was not asked; ``"declined"`` and ``"unknown"`` stand where she answered so.

    ``fault`` names the planted error, ``twin_of`` the number of the story that this is a second registration of.
    """

    number: int
    registered_on: date
    country: str
    province: str
    given_name: str
    family_name: str
    birth_year: int | None
    gender: str
    child: bool
    sector: str
    workplace: str
    forms: tuple[str, ...]
    means: tuple[str, ...] | None
    recruiter: str | None
    months: int | None
    debt: int | None
    needs: tuple[str, ...]
    agreed: frozenset[str]
    declined: frozenset[str]
    fault: str = ""
    twin_of: int | None = None


def stories(count: int, *, seed: int, today: date) -> list[Story]:
    """``count`` people over the three years before ``today``, in order of registration.

    About one in twenty is registered twice, one in twelve carries an error.
    """
    chance = random.Random(seed)  # noqa: S311 - see above
    days = sorted(_days(chance, count, today))
    people: list[Story] = []
    for number, day in enumerate(days):
        if number > 20 and chance.random() < 0.05:
            people.append(_twin(chance, number, day, people[chance.randrange(len(people) - 15)]))
        else:
            people.append(_story(chance, number, day))
    return [_with_fault(chance, story) for story in people]


def _days(chance: random.Random, count: int, today: date) -> Iterator[date]:
    """More people each year, fewer in the rainy months."""
    while count:
        ago = int(PERIOD.days * (1 - chance.random() ** 0.7))
        day = today - timedelta(days=max(1, ago))
        if day.month in (8, 9) and chance.random() < 0.4:
            continue
        count -= 1
        yield day


def _story(chance: random.Random, number: int, day: date) -> Story:
    country = _drawn(chance, (("KH", 6), ("LA", 3), ("TH", 2)))
    if country == CLOSED[0] and CLOSED[1] <= day <= CLOSED[2]:
        country = "KH"
    gender = _drawn(chance, (("woman", 11), ("man", 8), ("another", 1)))
    sector = _drawn(chance, SECTORS)
    age = 12 + int(chance.betavariate(1.6, 3.2) * 40)
    agreed, declined = _consents(chance)
    return Story(
        number=number,
        registered_on=day,
        country=country,
        province=chance.choice(ORIGINS[country]),
        given_name=chance.choice(GIVEN),
        family_name=chance.choice(FAMILY),
        birth_year=None if chance.random() < 0.15 else _heaped(chance, day.year - age),
        gender=gender,
        child=age < 18,
        sector=sector,
        workplace=chance.choice(WORKPLACES[sector]),
        forms=_forms(chance, sector, gender),
        means=None if SHORT_FORM[0] <= day <= SHORT_FORM[1] else tuple(sorted(chance.sample(MEANS, chance.choice((1, 2, 2, 3, 4))))),
        recruiter=chance.choices((_drawn(chance, RECRUITERS), "declined", "unknown", None), (80, 8, 7, 5))[0],
        months=None if chance.random() < 0.1 else max(1, round(chance.lognormvariate(2.1, 0.9))),
        debt=chance.choices((0, chance.randrange(100, 3000, 50)), (3, 7))[0] if chance.random() < 0.8 else None,
        needs=tuple(sorted(chance.sample(NEEDS, chance.choice((0, 1, 2, 2, 3))))),
        agreed=agreed,
        declined=declined,
    )


def _twin(chance: random.Random, number: int, day: date, first: Story) -> Story:
    """The same person met again, written down a little differently: a duplicate to find."""
    return replace(
        first,
        number=number,
        registered_on=day,
        family_name=first.family_name if chance.random() < 0.6 else first.family_name.replace("-", " "),
        birth_year=None if first.birth_year is None else first.birth_year + chance.choice((0, 0, 1)),
        twin_of=first.number,
        fault="",
    )


def _with_fault(chance: random.Random, story: Story) -> Story:
    if chance.random() >= 1 / 12:
        return story
    return replace(story, fault=chance.choice(("ends_before_it_began", "age_and_birth_date_differ", "months_and_dates_differ", "year_slipped")))


def _consents(chance: random.Random) -> tuple[frozenset[str], frozenset[str]]:
    """Nearly everyone agrees to care; fewer to other purposes. What was not asked is in neither."""
    agreed, declined = set(), set()
    for purpose, yes, no in ASKED:
        draw = chance.random()
        if draw < yes:
            agreed.add(purpose)
        elif draw < yes + no:
            declined.add(purpose)
    return frozenset(agreed), frozenset(declined)


def _forms(chance: random.Random, sector: str, gender: str) -> tuple[str, ...]:
    forms = {"forced_crime"} if sector == "online_scams" else {"forced_labour"}
    if gender == "woman" and chance.random() < 0.25:
        forms.add("sexual_exploitation")
    if sector == "domestic_work" and chance.random() < 0.3:
        forms.add("domestic_servitude")
    return tuple(sorted(forms))


def _heaped(chance: random.Random, year: int) -> int:
    """People who do not know their birth year say a round one."""
    return year - year % 5 if chance.random() < 0.25 else year


def _drawn(chance: random.Random, weighted: tuple[tuple[str, int], ...]) -> str:
    return chance.choices([name for name, _ in weighted], [weight for _, weight in weighted])[0]
