"""Beginning an interview, taking a break, going on, ending it."""

from django.db import transaction

from titip.dictionary import reads as dictionary
from titip.intake.models import HouseWay, Interview
from titip.intake.reads.interviews import open_interview, usual_layout
from titip.intake.rules.interviewing import Setting
from titip.intake.rules.stepping import LAYOUTS
from titip.intake.rules.timing import Spent
from titip.kit import clock
from titip.kit.text import clean_line
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.protect.rules.undoing import GRACE, UNDO
from titip.register.reads import Person


@transaction.atomic
def begin(*, actor: Actor, person: Person, form_code: str, setting: Setting, language: str = "") -> Interview:
    """A sitting begins, under the conditions stated."""
    version = dictionary.current()
    interview = Interview.objects.create(
        person=person, staff_id=actor.id, form_code=form_code, mode=setting.mode, layout=usual_layout(actor, setting.mode),
        form_version=version.number if version else None, language=clean_line(language)[:60], private_place=setting.private_place,
        interpreter=setting.interpreter, interpreter_accepted=setting.interpreter_accepted, support=setting.support,
        interpreter_role=setting.interpreter_role if setting.interpreter != "none" else "",
    )
    _log(actor, interview, {"form": form_code, "mode": setting.mode})
    return interview


def _log(actor: Actor, interview: Interview, detail: dict[str, object]) -> None:
    subjects = [("person", str(interview.person_id)), ("interview", str(interview.pk))]
    audit.record(kind="intake.fill", actor_code=actor.code, subjects=subjects, detail=detail)


@transaction.atomic
def choose_layout(*, actor: Actor, person: Person, layout: str) -> None:
    """How the questions come to this colleague from now on: one at a time, or a whole section. Nothing that was typed changes."""
    interview = open_interview(actor, person)
    if interview is None or layout not in dict(LAYOUTS) or interview.layout == layout:
        return
    interview.layout = layout
    interview.save(update_fields=["layout"])
    _log(actor, interview, {"layout": layout})


@transaction.atomic
def set_house_way(*, actor: Actor, layout: str) -> None:
    """How questions come in this house where a colleague has not chosen. Raises ValueError for no such way."""
    if layout not in dict(LAYOUTS):
        raise ValueError(layout)
    row = HouseWay.objects.first() or HouseWay()
    row.layout = layout
    row.save()
    audit.record(kind="intake.way", actor_code=actor.code, subjects=[], detail={"layout": layout})


@transaction.atomic
def stop_here(*, actor: Actor, person: Person, section: str) -> None:
    """She stops for today in a section: counted for the form, never held against anybody."""
    interview = open_interview(actor, person)
    if interview is not None:
        _halted(interview, section, "stop")
        interview.save(update_fields=["halts"])


def _halted(interview: Interview, section: str, how: str) -> None:
    counts = dict(interview.halts.get(section, {}))
    counts[how] = counts.get(how, 0) + 1
    interview.halts = {**interview.halts, section: counts}


@transaction.atomic
def pause(*, actor: Actor, person: Person, distress: bool = False, section: str = "") -> None:
    """A break, in a section: counted, never a fault."""
    interview = open_interview(actor, person)
    if interview is None:
        return
    interview.breaks += 1
    interview.paused_at = clock.now()
    interview.distress_seen = interview.distress_seen or distress
    _halted(interview, section, "break")
    interview.save(update_fields=["breaks", "paused_at", "distress_seen", "halts"])
    _log(actor, interview, {"breaks": interview.breaks})


@transaction.atomic
def go_on(*, actor: Actor, person: Person, distress: bool = False, stays_paused: bool = False) -> None:
    """After a break; ``distress``: signs of it were seen. ``stays_paused``: it ends for today, and what follows is no time of the interview."""
    interview = open_interview(actor, person)
    if interview is None:
        return
    if distress and not interview.distress_seen:
        interview.distress_seen = True
        interview.save(update_fields=["distress_seen"])
        _log(actor, interview, {"distress": True})
    if not stays_paused:
        _resume(interview)


def _resume(interview: Interview) -> None:
    if interview.paused_at is not None:
        interview.paused_seconds += max(0, int((clock.now() - interview.paused_at).total_seconds()))
        interview.paused_at = None
        interview.save(update_fields=["paused_seconds", "paused_at"])


def unfinish(*, actor: Actor, person: Person) -> None:
    """The sitting that ended with a save goes on, because the save was taken back; in the caller's transaction."""
    just_now = clock.now() - UNDO - GRACE
    last = Interview.objects.filter(staff=actor.id, person=person.pk, ended_at__gt=just_now).order_by("-ended_at").first()
    if last is not None and open_interview(actor, person) is None:
        last.ended_at = None
        last.save(update_fields=["ended_at"])


def finish(*, actor: Actor, person: Person, spent: Spent | None = None) -> None:
    """The sitting ends, with the save of its answers; in the caller's transaction. ``spent``: seconds of asking by section, of the draft; added to
    what the sitting has where its save was taken back."""
    interview = open_interview(actor, person)
    if interview is not None:
        _resume(interview)
        spent = spent or {}
        interview.ended_at = clock.now()
        interview.spent = {title: interview.spent.get(title, 0) + spent.get(title, 0) for title in dict.fromkeys([*interview.spent, *spent])}
        interview.save(update_fields=["ended_at", "spent"])
