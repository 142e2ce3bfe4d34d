"""What a stranger learns from the time that a refused sign-in takes: five kinds of tries, real Argon2, processor and clock."""

import os
import re
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks import Figure

#: Of each kind; less on a machine that others keep busy.
TRIES = int(os.environ.get("TITIP_BENCH_TRIES", "200"))
PASSPHRASE = "lantern orchid ferry monsoon"
WRONG = "a quite wrong passphrase of words"
NAMES = {"wrong passphrase": "awake", "unknown name": "nobod", "closed account": "close", "colleague who left": "leave"}


def measure() -> Iterator[Figure]:
    """Kinds in turn, so that a load on the machine meets all alike. What they answer is compared to the byte."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "titip.web.settings"
    import django

    django.setup()
    from django.core.management import call_command

    for store in ("default", "vault", "keys"):
        call_command("migrate", database=store, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    prepare()
    tries: dict[str, Callable[[], Any]] = {name: lambda user=user: knock(user, WRONG) for name, user in NAMES.items()}
    tries["right passphrase, wrong code"] = wrong_code
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in tries}
    told: dict[str, set[Any]] = {name: set() for name in tries}
    for turn in range(TRIES):
        names = list(tries)
        for name in names[turn % len(names):] + names[: turn % len(names)]:
            seconds, answer = timed(tries[name])
            took[name].append(seconds)
            told[name].add(answer)
    for name, rows in took.items():
        for what, values in (("processor", [row[0] for row in rows]), ("clock", [row[1] for row in rows])):
            yield Figure(f"{name}, {what}, median", statistics.median(values) * 1e3, "ms")
    alike = [statistics.median([row[0] for row in took[name]]) for name in NAMES]
    yield Figure("largest difference of the first four, processor", (max(alike) - min(alike)) / min(alike) * 100, "%", limit=5)
    yield Figure("different answers among the first four (status, headers, cookies, page)", len(set.union(*(told[name] for name in NAMES))), "answers", limit=1)


def timed(work: Callable[[], Any]) -> tuple[tuple[float, float], Any]:
    """Processor and clock seconds of a try that no limit holds up, and what it told."""
    from django.core.cache import cache

    cache.clear()
    cpu, clock = time.process_time(), time.perf_counter()
    response = work()
    seconds = time.process_time() - cpu, time.perf_counter() - clock
    assert response.status_code == 200, response.status_code  # the page again, with its sentence
    page = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", response.content.decode())
    for name in NAMES.values():
        page = page.replace(f'"{name}"', '"NAME"')  # as it was typed
    kept = {key: value for key, value in response.headers.items() if key not in ("Content-Length", "Expires")}  # a clock
    headers = tuple(sorted(kept.items()))
    return seconds, (response.status_code, headers, tuple(sorted(response.cookies)), page)


def knock(user: str, passphrase: str, client: Any = None) -> Any:
    """One try at the passphrase, in a new browser."""
    from django.test import Client

    return (client or Client(SERVER_NAME="localhost")).post("/protect/sign-in", {"login": user, "password": passphrase})


def wrong_code() -> Any:
    """Both steps: the time is that of both. That the passphrase fits shows in being asked for a code."""
    from django.test import Client
    from django.urls import reverse

    client = Client(SERVER_NAME="localhost")
    assert knock("awake", PASSPHRASE, client).headers["Location"] == reverse("mfa_authenticate"), "the passphrase is right"
    return client.post("/protect/sign-in/code", {"code": "000000"})


def prepare() -> None:
    """A colleague with both factors, one whose sign-in was closed to begin again, one who left."""
    from titip.protect.actions import keys
    from titip.protect.actions.leaving import begin_again, leave
    from titip.protect.actions.staff import add_staff, set_up_totp
    from titip.protect.models import Organisation
    from titip.protect.rules.roles import Role

    keys.init(passphrase=PASSPHRASE, practice=False)
    keys.unlock(passphrase=PASSPHRASE, where="bench")
    Organisation.objects.create(name="Bench", country="KH")
    for user in ("awake", "close", "leave"):
        staff = add_staff(username=user, name=user, roles=[Role.FRONTLINE], teams=[], actor_code="bench")
        staff.set_password(PASSPHRASE)
        staff.save()
        set_up_totp(staff=staff)
        if user == "close":
            begin_again(staff=staff, actor_code="bench")
        if user == "leave":
            leave(staff=staff, actor_code="bench")
