"""What the practice house collected beside its cases: visits to workplaces, a survey with those who refused, a programme with its activities."""

import random  # noqa: TID251 - made-up visits from a recorded seed; nothing here protects anything
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.answers import Answer, check
from titip.govern.practice.kinds import HOUSEHOLD, VISIT, declare, household, site_visit
from titip.intake import actions, reads
from titip.kit import clock
from titip.kit.ids import new_id
from titip.kit.missing import Missing
from titip.protect.rules.access import Actor

VISITS, ASKED = 24, 31
#: Attempts of the survey that brought no answers.
NOT_ASKED = {"refused": 5, "nobody": 3, "unable": 1, "not_eligible": 2}
#: Households in the list, by area; the chance of each to be drawn differs, and the weights say so.
FRAME = {"river": 210, "town": 140, "hills": 70}
#: Activities of the programme: days ago, kind, place, and how many women, men and people not counted by sex came.
DONE = (
    (190, "training", "KH-1", 14, 3, 0), (150, "session", "KH-1", 22, 17, 0), (121, "outreach", "TH-27", 9, 41, 12), (88, "session", "KH-17", 31, 8, 0),
    (47, "media", "", 0, 0, 260), (12, "session", "KH-1", 18, 11, 2),
)  # fmt: skip


def collect(actors: dict[str, Actor], *, seed: int, today: date) -> None:
    """Declare the kinds ten months ago, and let each thing happen on its day."""
    chance = random.Random(seed)  # noqa: S311 - see above
    with clock.at(_moment(today - timedelta(days=300))):
        for declaring in (site_visit(), household()):
            declare(declaring, writer=actors["noy"].code, signer=actors["kham"].code)
    _visits(actors, chance, today)
    _survey(actors, chance, today)
    _programme(actors, today)


def _visits(actors: dict[str, Actor], chance: random.Random, today: date) -> None:
    for number in range(VISITS):
        day = today - timedelta(days=290 - number * 12 + chance.randrange(4))
        work = chance.choice(("boat", "boat", "boat", "cannery", "cannery", "building", "farm", "garment"))
        bad = work == "boat" and number % 3 != 0
        province = {"boat": "TH-74", "cannery": "TH-74", "farm": "TH-22"}.get(work, "KH-12")
        said = {
            "visit_day": day.isoformat(), "visit_province": province, "visit_work": work,
            "visit_pin": {"TH-74": "13.55, 100.27", "TH-22": "12.61, 102.10"}.get(province, "11.56, 104.92"),
            "visit_workers": str(chance.randrange(4, 60)), "visit_young": "unknown" if number % 7 == 0 else "yes" if number % 5 == 0 else "no",
            "visit_papers": "not_seen" if number % 6 == 0 else "boss" if bad else chance.choice(("workers", "workers", "agent")),
            "visit_leave": "locked" if bad and number % 4 == 1 else "debt" if bad else chance.choice(("freely", "after_work")),
            "visit_owed": str(chance.randrange(2, 6) if bad else chance.randrange(2)), "visit_alone": "no" if bad else "yes",
            "visit_seen": "Practice note: two gates, one of them locked." if number % 4 == 0 else None,
        }  # fmt: skip
        who = actors["mali" if work in ("boat", "cannery", "farm") else "dara"]
        _keep(who, VISIT, said, day, mode="observed" if bad else "in_person", seconds=200 + number)


def _survey(actors: dict[str, Actor], chance: random.Random, today: date) -> None:
    kind = reads.kind_of(HOUSEHOLD)
    assert kind is not None
    design = {
        "frame": "All households of three made-up areas, from the list of the practice district of last January. Who lives on boats is missing.",
        "frame_size": sum(FRAME.values()), "drawn": "random", "sample_size": 48, "mode": "in_person", "weight_element": "home_weight",
        "compare_element": "home_area",
    }
    first = today - timedelta(days=75)
    with clock.at(_moment(first)):
        survey = actions.design_survey(actor=actors["sopha"], kind=kind, design=design, frame=FRAME)
    for number in range(ASKED):
        area = ("river", "river", "town", "hills")[number % 4]
        abroad = chance.random() < 0.45
        said = {
            "home_area": area, "home_size": str(chance.randrange(2, 9)), "home_abroad": "declined" if number % 15 == 7 else "yes" if abroad else "no",
            "home_weight": {"river": "13.1", "town": "17.5", "hills": "10"}[area],
        }  # fmt: skip
        if said["home_abroad"] == "yes":
            said |= {"home_work": chance.choice(("boat", "cannery", "building")), "home_fee": chance.choice(("yes", "yes", "no")), "home_owed": "no"}
        day = first + timedelta(days=1 + number // 4)
        _keep(actors["dara"], HOUSEHOLD, said, day, seconds=420 + 7 * number)
    with clock.at(_moment(first + timedelta(days=9))):
        for outcome, times in NOT_ASKED.items():
            for _time in range(times):
                actions.count_contact(actor=actors["dara"], survey=survey, outcome=outcome)


def _programme(actors: dict[str, Actor], today: date) -> None:
    began = today - timedelta(days=200)
    with clock.at(_moment(began)):
        programme = actions.add_programme(
            actor=actors["sopha"], name="Ask before you go (practice)", sort="campaign", began=began,
            aim="People at the border know whom to ask before they take work abroad.",
        )
    for ago, kind, place, women, men, others in DONE:
        day = today - timedelta(days=ago)
        counts = {("female", "adult"): women, ("male", "adult"): men, ("unknown", "unknown"): others}
        with clock.at(_moment(day)):
            actions.add_activity(
                actor=actors["dara"], programme=programme, activity_id=new_id(), day=day, kind=kind, place_code=place,
                counts={who: n for who, n in counts.items() if n},
            )  # fmt: skip


def _keep(actor: Actor, kind_code: str, said: Mapping[str, str | None], day: date, *, mode: str = "in_person", seconds: int) -> None:
    kind, declared = reads.kind_of(kind_code), dictionary.declared(kind_code)
    assert kind is not None
    answers: dict[str, Answer] = {}
    for code, raw in said.items():
        if raw is not None:
            missing = raw if raw in (Missing.DECLINED.value, Missing.UNKNOWN.value) else None
            answers[code] = check(declared[code], None if missing else raw, missing)
    if kind_code == HOUSEHOLD and said["home_abroad"] != "yes":  # as its form says of questions that do not arise
        answers |= {code: Answer(missing=Missing.NOT_APPLICABLE) for code in ("home_work", "home_fee", "home_owed")}
    with clock.at(_moment(day)):
        actions.add_record(actor=actor, kind=kind, own_id=new_id(), answers=answers, mode=mode, seconds=seconds)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(9, 0), tzinfo=UTC)
