"""Answers kept beside the ones that stand: two people were told different things, and both are right."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.keys import element_of, labelled
from titip.kit import clock
from titip.protect import vault
from titip.protect.actions import audit
from titip.protect.rules.access import Actor, visible_elements
from titip.protect.rules.roles import Risk
from titip.register.models import Record, RecordVersion
from titip.register.reads.opening import TABLE, owner_of
from titip.register.reads.people import facts
from titip.register.reads.words import answer_words
from titip.register.rules.versions import Kind


@dataclass(frozen=True)
class Beside:
    """An answer beside the one that stands: to which question, in words, by whom and when."""

    label: str
    words: str
    author: str
    at: datetime


def _kept(record: Record) -> Mapping[str, list[RecordVersion]]:
    """The versions that hold an answer beside the one that stands, by key; those that were written before the last change of it are history."""
    found: dict[str, list[RecordVersion]] = {}
    if not record.versions.filter(kind=Kind.BESIDE).exists():
        return found
    for version in record.versions.select_related("author").order_by("number"):
        for code in version.changed:
            if version.kind == Kind.BESIDE:
                found.setdefault(code, []).append(version)
            elif version.kind != Kind.STANDS:
                found.pop(code, None)
    return found


def open_beside(actor: Actor, record: Record, *, action: str, only: frozenset[str]) -> list[Beside]:
    """What stands beside, as far as ``actor`` may see it when doing ``action`` and ``only`` (what the person's bases cover) reaches.

    Never the identity class. Where there is something, one event before anything is returned.
    """
    found = _kept(record)
    if not found:
        return []
    declared = dictionary.declared(record.record_type.code)
    elements = [dictionary.facts(element) for element in declared.values()]
    seen = only & visible_elements(actor, action, facts(record), elements, now=clock.now())
    shown = [(key, version) for key, versions in found.items() for version in versions if element_of(key) in seen and declared[key].risk != Risk.IDENTITY]
    audit.record(kind=action, actor_code=actor.code, subjects=[("record", str(record.pk)), ("person", str(record.person_id))], detail={"beside": len(shown)})
    answers = [(key, version, _answer(record, version, key)) for key, version in shown]
    return [Beside(labelled(declared, key), answer_words(declared[key], answer), v.author.name, v.at) for key, v, answer in answers if answer is not None]


def _answer(record: Record, version: RecordVersion, key: str) -> Answer | None:
    if key in version.answers:
        return Answer.from_json(version.answers[key])
    row = version.sealed.filter(element_code=key).first()
    if row is None:
        return None
    try:
        return Answer.from_json(json.loads(vault.open_one(owner_of(record), row.vault_id, TABLE, str(record.pk), key)))
    except vault.Gone:
        return None
