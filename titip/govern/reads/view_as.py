"""What a role would see: pages of the menu, actions, classes of elements. Asked of the decision itself, about nobody."""

from dataclasses import dataclass

from titip.dictionary import reads as dictionary
from titip.kit import clock
from titip.protect.rules.access import REGISTER, Action, Actor, Facts, Policy, can, reaches
from titip.protect.rules.pages import nav_items
from titip.protect.rules.roles import Risk, Role, at_most

#: A thing that is as near to whoever looks as a thing can be; there is none such.
_NEAR = Facts(owner=0, assigned=frozenset({0}), team=0, referred_to=frozenset({0}), deidentified=True)


@dataclass(frozen=True)
class Doing:
    """An action: allowed, how far (message ids), or why not (a message id)."""

    name: str
    label: str
    allowed: bool
    reach: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Element:
    """An element of the dictionary by name. ``sealed``: its answers lie in the vault; ``never``: of the never-by-default class."""

    code: str
    label: str
    risk: str
    sealed: bool
    never: bool
    seen: bool
    why: str = ""


@dataclass(frozen=True)
class Seen:
    """All of it. ``pages``: labels of the menu. ``elements``: (kind of record, its elements), as ``action`` shows them."""

    roles: tuple[Role, ...]
    trained: bool
    house_ready: bool
    pages: tuple[str, ...]
    may: tuple[Doing, ...]
    may_not: tuple[Doing, ...]
    action: str
    elements: tuple[tuple[str, tuple[Element, ...]], ...]


def showing() -> list[Action]:
    """The actions that show answers of a record, by name."""
    return [REGISTER.actions[name] for name in sorted(REGISTER.actions) if REGISTER.actions[name].reads_content]


def view_as(roles: frozenset[Role], *, policy: Policy, trained: bool, house_ready: bool, action: str) -> Seen:
    """What these roles see with their second factor given, of a thing within their reach. ``action``: by which the answers are shown."""
    actor = Actor(id=0, code="", roles=roles, teams=frozenset({0}), second_factor=True, trained=trained, house_ready=house_ready, policy=policy)
    now = clock.now()
    asked = []
    for name in sorted(REGISTER.actions):
        decision = can(actor, name, now=now)
        reach = tuple(sorted(scope.value for scope in reaches(actor, name)))
        asked.append(Doing(name, REGISTER.actions[name].label, decision.allowed, reach, decision.reason))
    elements = tuple((kind.name, _elements(actor, action, kind.code)) for kind in dictionary.record_types())
    return Seen(
        roles=tuple(role for role in Role if role in roles), trained=trained, house_ready=house_ready,
        pages=tuple(item.label for item in nav_items() if can(actor, item.action, now=now).allowed),
        may=tuple(one for one in asked if one.allowed), may_not=tuple(one for one in asked if not one.allowed), action=action, elements=elements,
    )


def _elements(actor: Actor, action: str, record_type: str) -> tuple[Element, ...]:
    found = []
    for code, declared in dictionary.declared(record_type).items():
        facts = dictionary.facts(declared)
        decision = can(actor, action, _NEAR, facts, now=clock.now())
        sealed = not at_most(facts.risk, Risk.MEDIUM)
        found.append(Element(code, declared.label, facts.risk.value, sealed, facts.never_by_default, decision.allowed, decision.reason))
    return tuple(found)
