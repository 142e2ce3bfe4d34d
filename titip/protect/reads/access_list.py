"""The access list: which role may do what, how far. Printed from the registry that decides, so that it cannot be out of date."""

from dataclasses import dataclass
from itertools import groupby

from titip.protect.rules.access import REGISTER, Action
from titip.protect.rules.roles import ROLES, Role


@dataclass(frozen=True)
class RoleLine:
    """A role's ceiling and whether its second factor is compulsory. Labels are message ids."""

    role: Role
    label: str
    ceiling: str
    second_factor: bool


@dataclass(frozen=True)
class ActionLine:
    """An action and who may do it: (role label, how far), in the order of the roles. Labels are message ids."""

    name: str
    label: str
    reads_content: bool
    reaches: tuple[tuple[str, str], ...]


def roles() -> list[RoleLine]:
    """All roles in the order of the table's columns."""
    return [RoleLine(role, rule.label, rule.ceiling.value if rule.ceiling else "", rule.second_factor) for role, rule in ROLES.items()]


def by_room() -> list[tuple[str, list[ActionLine]]]:
    """(room, its actions) in order of name."""
    lines = [_line(REGISTER.actions[name]) for name in sorted(REGISTER.actions)]
    return [(room, list(group)) for room, group in groupby(lines, key=lambda line: line.name.split(".")[0])]


def _line(action: Action) -> ActionLine:
    reaches = tuple((rule.label, action.grants[role].value) for role, rule in ROLES.items() if role in action.grants)
    return ActionLine(action.name, action.label, action.reads_content, reaches)
