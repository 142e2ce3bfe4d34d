"""The rows of what she answered: versions, what names the sealed, what is searched for, tokens, and what does not fit."""

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from titip.dictionary.rules.answers import Answer
from titip.govern.practice.scale.house import Colleague, House
from titip.govern.practice.scale.plots import Life, Raw, ordinal_of
from titip.govern.practice.scale.telling import BASIS, FINDING, RECORD, V_ADDED, V_ANSWER, Ids, Telling, dashed, moment_text
from titip.protect.actions.loading import Events, Store, tokens
from titip.quality.actions import loading as quality
from titip.quality.rules.duplicates import birth_years, name_key, phone_key
from titip.quality.rules.running import About, run, wanted
from titip.register.actions import loading as register
from titip.register.rules.covering import CARE

FORM: Final = "first_interview"


class Writer:
    """Writes registration records."""

    def __init__(self, tables: register.Tables, store: Store, telling: Telling, house: House, now: str) -> None:
        self._tables, self._quality, self._telling, self._house, self._now = tables, quality.Tables(store), telling, house, now
        self._wanted = wanted(telling.declared)
        self._searchable = frozenset(code for code, element in telling.declared.items() if element.searchable and not element.sealed)
        self._sealed = frozenset(code for code, element in telling.declared.items() if element.sealed)
        self._minimum = {code: telling.declared[code] for code in telling.covers(())}
        self._tokens: list[tuple[str, str, str]] = []
        self.records = self.found = 0

    def write(self, life: Life, worker: Colleague, ids: Ids, person: str, events: Events) -> None:
        """The record of one life with its versions."""
        record, kept = ids.at(RECORD, life.interviewed), self._telling.kept(life)
        worked = self._telling.worked_out(life)
        plain = {**self._plain(life.answers, kept), **{code: typed.plain for code, typed in worked.items()}}
        sealed = [(code, ids.vault(V_ANSWER + number)) for number, code in enumerate(code for code in kept if code in self._sealed)]
        self._version(life, worker, ids, record, person, 1, plain, sealed, sorted([*kept, *worked]), life.interviewed, events)
        raw: Mapping[str, Raw] = life.answers
        if life.added is not None:
            more, added = life.added[1], self._telling.added(life)
            raw = {**raw, **more}
            plain = {**plain, **self._plain(more, added)}
            now_sealed = dict(sealed)
            now_sealed.update((code, ids.vault(V_ADDED + number)) for number, code in enumerate(code for code in added if code in self._sealed))
            self._version(life, worker, ids, record, person, 2, plain, list(now_sealed.items()), added, life.added[0], events)
            kept = [*kept, *added]
        latest = moment_text(life.added[0] if life.added else life.interviewed)
        number = 2 if life.added else 1
        at = moment_text(life.interviewed)
        self._tables.record.add((record, self._house.registration, person, worker.id, worker.team, number, at, latest))
        self._search(life, record, raw, kept)
        self._check(life, ids, record, person, raw, kept, number)

    def _plain(self, raw: Mapping[str, Raw], codes: list[str]) -> dict[str, str]:
        typed = self._telling.typed
        return {code: typed(code, raw[code]).plain for code in codes if code not in self._sealed}

    def _version(
        self, life: Life, worker: Colleague, ids: Ids, record: str, person: str, number: int, plain: Mapping[str, str], sealed: list[tuple[str, str]],
        codes: list[str], moment: int, events: Events,
    ) -> None:  # fmt: skip
        tables = self._tables
        tables.last_version += 1
        at, version = moment_text(moment), tables.last_version
        answers = "{" + ", ".join([f'"{code}": {said}' for code, said in plain.items()]) + "}"
        listed, detail = changed(tuple(codes), FORM, number)
        tables.version.add((version, record, number, number - 1, self._house.dictionary_id, answers, listed, FORM, worker.id, at))
        if sealed:
            basis = ids.at(BASIS, life.asked)
            tables.sealed.add_all([(version, code, vault_id, basis) for code, vault_id in sealed])
        events.add(at, "register.edit", worker.code, (("person", dashed(person)), ("record", dashed(record))), detail)

    def _search(self, life: Life, record: str, raw: Mapping[str, Raw], kept: list[str]) -> None:
        covers, searchable, typed = self._telling.covers(self._telling.standing(life)), self._searchable, self._telling.typed
        rows = [(record, code, value) for code in kept if code in searchable and code in covers for value in typed(code, raw[code]).values]
        self._tables.search.add_all(rows)

    # --- quality

    def _check(self, life: Life, ids: Ids, record: str, person: str, raw: Mapping[str, Raw], kept: list[str], number: int) -> None:
        self._quality.checked.add((record, number, self._house.dictionary_number, quality.VERSION, self._now))
        self.records += 1
        live = CARE in life.agreed and not (life.withdrawn and CARE in life.withdrawn[1])
        if live:
            self._compare(life, person, raw)
        if life.fault or life.twin_of is not None:
            self._findings(life, ids, record, raw, kept, live=live, number=number)

    def _compare(self, life: Life, person: str, raw: Mapping[str, Raw]) -> None:
        """What may tell that two are one, as ``quality.rules.tokens.comparable`` finds it."""
        name = _name(str(raw["given_name"]), str(raw["family_name"]))
        born, age = raw.get("birth_date"), str(raw["age_at_registration"])
        day = date.fromisoformat(str(raw["registered_on"]))
        for year in birth_years(birth_year=int(born[:4]) if isinstance(born, str) else None, about_year=day.year - int(age) if age.isdecimal() else None):
            self._tokens.append((person, "name", f"name:{name}|{year}"))
        if "phone" in raw and (digits := phone_key(str(raw["phone"]))):
            self._tokens.append((person, "phone", f"phone:{digits}"))

    def _findings(self, life: Life, ids: Ids, record: str, raw: Mapping[str, Raw], kept: list[str], *, live: bool, number: int) -> None:
        """What the checks say of a record with an error in it: they are run, as on any record."""
        declared = self._telling.declared if live else self._minimum
        answers: dict[str, Answer] = {code: self._telling.typed(code, raw[code]).answer for code in kept if code in declared and code in self._wanted}
        made_on = date.fromordinal(ordinal_of(life.interviewed))
        about = About(made_on, self._telling.today, "child" if life.child else "adult", live and not life.child)
        for place, problem in enumerate(run(declared, answers, about)):
            finding = ids.at(FINDING + place, life.interviewed)
            self._quality.finding.add((finding, record, problem.check, problem.element, self._now, number))
            self._quality.element.add_all([(finding, code, order) for order, code in enumerate(problem.elements)])
            self.found += 1

    def close_batch(self, events: Events) -> None:
        """The tokens of everybody since the last time, and the one event of the checks."""
        made = tokens(quality.PURPOSE, [value for _person, _kind, value in self._tokens])
        self._quality.token.add_all([(person, kind, token) for (person, kind, _value), token in zip(self._tokens, made, strict=True)])
        self._tokens.clear()
        if self.records:
            events.add(self._now, "quality.check", "system", (), f'{{"fixed":0,"found":{self.found},"records":{self.records}}}')
        self.records = self.found = 0


@lru_cache(maxsize=20_000)
def changed(codes: tuple[str, ...], form: str, number: int) -> tuple[str, str]:
    """The changed codes as a version keeps them, and the detail of its event."""
    return json.dumps(codes), json.dumps({"elements": codes, "form": form, "version": number}, sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=50_000)
def _name(given: str, family: str) -> str:
    return name_key((given, family))
