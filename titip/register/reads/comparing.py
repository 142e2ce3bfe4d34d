"""Two versions of a record, answer by answer: what changed; sealed answers stay closed unless they are opened for a purpose."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.answers import EMPTY, Answer
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.keys import element_of, labelled, top_of, under
from titip.kit import clock
from titip.protect import vault
from titip.protect.actions import audit
from titip.protect.rules.access import Actor, can, visible_elements
from titip.protect.rules.roles import Risk
from titip.register.models import Record, RecordVersion, SealedAnswer
from titip.register.reads.opening import TABLE, owner_of, version_of
from titip.register.reads.people import facts
from titip.register.reads.words import answer_words

ACTION = "register.history"


@dataclass(frozen=True)
class Side:
    """One version's answer: in words, or closed. ``given``: there is an answer of some kind."""

    words: str = ""
    given: bool = False
    closed: bool = False


@dataclass(frozen=True)
class Compared:
    """One answer in two versions. ``key`` is what a restoring names: of a repeated group always the whole; ``can_open``: closed only for want of a purpose."""

    key: str
    label: str
    older: Side
    newer: Side
    changed: bool
    can_open: bool = False


@dataclass(frozen=True)
class Comparison:
    """``older`` and ``newer`` are the versions; ``lines`` the answers that differ, then ``same``, how many do not."""

    older: RecordVersion
    newer: RecordVersion
    lines: tuple[Compared, ...]
    same: int


def compare(actor: Actor, record: Record, numbers: tuple[int, int], *, only: frozenset[str], purpose: str = "") -> Comparison | None:
    """Two versions side by side; None where there is no such version. ``only``: elements that the person's bases cover.

    One event (``register.history``) naming how many sealed answers were opened, before anything is returned. Without a purpose none is.
    """
    older, newer = (version_of(record, number) for number in sorted(numbers))
    if older is None or newer is None:
        return None
    declared = dictionary.declared(record.record_type.code)
    shown, sealed_too = _seen(actor, record, declared, only, purpose)
    sealed = [_sealed_in(version) for version in (older, newer)]
    opened = _open(actor, record, sealed, sealed_too if purpose else frozenset(), purpose)
    keys = _in_order(declared, {*older.answers, *newer.answers, *sealed[0], *sealed[1]})
    lines = [_line(key, declared, (older, newer), sealed, opened, shown, sealed_too) for key in keys]
    return Comparison(older, newer, tuple(line for line in lines if line.changed), sum(not line.changed for line in lines))


def last_changed(record: Record, after: int, codes: Collection[str]) -> Mapping[str, tuple[str, datetime]]:
    """Who last changed each of these answers after version ``after``, and when; of a repeated group also each of its rows' answers."""
    found: dict[str, tuple[str, datetime]] = {}
    for version in record.versions.filter(number__gt=after).select_related("author").order_by("number"):
        for code in under(codes, version.changed):
            found[code] = (version.author.name, version.at)
    return found


def _seen(actor: Actor, record: Record, declared: Mapping[str, Declared], only: frozenset[str], purpose: str) -> tuple[frozenset[str], frozenset[str]]:
    """Which elements' plain answers are shown, and which sealed ones may be opened for a purpose."""
    thing, now = facts(record), clock.now()
    elements = [dictionary.facts(element) for element in declared.values()]
    shown = only & visible_elements(actor, ACTION, thing, elements, purpose="", now=now)
    for_purpose = only & visible_elements(actor, ACTION, thing, elements, purpose=purpose, now=now)
    if not can(actor, "register.identity", thing, purpose=purpose, now=now).allowed:
        for_purpose = frozenset(code for code in for_purpose if declared[code].risk != Risk.IDENTITY)
    return frozenset(code for code in shown if not declared[code].sealed), for_purpose


def _sealed_in(version: RecordVersion) -> dict[str, SealedAnswer]:
    return {row.element_code: row for row in version.sealed.all()}


def _open(actor: Actor, record: Record, sealed: Iterable[Mapping[str, SealedAnswer]], wanted: frozenset[str], purpose: str) -> dict[str, Answer]:
    """The sealed answers of both versions by vault id, after the event."""
    rows = {str(row.vault_id): row for side in sealed for key, row in side.items() if element_of(key) in wanted}
    subjects = [("record", str(record.pk))] + ([("person", str(record.person_id))] if record.person_id else [])
    elements = sorted({element_of(row.element_code) for row in rows.values()})
    audit.record(kind=ACTION, actor_code=actor.code, subjects=subjects, purpose=purpose, detail={"sealed": len(rows), "elements": elements})
    try:
        values = vault.open_many(owner_of(record), [(row.vault_id, TABLE, str(record.pk), row.element_code) for row in rows.values()]) if rows else []
    except vault.Gone:
        return {}
    return {vault_id: Answer.from_json(json.loads(value)) for vault_id, value in zip(rows, values, strict=True)}


def _in_order(declared: Mapping[str, Declared], keys: Collection[str]) -> list[str]:
    order = {code: place for place, code in enumerate(declared)}
    return sorted(keys, key=lambda key: (order.get(top_of(key), len(order)), key))


def _line(
    key: str, declared: Mapping[str, Declared], versions: tuple[RecordVersion, RecordVersion], sealed: list[dict[str, SealedAnswer]],
    opened: Mapping[str, Answer], shown: frozenset[str], sealed_too: frozenset[str],
) -> Compared:
    element = declared.get(key)
    sides = [_side(key, element, version.answers, rows, opened, shown) for version, rows in zip(versions, sealed, strict=True)]
    can_open = any(side.closed for side in sides) and element_of(key) in sealed_too
    return Compared(top_of(key), labelled(declared, key), sides[0], sides[1], _differs(key, versions, sealed), can_open=can_open)


def _side(
    key: str, element: Declared | None, plain: Mapping[str, object], sealed: Mapping[str, SealedAnswer], opened: Mapping[str, Answer], shown: frozenset[str],
) -> Side:
    answer = None
    if key in sealed:
        answer = opened.get(str(sealed[key].vault_id))
    elif key in plain and element_of(key) in shown:
        answer = Answer.from_json(plain[key])  # type: ignore[arg-type]
    if answer is not None and element is not None:
        return Side(answer_words(element, answer), given=True)
    if key in sealed or key in plain:
        return Side(given=True, closed=True)
    return Side(answer_words(element, EMPTY) if element is not None else "")


def _differs(key: str, versions: tuple[RecordVersion, RecordVersion], sealed: list[dict[str, SealedAnswer]]) -> bool:
    """Of plain answers by value. Of sealed ones by the vault row they stand on: it tells that one was written anew and nothing more."""
    (older, newer), (before, now) = versions, sealed
    if (key in before) != (key in now):
        return True
    if key in now:
        return bool(before[key].vault_id != now[key].vault_id)
    return bool(older.answers.get(key) != newer.answers.get(key))
