"""One made-up person's time with the practice organisation: registered, asked, interviewed, a case opened and moved on."""

from datetime import UTC, date, datetime, time, timedelta

from titip.casework import actions as casework
from titip.casework import reads as cases
from titip.casework.reads import Case
from titip.casework.rules.closing import Reason
from titip.casework.rules.states import State
from titip.casework.rules.words import Accepted, Part
from titip.consent import actions as consent
from titip.consent import reads as consents
from titip.consent.rules.deciding import Assent, Choice, Conditions
from titip.consent.rules.liveness import State as Said
from titip.dictionary import reads as dictionary
from titip.dictionary.rules.answers import Answer, check
from titip.govern.practice.stories import Story
from titip.intake import actions as intake
from titip.intake.rules.interviewing import Setting
from titip.kit import clock
from titip.protect.rules.access import Actor
from titip.protect.rules.grounds import GroundsKind
from titip.protect.rules.roles import Role
from titip.register import actions as register
from titip.register.reads import Person

#: The way of a case, with the days after opening on which it takes each step.
WAY = (
    (1, State.SCREENING, "First talk done"), (3, State.INDICATED, "Signs present"), (6, State.NEEDS, "She is rested and wants to plan"),
    (10, State.PLAN, "Needs known"), (18, State.SERVICES, "Plan agreed"), (150, State.FOLLOW_UP, "Services given; she is settled"),
)
ASKED = Conditions(
    language="Khmer", private_place=True, capacity_confirmed=True, no_duress_confirmed=True, benefits_explained=True, risks_explained=True,
    voluntary_confirmed=True, no_waiver=True, read_back=True,
)
FORM = "first_interview"
#: Seconds that a section of it usually takes.
USUAL = {
    "Welcome and urgent needs": 240, "About her": 210, "Journey": 300, "Work and control": 540, "Health": 150, "Identity and contact": 180,
    "In her own words last": 420,
}
NOTE = "Practice note: she slept well and asked when she may call home. We agreed to talk again on Thursday."


def live(story: Story, *, worker: Actor, supervisor: Actor, today: date) -> Person:
    """Let one story happen, each thing on its day."""
    day = story.registered_on
    with clock.at(_moment(day)):
        person = register.register_person(actor=worker, pseudonym="", age_status="child" if story.child else "adult")
        _ask(story, person, worker, supervisor)
    with clock.at(_moment(day, hour=4)):
        _interview(story, person, worker)
    _case(story, person, worker, supervisor, today)
    _ask_again(story, person, worker, supervisor, today)
    return person


def _ask(story: Story, person: Person, worker: Actor, supervisor: Actor) -> None:
    choices = [Choice(purpose, Said.GIVEN) for purpose in sorted(story.agreed)] + [Choice(purpose, Said.DECLINED) for purpose in sorted(story.declined)]
    if not choices:
        return
    kind = GroundsKind.BEST_INTEREST if story.child else GroundsKind.CONSENT
    consent.record_consent(
        actor=worker, person=person, choices=choices, conditions=ASKED, kind=kind,
        assent=Assent.GIVEN if story.child else Assent.NOT_NEEDED, guardian_clear=story.child,
    )


def _ask_again(story: Story, person: Person, worker: Actor, supervisor: Actor, today: date) -> None:
    """A yes lasts for a time and is asked for again; a few were forgotten, to be found."""
    day = story.registered_on + timedelta(days=330)
    while day < today and story.number % 9:
        with clock.at(_moment(day, hour=6)):
            _ask(story, person, worker, supervisor)
        day += timedelta(days=330)


def _interview(story: Story, person: Person, worker: Actor) -> None:
    """What was answered, as far as she agreed to: without a live purpose only the minimum is kept."""
    declared = dictionary.declared("registration")
    grounds = consents.grounds_for(person)
    purposes = grounds.purposes if grounds else frozenset()
    answers: dict[str, Answer] = {}
    for code, raw in _said(story).items():
        element = declared[code]
        if raw is None or not (element.minimum or element.purposes & purposes):
            continue
        missing = raw if raw in ("declined", "unknown", "ask_later") else None
        answers[code] = check(element, None if missing else raw, missing)
    mode = "phone" if story.number % 7 == 3 else "in_person"
    setting = Setting(mode, private_place=True, support="arranged")
    intake.begin(actor=worker, person=person, form_code=FORM, setting=setting, language="Khmer")
    if story.number % 5 == 2:
        intake.pause(actor=worker, person=person, section="Work and control")
        intake.go_on(actor=worker, person=person)
    intake.submit(actor=worker, person=person, form_code=FORM, answers=answers, base_number=0, mode=mode, spent=_spent(story))


def _spent(story: Story) -> dict[str, float]:
    """How long each section took: seconds that vary with the story, longer where a story was told."""
    longer = 1.4 if story.number % 4 == 0 else 1.0
    return {title: round(usual * (0.7 + (story.number * step % 11) / 16) * longer, 1) for step, (title, usual) in enumerate(USUAL.items(), start=3)}


