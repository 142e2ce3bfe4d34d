"""A process of its own that works in the background over real database files: it is killed, or crowded.

Run as ``python -m tests.protect.working VERB`` with TITIP_HOME set; answers on standard output, a line at a time.
"""

import json
import os
import sys
import time
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "titip.web.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402

from tests.protect.cheap import CHEAP, PASSPHRASE  # noqa: E402
from titip.cli.framework import prepare as bring_up  # noqa: E402
from titip.kit import clock  # noqa: E402
from titip.protect import vault  # noqa: E402
from titip.protect.actions import audit, keys  # noqa: E402
from titip.protect.actions import background as actions  # noqa: E402
from titip.protect.actions.background import Runner, running  # noqa: E402
from titip.protect.models import AuditSubject, Schedule, Work  # noqa: E402
from titip.protect.rules.work import JOBS, Counts, Doing, Job  # noqa: E402

PAUSE = 0.0


def say(**things: object) -> None:
    print(json.dumps(things), flush=True)


def parts(doing: Doing) -> Counts:
    """Ten parts, each committed by itself (here: an event); what stands is not done again."""
    begun = set(AuditSubject.objects.filter(kind="part").values_list("subject", flat=True))
    for number in range(1, 11):
        if str(number) in begun:
            continue
        audit.record(kind="protect.tests.part", actor_code=doing.actor_code, subjects=[("part", number)])
        doing.progress(number, 10)
        say(part=number)
        time.sleep(PAUSE)
    return {"parts": 10}


def one(doing: Doing) -> Counts:
    audit.record(kind="protect.tests.begun", actor_code=doing.actor_code, subjects=[("one", doing.ids["n"])])
    time.sleep(0.02)
    return {"n": 1}


JOBS.register(Job("tests.parts", "Parts", "%(parts)d parts", parts), Job("tests.one", "One", "%(n)d", one))


def unlocked() -> None:
    vault.unlock(sys.argv[2] if len(sys.argv) > 2 else PASSPHRASE)  # of another house's keyring, where one is named


def prepare() -> None:
    settings.HOME.make()
    bring_up()
    keys.init(passphrase=PASSPHRASE, practice=True, costs=CHEAP)
    say(ready=True)


def ask() -> None:
    unlocked()
    say(work=str(actions.ask(job="tests.parts", ids={}, actor_code="S-X", staff_id=None).pk))


def slowly() -> None:
    global PAUSE
    PAUSE = 0.6  # longer than between two words of progress
    unlocked()
    Runner().once()


def quickly() -> None:
    unlocked()
    say(handed=Runner().once())


def ask_many() -> None:
    unlocked()
    for number in range(20):
        actions.ask(job="tests.one", ids={"n": number}, actor_code="S-X", staff_id=None)
    say(asked=20)


def crowd() -> None:
    unlocked()
    running._only_one = lambda: False
    while Work.objects.filter(job="tests.one", ended_at=None).exists():
        Runner().once()
    say(done=True)


def due_keyless() -> None:
    actions.tick()
    Schedule.objects.update(next_due=clock.now() + timedelta(days=1))
    Schedule.objects.filter(job="protect.kept").update(next_due=clock.now())
    say(due=True)


if __name__ == "__main__":
    globals()[sys.argv[1].replace("-", "_")]()
