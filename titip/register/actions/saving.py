"""Saving a record: check the grounds, seal what is sealed, write a version, log it: one commit that counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.answers import EMPTY, Answer
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.following import calculating, follow
from titip.dictionary.rules.keys import member_key
from titip.dictionary.rules.types import ElementType
from titip.kit import clock
from titip.kit.missing import Missing
from titip.protect import vault
from titip.protect.actions import audit
from titip.protect.rules.access import Actor, open_here
from titip.protect.rules.grounds import Grounds
from titip.protect.rules.roles import Risk
from titip.register.actions.files import attach
from titip.register.actions.indexing import index
from titip.register.models import Person, Record, RecordVersion, SealedAnswer
from titip.register.reads.opening import TABLE, current_answers, owner_of, seal_bytes, version_of
from titip.register.rules.covering import covered
from titip.register.rules.merging import Conflict, Merged, merge

#: What a record type says its records are about, where that is nobody: nobody could agree, so nothing sealed is kept, and no basis is asked for.
ABOUT_NOBODY = "none"


class NotAllowed(Exception):
    """Some answers may not be kept. ``elements`` are theirs. ``not_ready``: not for want of a basis, but because the house is not ready yet."""

    def __init__(self, elements: list[Declared], *, not_ready: bool = False) -> None:
        super().__init__(", ".join(e.label for e in elements))
        self.elements, self.not_ready = elements, not_ready


class StaleBase(Exception):
    """Someone else changed the same answers meanwhile. Nothing was kept; both sides are here to be shown."""

    def __init__(self, record: Record, conflicts: tuple[Conflict, ...], number: int, author: str, at: datetime) -> None:
        super().__init__("Someone else changed the same answers.")
        self.record, self.conflicts, self.number, self.author, self.at = record, conflicts, number, author, at


@dataclass(frozen=True)
class Saved:
    """What a save did. ``version`` is None where nothing had changed; ``merged`` where another's edit was kept beside it."""

    record: Record
    version: RecordVersion | None
    merged: bool = False


def save_record(
    *, actor: Actor, record_type: str, answers: Mapping[str, Answer], base_number: int, grounds: Grounds | None,
    person: Person | None = None, record: Record | None = None, form_code: str = "", mode: str = "in_person", record_id: UUID | None = None,
) -> Saved:
    """Keep ``answers`` (the elements of one form) as a new version on ``base_number``.

    Raises NotAllowed where an answer needs grounds that are not there, StaleBase where both sides changed an element.
    Everything happens in one transaction of the app database; vault rows are written first and are swept if it does not commit.
    """
    declared = dictionary.declared(record_type)
    answers = {code: answer for code, answer in answers.items() if code in declared and declared[code].type is not ElementType.CALCULATED}
    with transaction.atomic():
        record = _record(actor, record_type, person, record, record_id)
        merged = _merge(record, declared, answers, base_number)
        if not merged.changed:
            return Saved(record, None)
        _refuse_before_ready(actor, declared, merged)
        _refuse_without_grounds(declared, merged, grounds, record)
        merged = _worked_out(actor, record, declared, merged, grounds)
        attach(record.person, [str(merged.answers[key].value) for key in merged.changed if _is_file(declared[key], merged.answers[key])])
        version = _write_version(actor, record, declared, merged, base_number, form_code, mode, grounds)
        index(record, declared, merged.answers, merged.changed)
        subjects = [("record", str(record.pk))] + ([("person", str(record.person_id))] if record.person_id else [])
        audit.record(
            kind="register.edit", actor_code=actor.code, subjects=subjects,
            detail={"version": version.number, "form": form_code, "elements": sorted(merged.changed)},
        )
    return Saved(record, version, merged=version.base_number != version.number - 1)


def _record(actor: Actor, record_type: str, person: Person | None, record: Record | None, record_id: UUID | None) -> Record:
    rows = Record.objects.select_for_update(of=("self",)).select_related("record_type", "person")
    if record is not None:
        return rows.get(pk=record.pk)
    if person is not None:
        found = rows.filter(person=person, record_type__code=record_type).first()
        if found is not None:
            return found
    fields = {"pk": record_id} if record_id else {}
    return Record.objects.create(
        record_type_id=dictionary.record_type_id(record_type), person=person,
        owner_id=person.owner_id if person else actor.id, team_id=person.team_id if person else min(actor.teams, default=None), **fields,
    )


def _is_file(element: Declared, answer: Answer) -> bool:
    return element.type is ElementType.FILE and answer.given


def _merge(record: Record, declared: Mapping[str, Declared], answers: Mapping[str, Answer], base_number: int) -> Merged:
    codes = frozenset(answers)
    groups = frozenset(code for code in codes if declared[code].type is ElementType.REPEAT)
    theirs = current_answers(record, codes)
    base = theirs if base_number == record.number else current_answers(record, codes, number=base_number)
    merged = merge(base, theirs, answers, groups)
    if merged.conflicts:
        newest = version_of(record)
        assert newest is not None  # a conflict needs another's version
        raise StaleBase(record, merged.conflicts, newest.number, newest.author.name, newest.at)
    return merged


