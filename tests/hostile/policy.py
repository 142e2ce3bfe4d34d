"""Mutants of the policy; every address and role has an answer written down; ids of others and ids of nobody look the same."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from django.urls import path

from tests.hostile.proofs import Outcome, row
from tests.protect import test_golden_urls as golden
from titip.protect.gate.marks import mark_of
from titip.protect.rules.access import REGISTER

ROOT = Path(__file__).resolve().parents[2]
#: Test modules and tests that a planted defect leaves out.
_without: list[str] = []


@row("Mutants of the policy", asked=1000, quick=16, expects="no survivor", slow=True)
def mutants(tries: int) -> Outcome:
    """Small changes of the modules that decide, each against the pure policy tests; see ``tests.hostile.mutating``."""
    most = tries if tries < mutants.asked else 1_000_000
    command = [sys.executable, "-m", "tests.hostile.mutating", "--json", "--most", str(most), "--without", *_without, *(["--first"] if _without else [])]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if not ran.stdout:
        raise RuntimeError(ran.stderr[-500:])
    came = json.loads(ran.stdout)
    found = came["survivors"]
    note = f"first survivor: {found[0]}" if found else f"{came['equivalent']} more change nothing, each listed with its reason"
    return Outcome(came["tried"], len(found), note)


@contextmanager
def _left_out(*names: str) -> Iterator[None]:
    _without.extend(names)
    try:
        yield
    finally:
        _without.clear()


@mutants.defect("nobody tests what an organisation may not change")
def no_limits() -> object:
    return _left_out("test_policy_limits")


@mutants.defect("the tables of roles and cells are gone, and what nobody said is not asked")
def no_tables() -> object:
    return _left_out(
        "test_the_roles_are_those_that_were_reviewed", "test_every_cell_is_as_written_down", "test_what_nobody_said_is_refused",
        "test_why_somebody_is_refused",
    )


@row("Every address × role", asked=2000, quick=2000, expects="every cell explicit")
def cells(tries: int) -> Outcome:
    """Every address of the site has a view that says who may, and an answer written down for nobody, an outsider and each role."""
    table, found = golden.read_table(), list(golden.routes())
    bad: list[str] = []
    for route in found:
        mark = mark_of(route.view)
        if mark is None or not (mark.open or mark.action in REGISTER.actions):
            bad.append(f"{route.name or route.view} does not say who may")
        bad += [f"{route.name} × {who}" for who in golden.WHO if not table.get(route.name, {}).get(who, "").isdigit()]
    bad += [f"{name} is written down and gone" for name in table.keys() - {route.name for route in found}]
    return Outcome(len(found) * len(golden.WHO), len(bad), "; ".join(bad[:3]))


@cells.defect("a new page whose view declares nothing")
@contextmanager
def undeclared() -> Iterator[None]:
    from titip.web import urls

    def careless(request: object) -> None:
        """Says nothing about who may."""

    with mock.patch.object(urls, "urlpatterns", [*urls.urlpatterns, path("new", careless, name="new")]):
        yield _forget()
    _forget()


def _forget() -> None:
    """The resolver remembers the addresses it has seen."""
    from django.urls import clear_url_caches, get_resolver

    get_resolver().__dict__.pop("url_patterns", None)
    clear_url_caches()
