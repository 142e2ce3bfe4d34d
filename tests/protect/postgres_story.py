"""A process of its own over a PostgreSQL of its own: one person registered, her sealed answer kept, found and erased, and the log verified.

Run as ``python -m tests.protect.postgres_story VERB`` with TITIP_HOME and TITIP_DATABASE_URL set; answers on standard output.
"""

import json
import os
import sys
import threading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "titip.web.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import IntegrityError, connection, connections, transaction  # noqa: E402
from django.urls import reverse  # noqa: E402

from tests.people import agrees, registered  # noqa: E402
from tests.protect.cheap import person as nobody  # noqa: E402
from tests.protect.cheap import put  # noqa: E402
from tests.quality.records import WHOLE, write  # noqa: E402
from tests.world import KEYRING_PASSPHRASE, actor_for, make_world  # noqa: E402
from titip.cli.framework import prepare  # noqa: E402
from titip.dictionary.actions import load_starter  # noqa: E402
from titip.protect import vault  # noqa: E402
from titip.protect.actions import audit, keys  # noqa: E402
from titip.protect.models import AuditEvent, DataKey, Staff  # noqa: E402
from titip.protect.rules.ends import ON_ERASE  # noqa: E402
from titip.register.models import Record  # noqa: E402
from titip.register.reads import find  # noqa: E402
from titip.register.reads.opening import open_identity  # noqa: E402


def say(**things: object) -> None:
    print(json.dumps(things), flush=True)


def story() -> None:
    """One after the other, each in its own transaction, through the actions and two pages."""
    settings.HOME.make()
    prepare()
    world = make_world()
    keys.unlock(passphrase=KEYRING_PASSPHRASE, where="tests")
    load_starter(actor_code="tests")
    alice = actor_for(world.alice)
    person = registered(world.alice, pseudonym="Lotus of Siem Reap")
    agrees(world.alice, person, "care")
    write(world.alice, person, **WHOLE, given_name="Sokha Canary", interview_language="khm")
    record = Record.objects.get(person=person)
    opened = open_identity(alice, record, purpose="care")
    pages = [world.client_for(world.alice).get(reverse(name), HTTP_HOST="localhost").status_code for name in ("today", "register:list")]
    told = {
        "vendors": sorted({one.vendor for one in connections.all()}), "opened": opened["given_name"].value,
        "found": {text: find(alice, text).count() for text in (person.code, "lotus of", "khm", "nothing of the kind")},
        "in_the_open": _stands("Sokha"), "pages": pages, "log": audit.verify().ok,
    }
    with transaction.atomic():
        for end in ON_ERASE.all():
            end.apply(person.pk, frozenset(), world.alice.code)
    vault.destroy(vault.Owner("person", person.pk))
    told["keys_left"] = DataKey.objects.filter(owner_id=person.pk).count()
    told["after"] = "Sokha" in str(open_identity(alice, Record.objects.get(pk=record.pk), purpose="care"))
    told["log_after"], told["changed"] = audit.verify().ok, _changed()
    say(**told, events=AuditEvent.objects.count(), staff=Staff.objects.count())


def _stands(word: str) -> int:
    """In how many rows of the three databases a word stands as it was typed; each table is read whole."""
    count = 0
    for one in connections.all():
        for table in one.introspection.table_names():
            with one.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {one.ops.quote_name(table)} AS looked WHERE looked::text LIKE %s", [f"%{word}%"])
                count += cursor.fetchone()[0]
    return count


def _changed() -> bool:
    """Whether the log still holds after somebody with the database's own rights rewrote a line of it."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("UPDATE protect_auditevent SET actor_code = 'S-X' WHERE seq = 3")
            found = audit.verify().ok
            raise IntegrityError  # and nothing of it stays
    except IntegrityError:
        return found


def crowd() -> None:
    """Six threads at once on one person and one log: each sees what the writer before it left."""
    from tests.world import open_house

    open_house()
    owner, faults, fine = nobody(), [], []

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
    say(faults=faults, fine=fine.count(True), keys=DataKey.objects.filter(owner_id=owner.id).count(), log=audit.verify().ok)


if __name__ == "__main__":
    globals()[sys.argv[1]]()
