"""Sealing and opening fields, durable writes, a list page, the audit chain."""

import os
import statistics
import time
from collections.abc import Callable, Iterator

from benchmarks import Figure

PEOPLE = 100
KEYS = 10_000
PASSPHRASE = "lantern orchid ferry monsoon"


def measure() -> Iterator[Figure]:
    """Figures on SQLite with ``synchronous=FULL`` in the folder of this run."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "titip.web.settings"
    import django

    django.setup()
    from django.core.management import call_command

    for store in ("default", "vault", "keys"):
        call_command("migrate", database=store, verbosity=0)
    from titip.protect.actions import keys

    keys.init(passphrase=PASSPHRASE, practice=True)
    yield Figure("unlock (Argon2id, log)", seconds(lambda: keys.unlock(passphrase=PASSPHRASE, where="bench")), "s")
    yield from in_memory()
    yield from in_stores()
    yield from in_chain()
    yield from in_renewal()


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def in_memory() -> Iterator[Figure]:
    from titip.protect.vault import crypto

    key, times, answer = crypto.new_key(), 20_000, b"forty bytes, about what an answer weighs"
    context = ("value", "register.answer", "r", "family_name", "person", "p", "v")

    def field_key() -> bytes:
        return crypto.derive(key, "field", "register.answer", "family_name")

    sealed: list[bytes] = []
    seal = seconds(lambda: sealed.extend(crypto.seal(field_key(), answer, context) for _ in range(times)))
    unseal = seconds(lambda: [crypto.unseal(field_key(), one, context) for one in sealed])
    yield Figure("seal a field", seal / times * 1e6, "µs", limit=50)  # 20 thousand a second
    yield Figure("open a field", unseal / times * 1e6, "µs", limit=50)


def in_stores() -> Iterator[Figure]:
    from tests.protect.cheap import grounds_for, person
    from titip.protect import vault

    people, wanted, writes = [person() for _ in range(PEOPLE)], [], []
    for owner in people:
        items = [vault.Plain("register.answer", str(owner.id), f"element_{number}", b"an answer") for number in range(10)]
        begun = time.perf_counter()
        ids = vault.put_many(owner, items, grounds=grounds_for(owner.id))
        writes.append((time.perf_counter() - begun) * 1000)
        wanted += [(owner, vault_id, item.table, item.row, item.field) for vault_id, item in zip(ids[:3], items[:3], strict=True)]
    yield Figure("first save of ten sealed answers, durable, median", statistics.median(writes), "ms")
    yield Figure("first save of ten sealed answers, durable, p95", statistics.quantiles(writes, n=20)[-1], "ms")
    pages = [seconds(lambda: vault.open_across(wanted)) * 1000 for _ in range(50)]
    yield Figure("list page, 100 persons with three opened fields, median", statistics.median(pages), "ms", limit=16)


def in_chain() -> Iterator[Figure]:
    from uuid import uuid4

    from titip.protect.actions import audit

    def append() -> None:
        audit.record(kind="register.open", actor_code="S-1", subjects=[("record", uuid4()), ("person", uuid4())], purpose="care", detail={"sealed": 3})

    appends = [seconds(append) * 1000 for _ in range(500)]
    yield Figure("audit event in a transaction of its own, durable, median", statistics.median(appends), "ms")
    yield Figure("audit event in a transaction of its own, durable, p95", statistics.quantiles(appends, n=20)[-1], "ms")
    for _ in range(20):
        audit.record_many([audit.NewEvent("register.open", "S-1", [("record", uuid4()), ("person", uuid4())], detail={"sealed": 3}) for _ in range(1000)])
    report = None

    def verify() -> None:
        nonlocal report
        report = audit.verify()

    took = seconds(verify)
    assert report is not None and report.ok
    yield Figure("verifying the log, per 10,000 entries", took / report.events * 10_000, "s")


def in_renewal() -> Iterator[Figure]:
    """Ten thousand data keys, wrapped anew by a new key-encryption key; a slot's change of the keyring."""
    from uuid import uuid4

    from titip.protect.actions import renewing
    from titip.protect.models.sealed import DataKey
    from titip.protect.vault import crypto
    from titip.protect.vault.holder import HOLDER

    rows = []
    for _ in range(KEYS - DataKey.objects.count()):
        owner = uuid4()
        kek, wrapped = HOLDER.wrap(crypto.new_key(), ("person", str(owner)))
        rows.append(DataKey(owner_kind="person", owner_id=owner, kek_id=kek, wrapped=wrapped))
    DataKey.objects.bulk_create(rows, batch_size=500)
    yield Figure("a new key-encryption key and master key", seconds(lambda: renewing.begin(actor_code="bench")) * 1000, "ms")
    came = []
    took = seconds(lambda: came.append(renewing.finish(actor_code="bench")))
    assert came[0].wrapped == KEYS and not DataKey.objects.exclude(kek_id=HOLDER.current_kek()).exists()
    yield Figure("wrapping 10,000 data keys anew", took, "s", limit=30)