def _refuse_before_ready(actor: Actor, declared: Mapping[str, Declared], merged: Merged) -> None:
    """Nothing of high risk is kept before the house is ready for it (X14). Taking an answer away is always possible."""
    filled = [key for key in sorted(merged.changed) if merged.answers[key].missing is not Missing.EMPTY]
    refused = [declared[key] for key in filled if not open_here(actor, Risk(declared[key].risk))]
    if refused:
        raise NotAllowed(refused, not_ready=True)


def _about_nobody(record: Record) -> bool:
    return record.person_id is None and record.record_type.subject == ABOUT_NOBODY


def _refuse_without_grounds(
    declared: Mapping[str, Declared], merged: Merged, grounds: Grounds | None, record: Record,
) -> None:
    """Without a live basis only the minimum may be held (S18); with one, what its purposes cover."""
    if _about_nobody(record):
        allowed_all, purposes = not any(declared[code].sealed for code in merged.changed), frozenset[str]()
    else:
        allowed_all, purposes = False, grounds.purposes if grounds else frozenset()
    refused = [
        declared[code] for code in sorted(merged.changed)
        if merged.answers[code].missing is not Missing.EMPTY and not allowed_all and not covered(declared[code], purposes)
    ]
    if refused:
        raise NotAllowed(refused)


def _worked_out(actor: Actor, record: Record, declared: Mapping[str, Declared], merged: Merged, grounds: Grounds | None) -> Merged:
    """With what is calculated, worked out anew over everything that is held: opened inside the server, shown to nobody."""
    looked_at = calculating(declared)
    if not looked_at:
        return merged
    now = {**current_answers(record, looked_at), **merged.answers}
    now = {key: answer for key, answer in now.items() if answer != EMPTY}
    keyed = {**{code: element for code, element in declared.items() if not element.inside}, **_in_rows(declared, now)}
    following = follow(keyed, now, today=clock.today())
    purposes = grounds.purposes if grounds else frozenset[str]()
    fresh = {key: following.computed.get(key, EMPTY) for key, element in keyed.items() if element.type is ElementType.CALCULATED}
    fresh = {key: answer for key, answer in fresh.items() if answer != now.get(key, EMPTY)}
    if _about_nobody(record):
        fresh = {key: answer for key, answer in fresh.items() if not declared[key].sealed}
    else:
        fresh = {key: answer for key, answer in fresh.items() if covered(declared[key], purposes)}
    fresh = {key: answer for key, answer in fresh.items() if open_here(actor, Risk(declared[key].risk))}
    return Merged({**merged.answers, **fresh}, merged.changed | set(fresh))


def _in_rows(declared: Mapping[str, Declared], answers: Mapping[str, Answer]) -> dict[str, Declared]:
    """The members of every row that stands."""
    found: dict[str, Declared] = {}
    for code, answer in answers.items():
        if isinstance(answer.value, list) and declared[code].type is ElementType.REPEAT:
            for row in answer.value:
                found |= {member_key(code, row, member.code): member for member in declared[code].members}
    return found


def _write_version(
    actor: Actor, record: Record, declared: Mapping[str, Declared], merged: Merged, base_number: int, form_code: str, mode: str, grounds: Grounds | None,
) -> RecordVersion:
    before = version_of(record)
    plain = dict(before.answers) if before else {}
    kept = {row.element_code: (row.vault_id, row.basis_id) for row in before.sealed.all()} if before else {}
    to_seal = []
    for code in sorted(merged.changed):
        plain.pop(code, None)
        kept.pop(code, None)
        answer = merged.answers[code]
        if answer.missing is Missing.EMPTY:
            continue
        if declared[code].sealed:
            to_seal.append((code, vault.Plain(TABLE, str(record.pk), code, seal_bytes(answer))))
        else:
            plain[code] = answer.to_json()
    to_seal += _raised(record, declared, plain, grounds)
    if to_seal:
        if grounds is None:
            raise NotAllowed([declared[code] for code, _ in to_seal])
        ids = vault.put_many(owner_of(record), [item for _, item in to_seal], grounds=grounds)
        kept.update({code: (vault_id, grounds.basis_id) for (code, _), vault_id in zip(to_seal, ids, strict=True)})
    frozen = dictionary.current()
    assert frozen is not None  # declared() would have been empty
    version = RecordVersion.objects.create(
        record=record, number=record.number + 1, base_number=base_number, dictionary_version_id=frozen.pk, answers=plain,
        changed=sorted(merged.changed), form_code=form_code, mode=mode, author_id=actor.id,
    )
    SealedAnswer.objects.bulk_create(SealedAnswer(version=version, element_code=c, vault_id=v, basis_id=b) for c, (v, b) in kept.items())
    record.number, record.changed_at = version.number, clock.now()
    record.save(update_fields=["number", "changed_at"])
    return version


def _raised(record: Record, declared: Mapping[str, Declared], plain: dict[str, Any], grounds: Grounds | None) -> list[tuple[str, vault.Plain]]:
    """Take from ``plain`` the unchanged answers whose element has been given a sealed class since they were written, to be sealed now.

    Where no basis covers one it stays as it stands: nothing is sealed without grounds, and nothing is lost.
    """
    purposes = grounds.purposes if grounds else frozenset[str]()
    raised = [code for code in sorted(plain) if code in declared and declared[code].sealed and covered(declared[code], purposes)]
    return [(code, vault.Plain(TABLE, str(record.pk), code, seal_bytes(Answer.from_json(plain.pop(code))))) for code in raised]
