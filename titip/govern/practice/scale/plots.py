"""What happens to each made-up person: asked, interviewed, helped, come back, gone her way; with the errors that people make when they write it down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from titip.casework.rules.states import State, due_on
from titip.govern.practice.scale.dice import Dice
from titip.govern.practice.scale.people import Who, first_of, head_of, way_of, who
from titip.govern.practice.stories import MEANS, NEEDS, RECRUITERS, SECTORS, WORKPLACES
from titip.register.rules.covering import CARE

#: What was typed or chosen: a text, codes; one of MISSING where she gave a reason for no answer.
Raw = str | tuple[str, ...]
MISSING: Final = frozenset({"declined", "unknown", "ask_later"})
DAY: Final = 86_400
#: The ordinal of 1 January 1970.
EPOCH: Final = date(1970, 1, 1).toordinal()
PERIOD: Final = 3 * 365
#: The way of a case, with the days after opening on which it takes each step.
WAY: Final = (
    (1, State.SCREENING, "First talk done"),
    (3, State.INDICATED, "Signs present"),
    (6, State.NEEDS, "She is rested and wants to plan"),
    (10, State.PLAN, "Needs known"),
    (18, State.SERVICES, "Plan agreed"),
    (150, State.FOLLOW_UP, "Services given; she is settled"),
)
_CLOSING: Final = 220
#: Purpose, and of a thousand how many say yes, and how many no; the others were not asked.
_ASKED: Final = (("care", 955, 25), ("legal", 400, 350), ("referral", 700, 180), ("research", 300, 350), ("statistics", 800, 100))
FAULTS: Final = ("ends_before_it_began", "age_and_birth_date_differ", "months_and_dates_differ", "year_slipped")
SERVICES: Final = ("shelter", "medical_care", "counselling", "legal_aid")
_SECTORS: Final = tuple(sector for sector, weight in SECTORS for _ in range(weight))
_RECRUITERS: Final = tuple(relation for relation, weight in RECRUITERS for _ in range(weight))
_SIGNS: Final = ("control", "fear", "unfamiliar", "silenced", "age", "injury", "dangerous_work", "working_conditions", "living_conditions")
_CUES: Final = tuple(f"cue_{sign}" for sign in _SIGNS)
_SIGHTS: Final = ("not_seen", "not_seen", "not_seen", "saw_it", "was_told", "not_known")
_NOTES: Final = (
    "Practice note: she slept well and asked when she may call home. We agreed to talk again on Thursday.",
    "Practice note: went to the clinic together. Next visit in two weeks; she knows the way now.",
    "Practice note: she wants to learn sewing. Asked the training place; they answer next month.",
    "Practice note: talked by telephone at the time she had chosen. She is with her aunt and safe.",
)  # fmt: skip
_NARRATIVE: Final = "Made-up words for practice: I was promised work in a shop. It was not a shop. Nobody let me call, and what I earned was kept from me."
#: Matters of the dice; people.py takes 1 to 4.
_DAY, _SAID, _ASK, _AFTER, _CASE, _SCREEN, IDS = 5, 6, 7, 8, 9, 10, 11


@dataclass(slots=True)
class Course:
    """A case: when it was opened, what was offered and noted, how it moved, whether it was closed. Moments are seconds since 1970."""

    opened: int
    service: tuple[str, str] | None  # what was offered, what she said: yes, no, not_yet
    note: str
    moves: list[tuple[int, State, str]]
    finished: int = 0  # when the step that was left open was done at last
    planned: tuple[int, str, int] | None = None  # made, kind, day (ordinal) of the next step planned by hand
    ended: int = 0  # closing asked for; decided a day later


@dataclass(slots=True)
class Life:
    """One registration and all that follows from it. Moments are seconds since 1970."""

    number: int
    who: Who
    twin_of: int | None
    head: int
    registered: int
    child: bool
    fault: str
    agreed: tuple[str, ...]
    declined: tuple[str, ...]
    answers: Mapping[str, Raw]
    asked_again: Sequence[int] = ()
    added: tuple[int, Mapping[str, Raw]] | None = None
    withdrawn: tuple[int, tuple[str, ...]] | None = None
    case: Course | None = None
    screened: tuple[int, Mapping[str, Raw]] | None = None

    @property
    def asked(self) -> int:
        """When she was asked what she agrees to."""
        return self.registered + 600

    @property
    def interviewed(self) -> int:
        """When she was interviewed."""
        return self.registered + 3600


@dataclass(frozen=True)
class World:
    """What every life has in common. ``today`` is an ordinal; ``provinces`` are the codes of each country's."""

    seed: int
    people: int
    today: int
    provinces: Mapping[str, Sequence[str]]

    def life(self, number: int) -> Life:
        """The life of one number."""
        first = first_of(self.seed, number)
        one = who(self.seed, first)
        head = head_of(self.seed, number)
        registered = self.registered(number, head)
        dice = Dice(self.seed, number, _ASK)
        agreed, declined = _consents(dice)
        fault = FAULTS[dice.below(4)] if dice.chance(80) else ""
        day = registered // DAY + EPOCH
        born = one.birth_year + (1 if first != number and dice.chance(200) else 0)
        age = _age(date.fromordinal(day), born, one.birth_day)
        made = Life(
            number=number, who=one, twin_of=None if first == number else first, head=head, registered=registered, child=age < 18, fault=fault,
            agreed=agreed, declined=declined, answers=self._answers(number, one, day, born, age, fault),
        )  # fmt: skip
        if made.twin_of is not None or first_of(self.seed, head) != head:
            made.head = number  # somebody who comes a second time comes alone
        self._after(made)
        if Dice(self.seed, number, _SCREEN).chance(150):
            made.screened = (registered - 2 * DAY, self._screening(number))
        return made

    def registered(self, number: int, head: int) -> int:
        """Registrations follow one another through the three years, more and more of them; a household comes on one day."""
        share = ((head + 0.5) / self.people) ** 0.8
        day = self.today - 1 - PERIOD + int(PERIOD * share)
        return (day - EPOCH) * DAY + 8 * 3600 + head * 977 % 21_600 + (number - head) * 60 + number % 60

    # --- what she said

    def _answers(self, number: int, one: Who, day: int, born: int, age: int, fault: str) -> dict[str, Raw]:
        dice = Dice(self.seed, number, _SAID)
        sector = dice.of(_SECTORS)
        workplace = dice.of(WORKPLACES[sector])
        means = tuple(dice.some(MEANS, 4))
        said_age = age - (4 if fault == "age_and_birth_date_differ" else 0)
        began, ended, months = _times(dice, day, max(1, min(60, (age - 8) * 6)), fault)
        given, family = one.name(way_of(self.seed, number))
        registered = date.fromordinal(day)
        if fault == "year_slipped":
            registered = registered.replace(year=registered.year - 2, day=min(registered.day, 28))
        answers: dict[str, Raw] = {
            "registered_on": registered.isoformat(), "urgent_needs": tuple(dice.some(NEEDS, 3)), "age_band": _band(said_age),
            "age_at_registration": str(said_age) if dice.chance(900) else "unknown", "gender": one.gender, "nationality": one.country,
            "origin_province": dice.of(self.provinces[one.country]), "recruiter_relation": dice.of(_RECRUITERS) if dice.chance(880) else "declined",
            "crossed_border": "no" if workplace[:2] == one.country else "yes", "exploitation_began": began, "exploitation_ended": ended,
            "months_in_situation": months, "form_of_exploitation": _forms(dice, sector, one.gender), "work_sector": sector,
            "country_of_exploitation": workplace[:2], "exploitation_province": workplace, "means_of_control": means,
            "debt_amount": str(100 + 50 * dice.below(58)) if "debt" in means else "0", "given_name": given, "family_name": family,
        }  # fmt: skip
        if dice.chance(850):
            answers["birth_date"] = f"{born}{one.birth_day}"
        if dice.chance(350):
            answers["phone"] = one.phone
        if dice.chance(300):
            answers["home_village"] = "A village of the practice map"
        if dice.chance(250):
            answers["narrative"] = _NARRATIVE
        if dice.chance(300):
            answers["hours_per_day"] = str(8 + dice.below(11))
        return answers

    def _screening(self, number: int) -> dict[str, Raw]:
        dice = Dice(self.seed, number, _SCREEN)
        dice.below(1000)
        return {
            "screening_kind": "person", "screening_setting": dice.of(("border", "transit", "workplace", "street", "clinic")),
            "urgent_need_now": "yes" if dice.chance(200) else "no", **{cue: dice.of(_SIGHTS) for cue in _CUES},
        }  # fmt: skip

    # --- what came after

    def _after(self, life: Life) -> None:
        dice, now = Dice(self.seed, life.number, _AFTER), (self.today - EPOCH) * DAY
        again = life.registered + 330 * DAY + 7200
        if life.agreed and again < now and dice.chance(350):
            life.asked_again = (again,)
        added = life.interviewed + (15 + dice.below(40)) * DAY
        if CARE in life.agreed and added < now and dice.chance(100):
            more: dict[str, Raw] = {"schooling": dice.of(("none", "primary")), "dependants": str(dice.below(6)), "health_concerns": ("sleep",)}
            if "phone" not in life.answers:
                more["phone"] = life.who.phone
            life.added = (added, more)
        if dice.chance(450):
            life.case = self._case(life)
        elif life.agreed and life.registered + 200 * DAY < now and dice.chance(80):
            purposes = life.agreed if dice.chance(300) else tuple(p for p in life.agreed if p != CARE)
            if purposes:
                life.withdrawn = (life.registered + (60 + dice.below(120)) * DAY, purposes)
                life.asked_again = ()

    def _case(self, life: Life) -> Course:
        dice = Dice(self.seed, life.number, _CASE)
        opened, now = life.registered + 7200, (self.today - EPOCH) * DAY
        pause, stages = 1 + dice.below(4), dice.below(len(WAY) + 3)
        service = (dice.of(SERVICES), dice.of(("yes", "yes", "yes", "no", "not_yet"))) if dice.chance(700) else None
        note = dice.of(_NOTES) if CARE in life.agreed and dice.chance(500) else ""
        moves = [(opened + after * pause * DAY, state, why) for after, state, why in WAY[:stages] if opened + after * pause * DAY < now - DAY]
        course = Course(opened, service, note, moves)
        closing = opened + _CLOSING * pause * DAY
        if stages > len(WAY) and len(moves) == len(WAY) and closing < now - 3 * DAY and dice.chance(850):
            course.ended = closing
        else:
            self._stay_in_touch(course, dice, now)
        return course

    def _stay_in_touch(self, course: Course, dice: Dice, now: int) -> None:
        """A step long overdue was done when it was due; the next one falls around today, some of them late."""
        at, state = course.moves[-1][:2] if course.moves else (course.opened, State.DRAFT)
        found = due_on(state, date.fromordinal(at // DAY + EPOCH))
        if found is not None and found[1].toordinal() < self.today - 10:
            course.finished = (found[1].toordinal() - EPOCH) * DAY + 9 * 3600
            due = self.today + dice.below(120) - 8
            course.planned = ((min(due, self.today) - 1 - EPOCH) * DAY + 9 * 3600, dice.of(("contact", "visit")), due)


def ordinal_of(moment: int) -> int:
    """The day (ordinal) of a moment in seconds since 1970."""
    return moment // DAY + EPOCH


def _age(day: date, born: int, birth_day: str) -> int:
    return day.year - born - (day.isoformat()[4:] < birth_day)


def _consents(dice: Dice) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Nearly everyone agrees to care; fewer to other purposes. What was not asked is in neither."""
    if dice.chance(60):
        return (), ()
    thrown = [(purpose, dice.below(1000), yes, no) for purpose, yes, no in _ASKED]
    agreed = tuple(purpose for purpose, throw, yes, _no in thrown if throw < yes)
    return agreed, tuple(purpose for purpose, throw, yes, no in thrown if yes <= throw < yes + no)


def _times(dice: Dice, day: int, most: int, fault: str) -> tuple[str, str, str]:
    """(began, ended, months) as they were typed."""
    months = 1 + dice.below(most)
    ended = day - 10 - dice.below(60)
    began = ended - int(30.44 * months)
    if fault == "ends_before_it_began":
        began, ended = ended, began
    if fault == "months_and_dates_differ":
        months += 30
    return date.fromordinal(began).isoformat(), date.fromordinal(ended).isoformat(), str(months)


def _forms(dice: Dice, sector: str, gender: str) -> tuple[str, ...]:
    forms = {"forced_crime" if sector == "online_scams" else "forced_labour"}
    if gender == "woman" and dice.chance(250):
        forms.add("sexual_exploitation")
    if sector == "domestic_work" and dice.chance(300):
        forms.add("domestic_servitude")
    return tuple(sorted(forms))


def _band(age: int) -> str:
    bands = (("0-8", 8), ("9-17", 17), ("18-20", 20), ("21-23", 23), ("24-26", 26), ("27-29", 29), ("30-38", 38), ("39-47", 47))
    return next((name for name, last in bands if age <= last), "48+")