def _said(story: Story) -> dict[str, str | list[str] | None]:
    """Answers to the starter's elements as they would be typed."""
    began, ended = _dates(story)
    age = None if story.birth_year is None else story.registered_on.year - story.birth_year - (3 if story.fault == "age_and_birth_date_differ" else 0)
    months = None if story.months is None else story.months + (30 if story.fault == "months_and_dates_differ" else 0)
    crossed = story.workplace[:2] != story.country
    return {
        "registered_on": _typed_day(story).isoformat(),
        "urgent_needs": list(story.needs) or ["nothing_now"],
        "age_band": None if age is None else _band(age),
        "age_at_registration": "unknown" if age is None else str(age),
        "gender": story.gender,
        "nationality": story.country,
        "origin_province": story.province,
        "recruiter_relation": story.recruiter,
        "crossed_border": "yes" if crossed else "no",
        "exploitation_began": began,
        "exploitation_ended": ended,
        "months_in_situation": None if months is None else str(months),
        "form_of_exploitation": list(story.forms),
        "work_sector": story.sector,
        "country_of_exploitation": story.workplace[:2],
        "exploitation_province": story.workplace,
        "means_of_control": None if story.means is None else list(story.means),
        "debt_amount": None if story.debt is None else "unknown" if story.debt == 0 and "debt" in (story.means or ()) else str(story.debt),
        "given_name": story.given_name,
        "family_name": story.family_name,
        "birth_date": None if story.birth_year is None else f"{'about ' if story.number % 4 == 0 and not story.fault else ''}{story.birth_year}",
        "phone": None if story.number % 3 else f"+000 {100000 + story.number}",
        "home_village": "A village of the practice map",
        "narrative": None if story.number % 4 else "Made-up words for practice: I was promised work in a shop. It was not a shop.",
    }


def _typed_day(story: Story) -> date:
    """The day of registration as it was typed: with a slip of the year in some."""
    day = story.registered_on
    return day.replace(year=day.year - 2, day=min(day.day, 28)) if story.fault == "year_slipped" else day


def _dates(story: Story) -> tuple[str | None, str | None]:
    if story.months is None:
        return None, None
    ended = story.registered_on - timedelta(days=20)
    began = ended - timedelta(days=30 * story.months)
    if story.fault == "ends_before_it_began":
        began, ended = ended, began
    if not story.fault and story.number % 2:
        return f"{began:%m/%Y}", f"{ended:%m/%Y}"  # most people remember the month
    return began.isoformat(), ended.isoformat()


def _band(age: int) -> str:
    bands = (("0-8", 8), ("9-17", 17), ("18-20", 20), ("21-23", 23), ("24-26", 26), ("27-29", 29), ("30-38", 38), ("39-47", 47))
    return next((name for name, last in bands if age <= last), "48+")


def _case(story: Story, person: Person, worker: Actor, supervisor: Actor, today: date) -> None:
    opened = story.registered_on
    with clock.at(_moment(opened, hour=5)):
        case = casework.open_case(actor=worker, person=person, reason="Came to us, or was brought")
        if story.needs:
            service = "shelter" if "safe_place" in story.needs else "medical_care"
            casework.offer_service(actor=worker, case=case, person=person, kind=service, accepted=Accepted.YES)
        if "care" in story.agreed and story.number % 2 == 0:
            casework.note(actor=worker, case=case, person=person, text=NOTE)
        if story.number % 6 == 0:
            casework.add_third_party(
                actor=worker, case=case, part=Part.PERPETRATOR, why="Named by her as the one who took her there", reviewer=supervisor.code,
                review_on=opened + timedelta(days=365),
            )
    pause = 1 + story.number % 4
    for after, state, reason in WAY:
        day = opened + timedelta(days=after * pause)
        if day >= today:
            _stay_in_touch(story, case, worker, today)
            return
        with clock.at(_moment(day)):
            casework.move(actor=worker, case=case, to=state, reason=reason)
    if not _close(story, case, worker, supervisor, today, opened + timedelta(days=220 * pause)):
        _stay_in_touch(story, case, worker, today)


def _stay_in_touch(story: Story, case: Case, worker: Actor, today: date) -> None:
    """Steps long overdue were done when they were due; the next one falls around today, some of them late."""
    for step in case.steps.filter(done_at=None, due_on__lt=today - timedelta(days=10)):
        with clock.at(_moment(step.due_on)):
            casework.finish_step(actor=worker, step=step)
    if not case.steps.filter(done_at=None).exists():
        due = today + timedelta(days=story.number * 7 % 40 - 8)
        with clock.at(_moment(min(due, today) - timedelta(days=1))):
            casework.add_step(actor=worker, case=case, kind="contact" if story.number % 2 else "visit", role=Role.FRONTLINE, due=due)


def _close(story: Story, case: Case, worker: Actor, supervisor: Actor, today: date, day: date) -> bool:
    """Close what is done; True where it was."""
    if day >= today or story.number % 5 == 0:
        return False
    with clock.at(_moment(day)):
        for service in cases.services_in(case).filter(ended_at=None):
            casework.end_service(actor=worker, service=service)
        casework.ask_closure(actor=worker, case=case, reason=Reason.GOALS_MET)
    with clock.at(_moment(day + timedelta(days=1))):
        casework.decide_closure(actor=supervisor, case=case, approve=True)
    return True


def _moment(day: date, hour: int = 3) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)
