"""The access decision: one element, a record of 200 elements, with and without what an organisation changed."""

import importlib
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import Figure

ELEMENTS = 200
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def measure() -> Iterator[Figure]:
    """Best of five rounds each; the policy of a house that changed something in every action, role and class that may be changed."""
    for place in sorted((Path(__file__).parents[1] / "titip").glob("*/rules/actions.py")):
        importlib.import_module(f"titip.{place.parts[-3]}.rules.actions")
    from titip.protect.rules.access import DECLARED, REGISTER, Actor, ElementFacts, Facts, can, visible_elements
    from titip.protect.rules.policy import Differences, choices, effective
    from titip.protect.rules.roles import Risk, Role

    reaches = {name: {role: choices(action, role)[-1] for role in Role if role is not Role.FRONTLINE} for name, action in REGISTER.actions.items()}
    asked = Differences(reaches={**reaches, "register.open": {Role.FRONTLINE: REGISTER.actions["register.open"].grants[Role.FRONTLINE]}})
    elements = [ElementFacts(f"e{n}", list(Risk)[n % 4], n % 20 == 0, frozenset({"care", "statistics"})) for n in range(ELEMENTS)]
    thing = Facts(owner=2, assigned=frozenset({1, 3}), team=7)
    yield Figure("making the policy from its differences (once a version and process)", best(lambda: effective(asked, version=1), 20) * 1e3, "ms", 50)
    for words, policy in (("as declared", DECLARED), ("with differences", effective(asked, version=1))):
        actor = Actor(1, "S-1", frozenset({Role.FRONTLINE}), frozenset({7}), second_factor=True, trained=True, house_ready=True, policy=policy)
        one = best(lambda actor=actor: can(actor, "register.open", thing, elements[2], purpose="care", now=NOW), 5_000)
        yield Figure(f"can(…) for one element, {words}", one * 1e6, "µs", 50)
        record = best(lambda actor=actor: visible_elements(actor, "register.open", thing, elements, purpose="care", now=NOW), 50)
        yield Figure(f"visible_elements, {ELEMENTS} elements, {words}", record * 1e3, "ms", 10)


def best(work: Callable[[], object], times: int) -> float:
    """Seconds a call, in the quickest of five rounds."""
    rounds = []
    for _round in range(5):
        begun = time.perf_counter()
        for _time in range(times):
            work()
        rounds.append((time.perf_counter() - begun) / times)
    return min(rounds)
