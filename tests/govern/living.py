"""The lives of a practice house lived through the actions that people use, one act after the other, each at its moment: what the bulk way is held against."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from titip.casework import actions as casework
from titip.casework.reads import services_in
from titip.casework.rules.closing import Reason
from titip.casework.rules.words import Accepted
from titip.consent import actions as consent
from titip.consent import reads as consents
from titip.consent.actions.lapsing import note_lapsed
from titip.consent.rules import Choice
from titip.consent.rules.liveness import State as Said
from titip.dictionary import reads as dictionary
from titip.dictionary.rules.answers import check
from titip.govern.practice.scale.consents import TAKEN_BACK
from titip.govern.practice.scale.courses import OPENED
from titip.govern.practice.scale.plots import DAY, MISSING, Life
from titip.govern.practice.scale.telling import ADULT, CHILD, conditions
from titip.intake import actions as intake
from titip.kit import clock
from titip.kit.ids import new_id
from titip.protect.models import Notice
from titip.protect.rules.access import Actor
from titip.protect.rules.roles import Role
from titip.register import actions as register
from titip.register.models import Person


def at(moment: int):
    """The clock at a moment in seconds since 1970."""
    return clock.at(datetime.fromtimestamp(moment, UTC))


class Doing:
    """The schedule's own work."""

    actor_code, staff_id, ids = "system", None, {}

    def progress(self, done: int, total: int = 0) -> None:
        """Nobody looks."""


def live(life: Life, *, worker: Actor, supervisor: Actor, known: dict[int, Person], lapses: Iterable[int]) -> None:
    """Let one life happen. ``known``: who was registered before, by number; she is added to it."""
    screening = None
    if life.screened:
        with at(life.screened[0]):
            answers = typed("screening", life.screened[1])
            screening = intake.keep_screening(
                actor=worker, screening_id=new_id(), answers=answers, subject="person", heard="no", urgent=life.screened[1]["urgent_need_now"] == "yes",
                form_code="rapid_screening",
            )  # fmt: skip
    status = "child" if life.child else "adult"
    with at(life.registered):
        if screening is not None:
            person = intake.register_from(actor=worker, screening=screening, age_status=status)
        else:
            person = register.register_person(actor=worker, age_status=status)
    known[life.number] = person
    if life.head != life.number:
        with at(life.registered + 60):
            register.link(actor=worker, person=person, kind="family", other=known[life.head])
    ask(life, person, worker, life.asked)
    save(life, person, worker, life.interviewed, life.answers, 0)
    if life.case:
        course(life, person, worker, supervisor)
    if life.added:
        save(life, person, worker, life.added[0], life.added[1], 1)
    for moment in life.asked_again:
        ask(life, person, worker, moment)
    if life.withdrawn:
        with at(life.withdrawn[0]):
            consent.withdraw(actor=worker, person=person, purposes=life.withdrawn[1], reason=TAKEN_BACK)
    for moment in sorted(lapses):
        with at(moment):
            note_lapsed(Doing())
        if moment + DAY < clock.now().timestamp():
            Notice.objects.filter(seen_at=None, thing=str(person.pk)).update(seen_at=datetime.fromtimestamp(moment + DAY, UTC))


def typed(record_type, raw):
    """Answers as a form would hand them on."""
    declared = dictionary.declared(record_type)
    made = {}
    for code, said in raw.items():
        missing = said if said in MISSING else None
        made[code] = check(declared[code], None if missing else list(said) if isinstance(said, tuple) else said, missing)
    return made


def ask(life, person, worker, moment):
    choices = [*(Choice(p, Said.GIVEN) for p in life.agreed), *(Choice(p, Said.DECLINED) for p in life.declined)]
    if choices:
        asking = CHILD if life.child else ADULT
        with at(moment):
            consent.record_consent(
                actor=worker, person=person, choices=choices, conditions=conditions(life.who.country), kind=asking.kind, assent=asking.assent,
                guardian_clear=asking.guardian_clear,
            )  # fmt: skip


def save(life, person, worker, moment, raw, base):
    """What she said, as far as her word covers it."""
    with at(moment):
        grounds = consents.grounds_for(person)
        declared = dictionary.declared("registration")
        covered = {c: r for c, r in raw.items() if declared[c].minimum or (grounds and declared[c].purposes & grounds.purposes)}
        register.save_record(
            actor=worker, record_type="registration", answers=typed("registration", covered), base_number=base, grounds=grounds, person=person,
            form_code="first_interview",
        )  # fmt: skip


def course(life, person, worker, supervisor):
    """Her case."""
    plan = life.case
    with at(plan.opened):
        case = casework.open_case(actor=worker, person=person, reason=OPENED)
    if plan.service:
        with at(plan.opened + 600):
            casework.offer_service(actor=worker, case=case, person=person, kind=plan.service[0], accepted=Accepted(plan.service[1]))
    if plan.note:
        with at(plan.opened + 900):
            casework.note(actor=worker, case=case, person=person, text=plan.note)
    for moment, state, why in plan.moves:
        with at(moment):
            casework.move(actor=worker, case=case, to=state, reason=why)
    if plan.finished:
        with at(plan.finished):
            casework.finish_step(actor=worker, step=case.steps.get(done_at=None))
        made, kind, due = plan.planned
        with at(made):
            casework.add_step(actor=worker, case=case, kind=kind, role=Role.FRONTLINE, due=date.fromordinal(due))
    if plan.ended:
        with at(plan.ended):
            for service in services_in(case).filter(ended_at=None).exclude(accepted="no"):
                casework.end_service(actor=worker, service=service)
            casework.ask_closure(actor=worker, case=case, reason=Reason.GOALS_MET)
        with at(plan.ended + DAY):
            casework.decide_closure(actor=supervisor, case=case, approve=True)
