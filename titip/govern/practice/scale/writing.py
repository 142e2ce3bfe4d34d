"""The rows of a life in the app store, as the actions would have left them, each with its event in the chain."""

from collections.abc import Mapping
from typing import Final

from titip.govern.practice.scale import answering, consents, courses
from titip.govern.practice.scale.house import Colleague, House
from titip.govern.practice.scale.plots import Life, Raw, World
from titip.govern.practice.scale.telling import LINK, PERSON, SCREENED, SCREENING, Ids, Telling, dashed, moment_text
from titip.intake.actions import loading as intake
from titip.intake.rules.screening import NONE, SEEN, SIGNS
from titip.kit.codes import numbered_code
from titip.protect.actions.loading import Events, Store
from titip.register.actions import loading as register

SCREENING_FORM: Final = "rapid_screening"


class Writer:
    """Writes lives, one after the other. Use inside the store's context."""

    def __init__(self, store: Store, *, world: World, telling: Telling, screening: Telling, house: House, now: str) -> None:
        self._world, self._telling, self._screening, self._house = world, telling, screening, house
        self._register, self._intake = register.Tables(store), intake.Tables(store)
        self._consents, self._courses = consents.Writer(store, telling), courses.Writer(store)
        self._answering = answering.Writer(self._register, store, telling, house, now)
        self.events = Events(store)

    def write(self, life: Life) -> None:
        """All rows of one life."""
        worker, ids, events = self._house.worker_of(life.head), Ids(self._telling.seed, life.number), self.events
        person = ids.at(PERSON, life.registered)
        if life.screened is not None:
            self._screen(life, life.screened[0], life.screened[1], worker, ids, person)
        self._add(life, worker, ids, person)
        self._consents.write(life, worker, ids, person, events)
        self._answering.write(life, worker, ids, person, events)
        if life.case is not None:
            self._courses.write(life, life.case, worker, ids, person, events)

    def close_batch(self) -> None:
        """What is written once for many lives."""
        self._answering.close_batch(self.events)

    def _add(self, life: Life, worker: Colleague, ids: Ids, person: str) -> None:
        at, named = moment_text(life.registered), dashed(person)
        status = "child" if life.child else "adult"
        self._register.person.add((person, numbered_code(life.number), status, worker.id, worker.team, at))
        self.events.add(at, "register.add", worker.code, (("person", named),))
        if life.screened is not None:
            screening = dashed(ids.at(SCREENING, life.screened[0]))
            self.events.add(at, "intake.screen", worker.code, (("person", named), ("screening", screening)), '{"registered":true}')
        if life.head != life.number:
            other = Ids(self._telling.seed, life.head).at(PERSON, self._world.registered(life.head, life.head))
            moment = moment_text(life.registered + 60)
            self._register.link.add((ids.at(LINK, life.registered + 60), person, "family", other, worker.code, moment))
            both = sorted((named, dashed(other)))
            self.events.add(moment, "register.edit", worker.code, (("person", both[0]), ("person", both[1])), '{"link":"family"}')

    def _screen(self, life: Life, moment: int, raw: Mapping[str, Raw], worker: Colleague, ids: Ids, person: str) -> None:
        at, record, screening = moment_text(moment), ids.at(SCREENED, moment), ids.at(SCREENING, moment)
        codes = sorted(raw)
        typed = {code: self._screening.typed(code, raw[code]) for code in codes}
        tables = self._register
        tables.last_version += 1
        tables.record.add((record, self._house.screening, None, worker.id, worker.team, 1, at, at))
        answers = "{" + ", ".join([f'"{code}": {typed[code].plain}' for code in codes]) + "}"
        listed, detail = answering.changed(tuple(codes), SCREENING_FORM, 1)
        tables.version.add((tables.last_version, record, 1, 0, self._house.dictionary_id, answers, listed, SCREENING_FORM, worker.id, at))
        searchable = [code for code in codes if self._screening.declared[code].searchable]
        tables.search.add_all([(record, code, value) for code in searchable for value in typed[code].values])
        seen = SIGNS if any(raw[code] in SEEN for code in codes if code.startswith("cue_")) else NONE
        urgent = raw["urgent_need_now"] == "yes"
        self._intake.screening.add((screening, record, worker.id, worker.team, "person", "no", urgent, seen, person, at))
        self.events.add(at, "register.edit", worker.code, (("record", dashed(record)),), detail)
        said = f'{{"outcome":"{seen}","subject":"person","urgent":{"true" if urgent else "false"}}}'
        self.events.add(at, "intake.screen", worker.code, (("record", dashed(record)), ("screening", dashed(screening))), said)
