"""Taking open answers into the vault, old versions too, after their element was given a sealed class."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.keys import element_of
from titip.protect import vault
from titip.protect.actions import audit
from titip.protect.rules.grounds import Grounds
from titip.register.models import Person, Record, RecordVersion, SealedAnswer, SearchValue
from titip.register.reads.opening import TABLE, owner_of, seal_bytes
from titip.register.reads.resealing import open_keys, records_still_open, sealed_codes
from titip.register.rules.covering import covered


@dataclass(frozen=True)
class Resealed:
    """``answers`` were sealed in ``records``; ``left`` stand open in ``without_basis`` records, whose people's codes are named: no basis holds them."""

    records: int = 0
    answers: int = 0
    left: int = 0
    without_basis: tuple[str, ...] = ()


def reseal(*, actor_code: str, grounds: Callable[[Person], Grounds | None], progress: Callable[[int], None] = lambda done: None) -> Resealed:
    """Seal every open answer of a sealed element that a basis of hers covers, in every version of her record; the rest is counted and named.

    One transaction and one event for each record, so that it can be stopped and begun again. What a version says does not change, only where
    it stands. Pages of the database that held the open answers are overwritten as they are freed (SQLite), or written anew without them (PostgreSQL);
    backups made before still hold them until they age out. ``progress`` is told how many records are done. Raises vault.Locked.
    """
    records = answers = left = 0
    without = []
    for record in list(records_still_open()):
        sealed, open_still = _one(actor_code, record, grounds(record.person) if record.person else None)
        records, answers, left = records + bool(sealed), answers + sealed, left + open_still
        if open_still:
            without.append(record.person.code if record.person else str(record.pk))
        progress(records + len(without))
    _forget_pages()
    return Resealed(records, answers, left, tuple(without))


@transaction.atomic
def _one(actor_code: str, record: Record, grounds: Grounds | None) -> tuple[int, int]:
    """Seal one record's; how many answers were, and how many stay open for want of a basis."""
    declared = dictionary.declared(record.record_type.code)
    codes = sealed_codes()[record.record_type.code]
    purposes = grounds.purposes if grounds else frozenset[str]()
    record = Record.objects.select_for_update(of=("self",)).select_related("person", "record_type").get(pk=record.pk)
    versions = [version for version in record.versions.order_by("number") if open_keys(version, codes)]
    wanted = {(version.pk, key) for version in versions for key in open_keys(version, codes)}
    may = {(pk, key) for pk, key in wanted if grounds is not None and covered(declared[key], purposes)}
    if may and grounds is not None:
        _seal(record, declared, [v for v in versions if any(pk == v.pk for pk, _key in may)], {key for _pk, key in may}, grounds)
        subjects = [("record", str(record.pk))] + ([("person", str(record.person_id))] if record.person_id else [])
        detail = {"answers": len(may), "versions": len(versions), "elements": sorted({element_of(key) for _pk, key in may})}
        audit.record(kind="register.reseal", actor_code=actor_code, subjects=subjects, detail=detail)
    return len(may), len(wanted - may)


def _seal(record: Record, declared: dict[str, Declared], versions: list[RecordVersion], keys: set[str], grounds: Grounds) -> None:
    """An answer that stood unchanged through several versions is sealed once, as a save would have done."""
    plain: dict[tuple[str, bytes], vault.Plain] = {}
    for version in versions:
        for key in keys & set(version.answers):
            value = seal_bytes(Answer.from_json(version.answers[key]))
            plain.setdefault((key, value), vault.Plain(TABLE, str(record.pk), key, value))
    ids = dict(zip(plain, vault.put_many(owner_of(record), list(plain.values()), grounds=grounds), strict=True))
    rows = []
    for version in versions:
        for key in sorted(keys & set(version.answers)):
            vault_id = ids[key, seal_bytes(Answer.from_json(version.answers.pop(key)))]
            rows.append(SealedAnswer(version=version, element_code=key, vault_id=vault_id, basis_id=grounds.basis_id))
    SealedAnswer.objects.bulk_create(rows)
    RecordVersion.objects.bulk_update(versions, ["answers"])
    SearchValue.objects.filter(record=record, element_code__in={element_of(key) for key in keys}).delete()


def _forget_pages() -> None:
    """Empty SQLite's write-ahead log, in which what was open still stands; write PostgreSQL's tables anew, without it."""
    if connection.in_atomic_block:
        return
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in (RecordVersion, SearchValue))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)" if connection.vendor == "sqlite" else f"VACUUM (FULL) {tables}")
