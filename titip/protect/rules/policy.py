"""What an organisation may change of who may do what, and what comes of it: differences from the declarations, within limits.

Nothing here goes beyond what the rooms declare: a difference that does (an old one, a row that somebody wrote by hand) is cut back
when it is read, always to the narrower side.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from titip.protect.rules.access import DECLARED, REGISTER, UNTRAINED, Action, Policy, Scope
from titip.protect.rules.roles import ROLES, Risk, Role, at_most

#: What lies within each reach, itself included.
WITHIN: Final[Mapping[Scope, frozenset[Scope]]] = {
    Scope.OWN: frozenset({Scope.OWN}),
    Scope.ASSIGNED: frozenset({Scope.OWN, Scope.ASSIGNED}),
    Scope.TEAM: frozenset({Scope.OWN, Scope.ASSIGNED, Scope.TEAM}),
    Scope.REFERRED: frozenset({Scope.REFERRED}),
    Scope.DEIDENTIFIED: frozenset({Scope.DEIDENTIFIED}),
    Scope.ORGANISATION: frozenset(Scope),
}
#: Reaches that ask whose a thing is: only where a room uses one of them for an action does narrowing to one of them mean anything.
BY_PERSON: Final = (Scope.OWN, Scope.ASSIGNED, Scope.TEAM)
#: The classes, the most sensitive first; None: none at all.
CLASSES: Final = (Risk.IDENTITY, Risk.HIGH, Risk.MEDIUM, Risk.LOW, None)
#: Somebody must be able to open a name: to call the person back, to carry out what she asks.
CEILING_KEPT: Final = frozenset({Role.CUSTODIAN})
#: Duties that no single role may hold both of, however the grants are changed.
APART: Final = (("share.make", "share.approve"), ("protect.staff.change", "protect.audit.read"), ("protect.access.change", "protect.audit.read"))


@dataclass(frozen=True)
class Differences:
    """What was changed of the declarations. ``reaches``: by action and role the reach that holds, None: taken away. ``ceilings`` and
    ``untrained``: by role the most sensitive class seen at all, and seen without training. ``second_factor``: roles that need one besides.
    """

    reaches: Mapping[str, Mapping[Role, Scope | None]] = field(default_factory=dict)
    ceilings: Mapping[Role, Risk | None] = field(default_factory=dict)
    untrained: Mapping[Role, Risk | None] = field(default_factory=dict)
    second_factor: frozenset[Role] = frozenset()


class Why(StrEnum):
    """Why a change is refused. Each is a message id; it names the role and the action."""

    BEYOND = "%(role)s: %(action)s. This goes beyond what may be changed."
    CEILING = "%(role)s. The most sensitive class seen may be lowered, never raised; the identity custodian keeps hers."
    TRAINING = "%(role)s. Training may be asked for more, never for less."
    APART = "%(role)s: %(action)s. One role may not do both this and what it is checked by."
    LAST = "%(action)s. Nobody in this house could do this any more."
    OWN = "%(role)s: %(action)s. Nobody widens a role that she holds herself. Ask another administrator."


@dataclass(frozen=True)
class Refusal:
    """A change that may not be made, and why."""

    why: Why
    role: Role | None = None
    action: str = ""


@dataclass(frozen=True)
class Change:
    """One cell that differs between two policies. ``what`` is ``reach``, ``ceiling``, ``training`` or ``second_factor``; empty values: none."""

    role: Role
    what: str
    action: str
    before: str
    after: str

    @property
    def widens(self) -> bool:
        """Whether the role may do more than before."""
        if self.what == "reach":
            return bool(self.after) and (not self.before or Scope(self.after) not in WITHIN[Scope(self.before)])
        if self.what == "second_factor":
            return not self.after
        return bool(self.after) and not at_most(Risk(self.after), Risk(self.before) if self.before else None)


def choices(action: Action, role: Role) -> tuple[Scope | None, ...]:
    """What an organisation may let ``role`` reach with ``action``, the widest first; None: nothing. One choice: it is not to be changed."""
    declared = action.grants.get(role)
    if role in action.kept:
        return (declared,)
    widest = action.widest.get(role, declared)
    if widest is None:
        return (None,)
    narrower = [scope for scope in reversed(BY_PERSON) if scope in WITHIN[widest] and scope is not widest] if _by_person(action) else []
    return (widest, *narrower, None)


def _by_person(action: Action) -> bool:
    return any(scope in BY_PERSON for scope in (*action.grants.values(), *action.widest.values()))


def ceiling_choices(role: Role) -> tuple[Risk | None, ...]:
    """The most sensitive classes that ``role`` may be allowed to see, the declared one first."""
    declared = ROLES[role].ceiling
    return (declared,) if role in CEILING_KEPT else CLASSES[CLASSES.index(declared) :]


def training_choices(role: Role) -> tuple[Risk | None, ...]:
    """The most sensitive classes that may be open to ``role`` without training, the declared one first."""
    return CLASSES[CLASSES.index(UNTRAINED) :] if ROLES[role].ceiling is not None else (UNTRAINED,)


def effective(differences: Differences, *, version: int) -> Policy:
    """What holds with these differences, cut back to what may be changed."""
    return Policy(
        version=version,
        changed={name: _grants(REGISTER.actions[name], asked) for name, asked in differences.reaches.items() if name in REGISTER.actions},
        ceilings={role: _lower(differences.ceilings, role, ceiling_choices(role)) for role in ROLES},
        untrained={role: _lower(differences.untrained, role, training_choices(role)) for role in ROLES},
        second_factor=DECLARED.second_factor | differences.second_factor,
    )


def _grants(action: Action, asked: Mapping[Role, Scope | None]) -> dict[Role, Scope]:
    found = {role: _reach(action, role, asked) for role in ROLES}
    return {role: scope for role, scope in found.items() if scope is not None}


def _reach(action: Action, role: Role, asked: Mapping[Role, Scope | None]) -> Scope | None:
    """As asked where that may be; else the narrower of what was asked and what is declared; nothing where neither lies in the other."""
    declared, wanted = action.grants.get(role), asked.get(role)
    allowed = choices(action, role)
    if role not in asked or len(allowed) == 1:
        return declared
    if wanted is None or wanted in allowed:
        return wanted
    return declared if declared in WITHIN[wanted] else None


def _lower(asked: Mapping[Role, Risk | None], role: Role, allowed: tuple[Risk | None, ...]) -> Risk | None:
    return asked[role] if role in asked and asked[role] in allowed else allowed[0]


def tidy(differences: Differences) -> Differences:
    """Without what is as declared."""
    reaches: dict[str, dict[Role, Scope | None]] = {}
    for name, asked in sorted(differences.reaches.items()):
        declared = REGISTER.actions[name].grants if name in REGISTER.actions else {}
        if kept := {role: scope for role, scope in sorted(asked.items()) if scope is not declared.get(role)}:
            reaches[name] = kept
    return Differences(
        reaches=reaches,
        ceilings={role: risk for role, risk in sorted(differences.ceilings.items()) if risk is not ROLES[role].ceiling},
        untrained={role: risk for role, risk in sorted(differences.untrained.items()) if risk is not UNTRAINED},
        second_factor=differences.second_factor - DECLARED.second_factor,
    )


def changes(before: Policy, after: Policy) -> list[Change]:
    """The cells that differ, by role in the order of the roles, then by action."""
    return [change for role in ROLES for change in _of_role(role, before, after)]


def _of_role(role: Role, before: Policy, after: Policy) -> Iterator[Change]:
    told: list[tuple[str, str | None, str | None]] = [
        ("ceiling", before.ceilings[role], after.ceilings[role]), ("training", before.untrained[role], after.untrained[role]),
        ("second_factor", "asked" if role in before.second_factor else None, "asked" if role in after.second_factor else None),
    ]
    yield from (Change(role, what, "", str(old or ""), str(new or "")) for what, old, new in told if old != new)
    for name in sorted(REGISTER.actions):
        old_reach, new_reach = before.grants(name).get(role), after.grants(name).get(role)
        if old_reach is not new_reach:
            yield Change(role, "reach", name, str(old_reach or ""), str(new_reach or ""))


def refusals(asked: Differences, before: Policy, *, held: Collection[Role], mine: Collection[Role]) -> list[Refusal]:
    """Why ``asked`` may not be made to hold; empty: it may. ``held``: the roles of all colleagues at work; ``mine``: of whoever changes it."""
    after = effective(asked, version=before.version)
    return [*_beyond(asked), *_apart(after), *_last(before, after, held), *_own(before, after, mine)]


def _beyond(asked: Differences) -> Iterator[Refusal]:
    for name, reaches in asked.reaches.items():
        for role, scope in reaches.items():
            action = REGISTER.actions.get(name)
            if action is None or scope not in (*choices(action, role), action.grants.get(role)):
                yield Refusal(Why.BEYOND, role, name)
    yield from (Refusal(Why.CEILING, role) for role, risk in asked.ceilings.items() if risk not in ceiling_choices(role))
    yield from (Refusal(Why.TRAINING, role) for role, risk in asked.untrained.items() if risk not in training_choices(role))


def _apart(after: Policy) -> Iterator[Refusal]:
    for role in ROLES:
        for one, other in APART:
            if role in after.grants(one) and role in after.grants(other):
                yield Refusal(Why.APART, role, one)


def _last(before: Policy, after: Policy, held: Collection[Role]) -> Iterator[Refusal]:
    """What is needed, and nobody could do any more as far as somebody could: by role, and among the colleagues who are here."""
    for name, action in sorted(REGISTER.actions.items()):
        if not action.needed:
            continue
        whole = {role for role, scope in action.grants.items() if not any(scope in WITHIN[other] and scope is not other for other in action.grants.values())}
        could = {role for role in whole if before.grants(name).get(role) is action.grants[role]}
        can_still = {role for role in whole if after.grants(name).get(role) is action.grants[role]}
        if not can_still or (could & set(held) and not can_still & set(held)):
            yield Refusal(Why.LAST, None, name)


def _own(before: Policy, after: Policy, mine: Collection[Role]) -> Iterator[Refusal]:
    yield from (Refusal(Why.OWN, change.role, change.action) for change in changes(before, after) if change.widens and change.role in mine)


def to_json(differences: Differences) -> dict[str, Any]:
    """As it is stored: plain words, in one order."""
    told = tidy(differences)
    return {
        "reaches": {name: {role.value: scope.value if scope else None for role, scope in asked.items()} for name, asked in told.reaches.items()},
        "ceilings": {role.value: risk.value if risk else None for role, risk in told.ceilings.items()},
        "untrained": {role.value: risk.value if risk else None for role, risk in told.untrained.items()},
        "second_factor": sorted(role.value for role in told.second_factor),
    }


def from_json(stored: Mapping[str, Any]) -> Differences:
    """What was stored. A role that this version does not know is left out; a reach or class that it does not know is none."""
    return Differences(
        reaches={name: {role: _known(Scope, scope) for role, scope in _roles(asked)} for name, asked in stored.get("reaches", {}).items()},
        ceilings={role: _known(Risk, risk) for role, risk in _roles(stored.get("ceilings", {}))},
        untrained={role: _known(Risk, risk) for role, risk in _roles(stored.get("untrained", {}))},
        second_factor=frozenset(Role(name) for name in stored.get("second_factor", ()) if name in _ROLE_NAMES),
    )


_ROLE_NAMES: Final = frozenset(role.value for role in Role)


def _roles(asked: Mapping[str, Any]) -> Iterator[tuple[Role, Any]]:
    return ((Role(name), value) for name, value in asked.items() if name in _ROLE_NAMES)


def _known(kind: Any, value: Any) -> Any:
    return kind(value) if value in {one.value for one in kind} else None
