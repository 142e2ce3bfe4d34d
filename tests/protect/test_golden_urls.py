"""Every address × who asks has an answer written down in golden_urls.csv; an address that is not in it fails.

The table is compared, never accepted by itself. Where it differs, the answers found are written to
``test-results/golden_urls.csv``: read every changed cell, and only then copy the file over the table.

Columns: ``nobody`` is not signed in; ``outsider`` is a frontline worker of another team; then one colleague of each role,
the frontline worker being the owner of every thing and the supervisor hers. All have given their second factor.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from tests.protect.golden_things import OPEN_TO_OUTSIDERS, missing, things
from tests.world import STORES, World, make_world
from titip.protect.gate.marks import mark_of
from titip.protect.rules.access import REGISTER
from titip.protect.rules.pages import nav_items, panels
from titip.protect.rules.roles import Role

pytestmark = pytest.mark.django_db(databases=STORES)
TABLE = Path(__file__).with_name("golden_urls.csv")
FOUND = Path(__file__).parents[2] / "test-results" / "golden_urls.csv"
WHO = ["nobody", "outsider", *(role.value for role in Role)]
Table = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Route:
    """An address: its name with its room's namespace, its view, and the names of what it takes (ids), its room's prefix included."""

    name: str
    view: Any
    takes: tuple[str, ...]


def routes(resolver: URLResolver | None = None, space: str = "", takes: tuple[str, ...] = ()) -> Iterator[Route]:
    """Every address of the site."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = (*takes, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space, here)
        else:
            yield Route(f"{space}{pattern.name}" if pattern.name else "", pattern.callback, here)


def clients(world: World) -> dict[str, Client]:
    signed_in = {role.value: world.client_for(staff) for role, staff in world.by_role.items()}
    return {"nobody": Client(), "outsider": world.client_for(world.charlie), **signed_in}


@pytest.fixture
def world() -> World:
    cache.clear()
    return make_world()


def read_table() -> Table:
    with TABLE.open(newline="", encoding="utf-8") as source:
        return {row.pop("url"): row for row in csv.DictReader(source)}


def write_found(table: Table) -> None:
    FOUND.parent.mkdir(exist_ok=True)
    with FOUND.open("w", newline="", encoding="utf-8") as target:
        writer = csv.DictWriter(target, ["url", *WHO], lineterminator="\n")
        writer.writeheader()
        writer.writerows({"url": url, **table[url]} for url in sorted(table))


def test_every_address_has_a_name_and_its_view_says_who_may() -> None:
    for route in routes():
        assert route.name, f"{route.view} has an address without a name"
        mark = mark_of(route.view)
        assert mark is not None, f"{route.name}: its view declares neither an action nor that it is open"
        assert mark.open or mark.action in REGISTER.actions, f"{route.name}: {mark.action} is not registered"
        assert not hasattr(route.view, "view_class"), f"{route.name}: views are functions"


def test_menus_and_panels_lead_somewhere_and_name_registered_actions() -> None:
    for item in nav_items():
        assert reverse(item.url)
        assert item.action in REGISTER.actions
    for name in ("today", "person", "case"):
        assert all(panel.action in REGISTER.actions for panel in panels(name))


def test_every_address_answers_everybody_as_written_down(world: World) -> None:
    known, desks = things(world), clients(world)
    without = [route.name for route in routes() if route.takes and route.name not in known]
    assert not without, f"give golden_things.py a real thing for: {without}"
    found: Table = {}
    for route in routes():
        url = reverse(route.name, kwargs=known.get(route.name))
        found[route.name] = {who: str(desk.get(url).status_code) for who, desk in desks.items()}
    expected = read_table()
    if found != expected:
        write_found(found)
    new, gone = sorted(found.keys() - expected.keys()), sorted(expected.keys() - found.keys())
    changed = [
        f"{url} × {who}: {found[url][who]}, written down is {expected[url].get(who)}"
        for url in sorted(found.keys() & expected.keys()) for who in WHO if found[url][who] != expected[url].get(who)
    ]
    assert not (new or gone or changed), f"not in the table: {new}; no longer there: {gone}; different: {changed}. See {FOUND}."


def test_nobody_gets_past_a_page_that_needs_somebody(world: World) -> None:
    for url, answers in read_table().items():
        mark = mark_of(next(route.view for route in routes() if route.name == url))
        assert mark is not None
        if not mark.open:
            assert answers["nobody"] == "302", url


def test_what_is_refused_looks_like_what_does_not_exist(world: World) -> None:
    charlie = world.client_for(world.charlie)
    for name, kwargs in things(world).items():
        if name in OPEN_TO_OUTSIDERS:
            continue
        refused, absent = charlie.get(reverse(name, kwargs=kwargs)), charlie.get(reverse(name, kwargs=missing(kwargs)))
        assert (refused.status_code, absent.status_code) == (404, 404), name
        assert _plain(refused.content) == _plain(absent.content), name


def _plain(content: bytes) -> str:
    """A page without form tokens and without its own address."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", content.decode())
    return re.sub(r'name="next" value="[^"]*"', "", text)
