"""Opens the pages of one practice house: `python -m benchmarks.pages HOME`. Django's test client: the whole application over real SQLite files, no network."""

import argparse
import gzip
import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

ROUNDS = 40
STORES = ("default", "vault", "keys")
FORM = "first_interview"
#: p95 that we promise on a quiet two-core machine, milliseconds.
LIMIT = 300


def main() -> None:
    """Print what each page takes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages")
    parser.add_argument("home")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", default="", help="pages whose name holds this")
    args = parser.parse_args()
    open_house(args.home)
    lines = [look(who, page, step, args.rounds) for who, page, step in steps() if args.only in page]
    if args.json:
        print(json.dumps(lines))
        return
    from titip.cli.output import table

    headings = ("page", "who", "p50 ms", "p95 ms", "processor ms", "queries", "bytes", "compressed")
    rows = [
        [line["page"], line["who"], *(f"{line[name]:.1f}" for name in ("p50", "p95", "cpu")), line["queries"], line["bytes"], line["packed"]] for line in lines
    ]  # fmt: skip
    print(table(rows, headings))


def open_house(home: str) -> None:
    """Start the application over the folder, unlocked."""
    os.environ["TITIP_HOME"] = home
    from titip.cli.framework import prepare, start_django

    start_django()
    prepare()
    from django.conf import settings
    from django.test.utils import setup_test_environment

    from titip.cli.demo import PASSPHRASE
    from titip.protect.actions import keys

    settings.ALLOWED_HOSTS = ["*"]
    setup_test_environment()
    keys.unlock(passphrase=PASSPHRASE, where="bench")


def look(who: str, page: str, step: Callable[[], Any], rounds: int) -> dict[str, Any]:
    """Open one page so many times."""
    before = getattr(step, "before", lambda: None)
    took, worked, last = [], [], None
    for _ in range(rounds + 3):
        before()
        begun, own = time.perf_counter(), time.thread_time()
        last = step()
        took.append((time.perf_counter() - begun) * 1000)
        worked.append((time.thread_time() - own) * 1000)
    took, worked = took[3:], worked[3:]  # the first ones warm what is kept in memory
    before()
    assert last is not None
    assert last.status_code in (200, 302), (page, who, last.status_code)
    body = last.content
    return {
        "page": page, "who": who, "p50": statistics.median(took), "p95": statistics.quantiles(took, n=20)[-1], "cpu": statistics.median(worked),
        "queries": queries(step), "bytes": len(body),
        "packed": len(gzip.compress(body, 6)), "limit": LIMIT,
    }  # fmt: skip


def queries(step: Callable[[], Any]) -> int:
    """Statements sent to the three stores."""
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    captures = [CaptureQueriesContext(connections[store]) for store in STORES]
    with captures[0], captures[1], captures[2]:
        step()
    return sum(len(capture) for capture in captures)


def steps() -> Iterator[tuple[str, str, Callable[[], Any]]]:
    """(who, page, how to open it) for a case worker, her supervisor, and the data steward, who reaches everybody."""
    from django.urls import reverse

    from tests.world import client_for
    from titip.protect.models import Staff

    for username, who in (("dara", "case worker"), ("sopha", "supervisor"), ("noy", "steward")):
        staff = Staff.objects.get(username=username)
        client = client_for(staff)
        people, cases = someone(staff), some_case(staff)
        listed, code, today = reverse("register:list"), next(people).code, reverse("today")
        yield who, "Today", lambda c=client, u=today: c.get(u)
        yield who, "list of people", lambda c=client, u=listed: c.get(u)
        yield who, "list, page 5", lambda c=client, u=listed: c.get(u, {"page": 5})
        yield who, "search by code", lambda c=client, u=listed, q=code: c.post(u, {"q": q})
        yield who, "search by place", lambda c=client, u=listed: c.post(u, {"q": "Battambang"})
        yield who, "search, nobody", lambda c=client, u=listed: c.post(u, {"q": "xyzzy"})
        yield who, "person", lambda c=client, p=people: c.get(reverse("register:person", args=[next(p).pk]))
        if username == "noy":
            continue
        yield who, "list of cases", lambda c=client: c.get(reverse("casework:list"))
        yield who, "case", lambda c=client, p=cases: c.get(reverse("casework:case", args=[next(p).pk]))
        if username == "dara":
            yield who, "notes", lambda c=client, p=cases: c.get(reverse("casework:notes", args=[next(p).pk]))
            yield who, "form", Form(client, people)
            yield who, "save", Save(client, people)


def someone(staff: Any) -> Iterator[Any]:
    """People within her reach who agreed to care and were interviewed, over and over, spread over the three years."""
    from titip.consent import reads as consent
    from titip.protect.reads.staff import actor_of
    from titip.register import reads

    found = list(reads.people_for(actor_of(staff, second_factor=True)).order_by("-pk")[:2000])
    chosen = found[:: max(1, len(found) // 60)]
    return cycle([person for person in chosen if consent.grounds_for(person) is not None and reads.registration_of(person) is not None])


def some_case(staff: Any) -> Iterator[Any]:
    """Cases of hers."""
    from titip.casework import reads
    from titip.protect.reads.staff import actor_of

    return cycle(list(reads.cases_for(actor_of(staff, second_factor=True), "casework.open")[:60]))


class Form:
    """A case worker's form, opened: its first section. What comes before (an interview is begun) is not measured."""

    def __init__(self, client: Any, people: Iterator[Any]) -> None:
        self._client, self._people, self._address = client, people, ""
        self._turn = 0

    def before(self) -> None:
        """An interview with the next person begins."""
        from django.urls import reverse

        from titip.intake import actions
        from titip.intake.rules.interviewing import Setting
        from titip.protect.models import Staff
        from titip.protect.reads.staff import actor_of

        person = next(self._people)
        actor = actor_of(Staff.objects.get(username="dara"), second_factor=True)
        actions.begin(actor=actor, person=person, form_code=FORM, setting=Setting(mode="in_person", private_place=True, support="arranged"))
        self._address = reverse("intake:fill", args=[person.pk, FORM])

    def __call__(self) -> Any:
        """Open it."""
        return self._client.get(self._address, {"section": 0})


class Save(Form):
    """The form saved: Save pressed on the section of identity and contact, with two sealed answers changed and the whole form checked."""

    def __call__(self) -> Any:
        """Press Save."""
        self._turn += 1
        typed = {"phone": f"+999 11 {self._turn:06d}", "home_village": f"Village {self._turn}"}
        return self._client.post(self._address, {"section": 5, "go": "save", "base": "", **typed})


if __name__ == "__main__":
    main()
