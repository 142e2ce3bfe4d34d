"""Walking other people's ids: what exists and is refused looks in every way like what does not exist."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.hostile.proofs import Outcome, row
from tests.protect import golden_things
from tests.protect import test_golden_urls as golden
from tests.world import make_world

#: Headers that are anew in each answer by their nature: a cookie holds a token.
_ANEW = frozenset({"Set-Cookie", "Date"})
#: Not there, or a page that takes nothing, whatever its id is.
_NOTHING = frozenset({404, 405})


@row("Other people's ids", asked=1500, quick=60, expects="nothing tells them from ids of nobody", slow=True)
def walk(tries: int) -> Outcome:
    """Every address with an id, everybody for whom the thing behind it is none of hers, read and sent to: as if there were nothing."""
    cache.clear()
    world = make_world()
    things, table, desks = golden_things.things(world), golden.read_table(), golden.clients(world)
    steps = [
        (name, who, method)
        for method in ("get", "post") for name in sorted(things) for who in golden.WHO[1:]
        if table[name][who] == "404" and things[name] != golden_things.missing(things[name])
    ]
    chosen = steps if tries >= len(steps) else [steps[at * len(steps) // tries] for at in range(tries)]
    told = []
    for name, who, method in chosen:
        ids = (things[name], golden_things.missing(things[name]))
        theirs, nobodys = (_ask(desks[who], method, reverse(name, kwargs=kwargs)) for kwargs in ids)
        if theirs != nobodys:  # a session's cookie is sent again from time to time, whatever is asked: what tells, tells twice
            theirs, nobodys = (_ask(desks[who], method, reverse(name, kwargs=kwargs)) for kwargs in ids)
        if theirs["status"] not in _NOTHING or theirs != nobodys:
            different = [part for part in theirs if theirs[part] != nobodys[part]] or [theirs["status"]]
            told.append(f"{method} {name} as {who}: {different}")
    return Outcome(len(chosen), len(told), "; ".join(told[:3]) or f"{len({name for name, _who, _method in chosen})} addresses")


def _ask(desk: Client, method: str, url: str) -> dict[str, Any]:
    """All that whoever asks can see of an answer."""
    answer: HttpResponse = getattr(desk, method)(url)
    headers = {name: value for name, value in answer.headers.items() if name not in _ANEW}
    return {"status": answer.status_code, "headers": headers, "cookies": sorted(answer.cookies), "body": golden._plain(answer.content)}


@walk.defect("an answer names the version of what it refused")
@contextmanager
def header() -> Iterator[None]:
    from titip.protect.gate.middleware import Gate

    answer = Gate.__call__

    def telling(self: Gate, request: Any) -> HttpResponse:
        from titip.register.models import Person

        given = answer(self, request)
        person = (request.resolver_match.kwargs if request.resolver_match else {}).get("person_id")
        if person and (found := Person.objects.filter(pk=person).first()):
            given.headers["X-Version"] = str(found.code)
        return given

    with mock.patch.object(Gate, "__call__", telling):
        yield
