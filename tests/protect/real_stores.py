"""A process of its own over real database files, for the tests that kill it, crowd it, or look at every byte it left.

Run as ``python -m tests.protect.real_stores VERB`` with TITIP_HOME set; answers on standard output, a line at a time.
"""

import json
import os
import sys
import threading
import uuid
from collections.abc import Sequence
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "titip.web.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections, transaction  # noqa: E402

from tests.protect.cheap import CHEAP, PASSPHRASE, person, put  # noqa: E402
from titip.protect import vault  # noqa: E402
from titip.protect.actions import audit, keys  # noqa: E402
from titip.protect.models.audit import AuditSubject  # noqa: E402
from titip.protect.models.sealed import DataKey, SealedValue  # noqa: E402
from titip.protect.vault import Owner  # noqa: E402


def say(**things: object) -> None:
    print(json.dumps(things), flush=True)


def prepare() -> None:
    """Make the stores and a keyring."""
    settings.HOME.make()
    for store in ("default", "vault", "keys"):
        call_command("migrate", "protect", database=store, verbosity=0)
    keys.init(passphrase=PASSPHRASE, practice=True, costs=CHEAP)


def save(value: str, *, pause: bool = False) -> tuple[Owner, UUID]:
    """Save as a room does: the vault first, then an app row that names the vault row (here: an event's subject)."""
    owner = person()
    with transaction.atomic():
        audit.record(kind="protect.tests.before", actor_code="tests")
        vault_id = put(owner, value)
        if pause:
            say(sealed=str(vault_id))
            sys.stdin.readline()  # killed here
        audit.record(kind="protect.tests.save", actor_code="tests", subjects=[("person", owner.id), ("vault", vault_id)])
    return owner, vault_id


def named(ids: Sequence[UUID]) -> set[UUID]:
    """Which vault ids an app row names."""
    return {UUID(found) for found in AuditSubject.objects.filter(kind="vault", subject__in=[str(one) for one in ids]).values_list("subject", flat=True)}


def write_until_killed() -> None:
    keys.unlock(passphrase=PASSPHRASE, where="tests")
    say(ready=True)
    while True:
        owner, vault_id = save("acknowledged")
        say(owner=str(owner.id), vault_id=str(vault_id))


def stop_before_commit() -> None:
    keys.unlock(passphrase=PASSPHRASE, where="tests")
    save("acknowledged")
    save("never committed", pause=True)


def account() -> None:
    """Say what stands after a kill: what opens, what is orphaned, whether the log holds."""
    vault.unlock(PASSPHRASE)
    acknowledged = [json.loads(line) for line in sys.stdin]
    opened = [vault.open_one(Owner("person", UUID(one["owner"])), UUID(one["vault_id"]), "register.answer", "r1", "family_name") for one in acknowledged]
    rows = set(SealedValue.objects.values_list("id", flat=True))
    orphans = rows - named(list(rows))
    SealedValue.objects.update(created="2020-01-01T00:00:00Z")  # as if an hour had passed
    from datetime import timedelta

    swept = vault.sweep(named, timedelta(hours=1))
    left = set(SealedValue.objects.values_list("id", flat=True))
    whole = [connections[store].cursor().execute("PRAGMA integrity_check").fetchone()[0] for store in ("default", "vault", "keys")]
    say(
        opened=opened.count(b"acknowledged"), rows=len(rows), orphans=len(orphans), swept=swept, left=len(left), left_named=left == named(list(left)),
        log=audit.verify().ok, whole=whole,
    )


def crowd() -> None:
    """Six threads at once on one person and one log."""
    keys.unlock(passphrase=PASSPHRASE, where="tests")
    owner, faults, fine = person(), [], []

    def work(number: int) -> None:
        try:
            for turn in range(10):
                with transaction.atomic():
                    vault_id = put(owner, f"{number}.{turn}")
                    audit.record(kind="protect.tests.save", actor_code=f"t{number}", subjects=[("vault", vault_id)])
                fine.append(vault.open_one(owner, vault_id, "register.answer", "r1", "family_name").decode() == f"{number}.{turn}")
        except Exception as fault:
            faults.append(repr(fault))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    say(faults=faults, fine=fine.count(True), data_keys=DataKey.objects.count(), log=audit.verify().ok, events=audit.verify().events)


def canaries() -> None:
    """Seal what the test names in every way there is, then wait to be killed with everything still in the logs of the databases."""
    keys.unlock(passphrase=PASSPHRASE, where="tests")
    words = json.loads(sys.stdin.readline())
    erased = person()
    for word in words:
        owner, _ = save(word)
        draft = Owner("draft", uuid.uuid4())
        first = vault.put_draft(draft, word.encode())
        vault.put_draft(draft, (word + word).encode(), replaces=first)
        vault.token("name.exact", word)
        audit.record(kind="protect.tests.secret", actor_code="tests", detail={"length": len(vault.seal_secret(word))})
        put(erased, word)
        vault.open_one(owner, named_id(owner), "register.answer", "r1", "family_name")
    wrapped = DataKey.objects.get(owner_id=erased.id).wrapped
    blob = SealedValue.objects.filter(owner_id=erased.id)[0].blob
    vault.destroy(erased)
    audit.record_refusal(kind="protect.tests.refused", actor_code="tests")
    say(wrapped=bytes(wrapped).hex(), blob=bytes(blob).hex(), app_wal=connection.vendor)
    sys.stdin.readline()


def fill() -> None:
    """As many persons as the first line says, each with a sealed value."""
    keys.unlock(passphrase=PASSPHRASE, where="tests")
    count = int(sys.stdin.readline())
    for _ in range(count):
        put(person(), "filled")
    say(filled=DataKey.objects.count())


def erase() -> None:
    """Destroy the keys of as many persons as the first line says."""
    for row in DataKey.objects.order_by("pk")[: int(sys.stdin.readline())]:
        vault.destroy(Owner("person", row.owner_id))
    erased = len((settings.HOME.erasures).read_text().splitlines())
    say(erased=erased, left=DataKey.objects.count())


def rewrap() -> None:
    """Begin a renewal and wrap slowly, until killed."""
    from titip.protect.actions import renewing

    keys.unlock(passphrase=PASSPHRASE, where="tests")
    renewing._BATCH = 100
    renewing.begin(actor_code="tests")
    renewing.rewrap(lambda done, total: (say(wrapped=done), threading.Event().wait(1.0)))


def open_all() -> None:
    """Say how many sealed values open, with whichever of the test's passphrases opens the keyring."""
    for passphrase in (PASSPHRASE, "quiet bamboo river candle"):
        try:
            vault.unlock(passphrase)
            break
        except vault.WrongPassphrase:
            continue
    opened = 0
    for row in SealedValue.objects.all():
        try:
            vault.open_one(Owner("person", row.owner_id), row.id, "register.answer", "r1", "family_name")
            opened += 1
        except vault.VaultError:
            continue
    say(opened=opened)


def named_id(owner: Owner) -> UUID:
    return SealedValue.objects.filter(owner_id=owner.id).values_list("id", flat=True)[0]


if __name__ == "__main__":
    {
        "prepare": prepare, "write": write_until_killed, "stop": stop_before_commit, "account": account, "crowd": crowd, "canaries": canaries,
        "fill": fill, "erase": erase, "rewrap": rewrap, "open_all": open_all,
    }[sys.argv[1]]()
