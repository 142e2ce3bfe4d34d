"""What the pages about protection show in the practice house: one emergency card, a broken glass, an agreement, an alarm, an anchor."""

from titip.casework import actions as casework
from titip.consent.actions.elements import ADVICE, agree
from titip.consent.reads.elements import never_by_default
from titip.consent.rules.deciding import CannotRecord
from titip.protect.actions import glass, watching
from titip.protect.rules.access import Actor
from titip.protect.rules.watching import Watched
from titip.register.reads import Person

_CARD = {
    "never": "Do not close the door behind her (made up)",
    "allergies": "None known (made up)",
    "medicine": "A white tablet at 8 in the evening, must not be missed (made up)",
    "plan": "Cold water on her hands; sit where she sees the door; call her worker (made up)",
    "call": "Her aunt, +000 100 200 (made up). Say only that she is safe.",
}


def watch_over(people: list[Person], actors: dict[str, Actor]) -> None:
    """Let these things happen today, by the actions that people use. The anchor comes last: nothing is made after it.

    ``people``: in Dara's care, grown up, who agreed to care; the first has the card, the last is opened from outside.
    """
    worker, supervisor = actors["dara"], actors["sopha"]
    casework.keep_card(actor=worker, person=people[0], lines=_CARD, on_duty=True, read_back=True)
    _agreement(people, worker)
    asked = glass.break_glass(
        actor=actors["mali"], code=people[-1].code, reason="crisis", words="At our door at night; her worker does not answer (made up)", minutes=60,
    )
    if asked.glass is not None:
        glass.end_glass(actor=actors["mali"], glass=asked.glass)
        glass.review_glass(actor=supervisor, glass=asked.glass, right=True, note="Right. The list of who is on duty is mended (made up).")
        alarm = watching.sound(staff_code=actors["mali"].code, kind=Watched.GLASS, count=1)
        watching.look(alarm_id=alarm.pk, staff_code=actors["vanna"].code, why="emergency")
    if (week := watching.digest_due()) is not None:
        watching.digest(week=week, actor_code="system")


def _agreement(people: list[Person], worker: Actor) -> None:
    """The first who may agree to the care of a partner's nurse, for three months."""
    for purpose in ("referral", "legal"):
        elements = [element.code for element in never_by_default(purpose)][:1]
        for person in people:
            try:
                agree(actor=worker, person=person, elements=elements, recipient="provider", purpose=purpose, months=3, said=ADVICE)
            except CannotRecord:  # she has not agreed to the purpose itself
                continue
            return
