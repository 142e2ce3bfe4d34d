"""Every cell of the policy: role × action × whose it is × class × training × purpose × never-by-default × second factor × house ready.

``golden_policy.csv`` says for each role, action and situation which *profile* of answers follows; ``golden_profiles.csv`` spells each
profile out. ``python -m tests.protect.policy_cells`` writes both anew from the decision as it is: for review, line by line, never
to make a test pass.
"""

import csv
import importlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

from titip.protect.rules.access import DECLARED, REGISTER, Actor, ElementFacts, Facts, Opening, Policy, can
from titip.protect.rules.roles import Risk, Role

HERE = Path(__file__).parent
POLICY, PROFILES = HERE / "golden_policy.csv", HERE / "golden_profiles.csv"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
ME, COLLEAGUE, MY_TEAM, OTHER_TEAM = 1, 2, 7, 8
SITUATIONS: dict[str, Facts | None] = {
    "at_all": None,
    "own": Facts(owner=ME, team=OTHER_TEAM),
    "assigned": Facts(owner=COLLEAGUE, assigned=frozenset({ME}), team=OTHER_TEAM),
    "team": Facts(owner=COLLEAGUE, assigned=frozenset({COLLEAGUE}), team=MY_TEAM),
    "others": Facts(owner=COLLEAGUE, assigned=frozenset({COLLEAGUE}), team=OTHER_TEAM, referred_to=frozenset({COLLEAGUE})),
    "nobodys": Facts(),
    "referred": Facts(owner=COLLEAGUE, team=OTHER_TEAM, referred_to=frozenset({ME})),
    "released": Facts(deidentified=True),
    "glass": Facts(owner=COLLEAGUE, team=OTHER_TEAM, id="opened"),  # of somebody else, and she broke the glass
}
#: Purpose asked, purposes for which the element was collected.
PURPOSES = {"none asked": ("", {"care"}), "fits": ("care", {"care", "statistics"}), "does not fit": ("police", {"care"}), "for any": ("police", set())}
#: What an actor may have: second factor, training, a house that is ready.
STATES = list(product((False, True), repeat=3))
_WORDS = ("factor", "trained", "ready")
#: What everybody in the table has open behind glass.
OPENED = (Opening("g", "opened", NOW + timedelta(hours=1)),)
Answers = tuple[tuple[str, ...], ...]


def declare_all() -> None:
    """Import every room's declarations."""
    for place in sorted((HERE.parents[1] / "titip").glob("*/rules/actions.py")):
        importlib.import_module(f"titip.{place.parts[-3]}.rules.actions")


def answers(role: Role, action: str, thing: Facts | None, policy: Policy = DECLARED) -> Answers:
    """For each (never by default, purpose): what is needed for no element, and for one of each class."""
    actors = [
        Actor(ME, "S-ME", frozenset({role}), frozenset({MY_TEAM}), second_factor=factor, trained=trained, house_ready=ready, policy=policy, openings=OPENED)
        for factor, trained, ready in STATES
    ]
    rows = []
    for never, (purpose, purposes) in product((False, True), PURPOSES.values()):
        elements = [None, *(ElementFacts("e", risk, never, frozenset(purposes)) for risk in Risk)]
        rows.append(tuple(_needs([can(actor, action, thing, e, purpose=purpose, now=NOW).allowed for actor in actors]) for e in elements))
    return tuple(rows)


def _needs(allowed: list[bool]) -> str:
    """``never``, ``always``, or what the actor must have; where that cannot be said so, the eight answers as they are."""
    if not any(allowed):
        return "never"
    having = [state for state, yes in zip(STATES, allowed, strict=True) if yes]
    least = tuple(all(column) for column in zip(*having, strict=True))
    if [all(has or not need for has, need in zip(state, least, strict=True)) for state in STATES] != allowed:
        return "".join("01"[yes] for yes in allowed)
    return "+".join(word for word, need in zip(_WORDS, least, strict=True) if need) or "always"


def found(policy: Policy = DECLARED) -> Iterator[tuple[Role, str, dict[str, Answers]]]:
    """Every role and action with the answers in each situation."""
    for role, action in product(Role, sorted(name for name in REGISTER.actions if ".tests." not in name)):  # none that a test declares
        yield role, action, {name: answers(role, action, thing, policy) for name, thing in SITUATIONS.items()}


def read_profiles() -> dict[str, Answers]:
    """The profiles as written down."""
    told: dict[str, list[tuple[str, ...]]] = {}
    with PROFILES.open(newline="", encoding="utf-8") as source:
        for name, _never, _purpose, *cells in list(csv.reader(source))[1:]:
            told.setdefault(name, []).append(tuple(cells))
    return {name: tuple(rows) for name, rows in told.items()}


def read_policy() -> dict[tuple[str, str], dict[str, str]]:
    """(role, action) → situation → profile, as written down."""
    with POLICY.open(newline="", encoding="utf-8") as source:
        return {(row.pop("role"), row.pop("action")): row for row in csv.DictReader(source)}


def name_of(told: Answers) -> str:
    """What a profile is called: the most sensitive class it opens, and what stands out."""
    if all(cell == "never" for row in told for cell in row):
        return "-"
    classes = [risk.value for place, risk in enumerate(Risk, start=1) if any(row[place] != "never" for row in told)]
    words = [classes[-1] if classes else "bare"]
    words += ["nbd"] if any(cell != "never" for row in told[4:] for cell in row[1:]) else []
    words += ["factor"] if "factor" in told[0][0] else ["nofactor"] if "factor" not in told[0][1] else []
    return "+".join(words)


def main() -> None:
    """Write both tables."""
    declare_all()
    profiles: dict[str, Answers] = {}
    rows = []
    for role, action, told in found():
        names = {}
        for situation, one in told.items():
            names[situation] = name_of(one)
            if profiles.setdefault(names[situation], one) != one:
                raise SystemExit(f"two profiles are called '{names[situation]}': give name_of a word that tells them apart")
        rows.append({"role": role.value, "action": action, **names})
    with POLICY.open("w", newline="", encoding="utf-8") as target:
        writer = csv.DictWriter(target, ["role", "action", *SITUATIONS], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    with PROFILES.open("w", newline="", encoding="utf-8") as target:
        plain = csv.writer(target, lineterminator="\n")
        plain.writerow(["profile", "never_by_default", "purpose", "no_element", *(risk.value for risk in Risk)])
        for name in sorted(profiles):
            cases = product(("no", "yes"), PURPOSES)
            plain.writerows([name, never, purpose, *cells] for (never, purpose), cells in zip(cases, profiles[name], strict=True))


if __name__ == "__main__":
    main()
