"""Opening a record: only what this colleague may see, and never without a line in the log."""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.keys import element_of, split, under
from titip.kit import clock
from titip.protect import vault
from titip.protect.actions import audit
from titip.protect.rules.access import NEVER_BY_DEFAULT_FOR, Actor, can, visible_elements
from titip.protect.rules.agreeing import AGREEMENTS
from titip.protect.rules.roles import Risk
from titip.register.models import Record, RecordVersion, SealedAnswer
from titip.register.reads.people import facts

TABLE = "register.answer"


@dataclass(frozen=True)
class Opened:
    """What one colleague sees of a record. ``held`` are elements that have an answer she was not shown; ``number`` is the base of an edit."""

    number: int
    answers: Mapping[str, Answer] = field(default_factory=dict)
    held: frozenset[str] = frozenset()


def owner_of(record: Record) -> vault.Owner:
    """Whose key seals the record's answers: the person's, or the record's own where there is no one person."""
    if record.person_id is not None:
        return vault.Owner("person", record.person_id)
    return vault.Owner("record", record.pk)


def seal_bytes(answer: Answer) -> bytes:
    """An answer as it goes into the vault: canonical JSON, UTF-8."""
    return json.dumps(answer.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _unseal(record: Record, sealed: Iterable[SealedAnswer]) -> dict[str, Answer]:
    """The sealed answers of these rows; none where the key was destroyed."""
    rows = list(sealed)
    if not rows:
        return {}
    try:
        values = vault.open_many(owner_of(record), [(row.vault_id, TABLE, str(record.pk), row.element_code) for row in rows])
    except vault.Gone:
        return {}
    return {row.element_code: Answer.from_json(json.loads(value)) for row, value in zip(rows, values, strict=True)}


def version_of(record: Record, number: int | None = None) -> RecordVersion | None:
    """One version of a record: the current one unless a number is given."""
    return record.versions.filter(number=record.number if number is None else number).first()


def current_answers(record: Record, codes: frozenset[str], *, number: int | None = None) -> dict[str, Answer]:
    """Answers of one version for the given element codes (a repeated group's with all its rows), opened without a log
    line: for actions that compare inside the server.

    The caller's action writes the event. Never hand the result to a page.
    """
    version = version_of(record, number)
    if version is None:
        return {}
    plain = {key: Answer.from_json(version.answers[key]) for key in under(codes, version.answers)}
    sealed = list(version.sealed.all())
    wanted = under(codes, (row.element_code for row in sealed))
    with vault.uncounted():
        return {**plain, **_unseal(record, [row for row in sealed if row.element_code in wanted])}


def open_record(
    actor: Actor, record: Record, *, action: str = "register.open", purpose: str = "care", identity: bool = False, only: frozenset[str] | None = None,
) -> Opened:
    """The answers that ``actor`` may see on ``record`` when doing ``action``; the identity class only with ``identity``.

    ``only``: of these elements and no others, for a caller who knows that the person's basis covers no more.
    Writes one event naming the record and person, and how many sealed answers were opened, before anything is returned.
    """
    thing = facts(record)
    if NEVER_BY_DEFAULT_FOR.isdisjoint(actor.roles):  # those who care for her need not ask what she agreed to, answer by answer
        thing = replace(thing, agreed=AGREEMENTS.of(record.person_id))
    declared = dictionary.declared(record.record_type.code)
    now = clock.now()
    seen = visible_elements(actor, action, thing, [dictionary.facts(d) for d in declared.values()], purpose=purpose, now=now)
    if identity and not can(actor, "register.identity", thing, purpose=purpose, now=now).allowed:
        identity = False
    if not identity:
        seen = frozenset(code for code in seen if declared[code].risk != Risk.IDENTITY)
    if only is not None:
        seen &= only
    version = version_of(record)
    if version is None:
        return Opened(0)
    rows = list(version.sealed.all())
    shown = [row for row in rows if _is_seen(row.element_code, seen, declared)]
    subjects = [("record", str(record.pk))] + ([("person", str(record.person_id))] if record.person_id else [])
    audit.record(
        kind="register.identity" if identity else action, actor_code=actor.code, subjects=subjects, purpose=purpose,
        detail={"sealed": len(shown), **({"elements": sorted(r.element_code for r in shown)} if identity else {})},
    )
    plain = {key: Answer.from_json(data) for key, data in version.answers.items() if _is_seen(key, seen, declared)}
    answers = {**plain, **_unseal(record, shown)}
    return Opened(version.number, answers, frozenset({*version.answers, *(row.element_code for row in rows)} - set(answers)))


def _is_seen(key: str, seen: frozenset[str], declared: Mapping[str, Declared]) -> bool:
    """A member of a repeated group is seen where both it and its group are, but for the identity class, which its members may be alone."""
    group = split(key)[0]
    return element_of(key) in seen and (not group or group in seen or declared[element_of(key)].risk == Risk.IDENTITY)


def open_identity(actor: Actor, record: Record, *, purpose: str) -> dict[str, Answer]:
    """The identity class of a record, for a stated purpose. Empty where ``actor`` may not."""
    declared = dictionary.declared(record.record_type.code)
    only = frozenset(code for code, element in declared.items() if element.risk == Risk.IDENTITY)
    return dict(open_record(actor, record, action="register.identity", purpose=purpose, identity=True, only=only).answers)


def open_sample(most: int) -> int:
    """Open up to ``most`` sealed answers drawn by chance, and return how many: for the drill, which shows none. Raises vault.Refused."""
    ids = list(SealedAnswer.objects.values_list("pk", flat=True))
    chosen = [ids.pop(secrets.randbelow(len(ids))) for _ in range(min(most, len(ids)))]
    return sum(len(_unseal(row.version.record, [row])) for row in SealedAnswer.objects.filter(pk__in=chosen).select_related("version__record"))


def sealed_references(vault_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these vault rows some version stands on: for the sweep."""
    return set(SealedAnswer.objects.filter(vault_id__in=list(vault_ids)).values_list("vault_id", flat=True))
