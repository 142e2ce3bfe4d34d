"""The rows of a case: opened, moved from step to step, served, noted, closed."""

from datetime import date
from functools import lru_cache
from typing import Final

from titip.casework.actions import loading as casework
from titip.casework.rules.closing import REASONS, Reason
from titip.casework.rules.states import STATES, State
from titip.casework.rules.words import Part
from titip.dictionary.rules.types import Certainty
from titip.govern.practice.scale.house import Colleague
from titip.govern.practice.scale.plots import DAY, Course, Life
from titip.govern.practice.scale.telling import APPROVAL, BASIS, CASE, MOVE, NOTE, PART, SERVICE, STEP, V_NOTE, Ids, dashed, day_text, moment_text
from titip.kit.codes import numbered_code
from titip.protect.actions.loading import Events, Store
from titip.protect.rules.roles import Role

#: Said when a case is opened.
OPENED: Final = "Came to us, or was brought"
_APPROVED: Final = "Approved"


class Writer:
    """Writes cases."""

    def __init__(self, store: Store) -> None:
        self._tables = casework.Tables(store)

    def write(self, life: Life, course: Course, worker: Colleague, ids: Ids, person: str, events: Events) -> None:
        """One case with all that hangs on it."""
        case = ids.at(CASE, course.opened)
        said = _Said(events, worker, dashed(case), dashed(person))
        self._open(life, course, worker, ids, case, person, said)
        self._move(course, worker, ids, case, said)
        if course.ended:
            self._close(course, worker, ids, case, said)
        state = State.CLOSED if course.ended else course.moves[-1][1] if course.moves else State.DRAFT
        closed, why = (moment_text(course.ended + DAY), Reason.GOALS_MET.value) if course.ended else (None, "")
        self._tables.case.add((case, numbered_code(life.number, "C"), state.value, worker.id, worker.team, moment_text(course.opened), closed, why))

    def _open(self, life: Life, course: Course, worker: Colleague, ids: Ids, case: str, person: str, said: "_Said") -> None:
        at = moment_text(course.opened)
        tables = self._tables
        tables.transition.add((ids.at(MOVE, course.opened), case, "", State.DRAFT.value, worker.id, OPENED, at))
        said.both(at, "casework.add", '{"state":"draft"}')
        tables.part.add((ids.at(PART, course.opened), case, person, Part.VICTIM.value, Certainty.REPORTED.value, worker.id, at))
        said.both(at, "casework.people", '{"certainty":"reported","change":"added","part":"victim"}')
        if course.service is not None:
            kind, accepted = course.service
            moment = moment_text(course.opened + 600)
            ended = moment_text(course.ended) if course.ended and accepted != "no" else None
            answered = None if accepted == "not_yet" else moment
            tables.service.add((ids.at(SERVICE, course.opened + 600), case, person, kind, moment, worker.id, accepted, answered, ended))
            said.both(moment, "casework.service", f'{{"accepted":"{accepted}","change":"offered","service":"{kind}"}}')
        if course.note:
            moment, note, basis = moment_text(course.opened + 900), ids.at(NOTE, course.opened + 900), ids.at(BASIS, life.asked)
            tables.note.add((note, case, person, worker.id, moment, ids.vault(V_NOTE), basis))
            said.both(moment, "casework.note", f'{{"basis":"{dashed(basis)}","heavy":false,"written":"{dashed(note)}"}}')

    def _move(self, course: Course, worker: Colleague, ids: Ids, case: str, said: "_Said") -> None:
        """Each move finishes the step of the state it leaves, and makes the next one due."""
        before, entered = State.DRAFT, course.opened
        for place, (moment, state, why) in enumerate(course.moves, start=1):
            at = moment_text(moment)
            self._step(ids, place, case, before, entered, at, worker.id)
            self._tables.transition.add((ids.at(MOVE + place, moment), case, before.value, state.value, worker.id, why, at))
            said.alone(at, "casework.move", _moved(before, state))
            before, entered = state, moment
        done = course.ended or course.finished
        self._step(ids, len(course.moves) + 1, case, before, entered, moment_text(done) if done else None, worker.id if done else None)
        if course.finished and course.planned is not None:
            kind = STATES[before].next_step
            assert kind is not None  # every state in which a case may stay asks for something
            said.alone(moment_text(course.finished), "casework.step", f'{{"change":"done","step":"{kind.kind}"}}')
            made, planned, due = course.planned
            at, role = moment_text(made), Role.FRONTLINE.value
            self._tables.step.add((ids.at(STEP + 20, made), case, planned, role, date.fromordinal(due).isoformat(), at, None, None))
            said.alone(at, "casework.step", f'{{"change":"added","role":"{role}","step":"{planned}"}}')

    def _step(self, ids: Ids, place: int, case: str, state: State, entered: int, done: str | None, by: int | None) -> None:
        found = STATES[state].next_step
        if found is not None:
            due = day_text(entered // DAY + found.days)
            self._tables.step.add((ids.at(STEP + place, entered), case, found.kind, found.role.value, due, moment_text(entered), done, by))

    def _close(self, course: Course, worker: Colleague, ids: Ids, case: str, said: "_Said") -> None:
        asked, decided = moment_text(course.ended), moment_text(course.ended + DAY)
        if course.service is not None and course.service[1] != "no":
            said.both(asked, "casework.service", f'{{"accepted":"{course.service[1]}","change":"ended","service":"{course.service[0]}"}}')
        approval = ids.at(APPROVAL, course.ended)
        reason, last = Reason.GOALS_MET, course.moves[-1][1]
        self._tables.approval.add((approval, case, worker.id, asked, reason.value, worker.supervisor, decided, "approved"))
        said.alone(asked, "casework.close", f'{{"reason":"{reason.value}"}}')
        place = len(course.moves) + 1
        add = self._tables.transition.add
        add((ids.at(MOVE + place, course.ended), case, last.value, State.CLOSURE.value, worker.id, REASONS[reason], asked))
        said.alone(asked, "casework.move", _moved(last, State.CLOSURE))
        self._step(ids, place + 1, case, State.CLOSURE, course.ended, decided, worker.supervisor)
        said.alone(decided, "casework.approve", f'{{"approved":true,"reason":"{reason.value}"}}', by=worker.supervisor_code)
        add((ids.at(MOVE + place + 1, course.ended + DAY), case, State.CLOSURE.value, State.CLOSED.value, worker.supervisor, _APPROVED, decided))
        said.alone(decided, "casework.move", _moved(State.CLOSURE, State.CLOSED), by=worker.supervisor_code)


class _Said:
    """Events about one case, and about the person in it."""

    def __init__(self, events: Events, worker: Colleague, case: str, person: str) -> None:
        self._add, self._by = events.add, worker.code
        self._case = (("case", case),)
        self._both = (("case", case), ("person", person))

    def alone(self, at: str, kind: str, detail: str, *, by: str = "") -> None:
        """About the case."""
        self._add(at, kind, by or self._by, self._case, detail)

    def both(self, at: str, kind: str, detail: str) -> None:
        """About the case and the person."""
        self._add(at, kind, self._by, self._both, detail)


@lru_cache(maxsize=200)
def _moved(before: State, after: State) -> str:
    return f'{{"after":"{after.value}","before":"{before.value}"}}'
