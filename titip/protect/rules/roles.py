"""The roles of the house, each with the most sensitive class of element it may see on a record within its scope."""

from dataclasses import dataclass
from enum import StrEnum


class Risk(StrEnum):
    """Risk class of an element (S11). Identity is a class of its own, above high."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    IDENTITY = "identity"


_ORDER = {Risk.LOW: 0, Risk.MEDIUM: 1, Risk.HIGH: 2, Risk.IDENTITY: 3}


def at_most(risk: Risk, ceiling: Risk | None) -> bool:
    """Whether ``risk`` lies at or under ``ceiling``; nothing lies under no ceiling."""
    return ceiling is not None and _ORDER[risk] <= _ORDER[ceiling]


class Role(StrEnum):
    """What a colleague is responsible for. One person may hold several, within SEPARATED."""

    FRONTLINE = "frontline"
    SUPERVISOR = "supervisor"
    PROVIDER = "provider"
    LAWYER = "lawyer"
    INVESTIGATOR = "investigator"
    CUSTODIAN = "custodian"
    STEWARD = "steward"
    ANALYST = "analyst"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class RoleRule:
    """What holds for a role everywhere: its name, its ceiling, and whether a second factor is compulsory."""

    label: str
    ceiling: Risk | None
    second_factor: bool


ROLES: dict[Role, RoleRule] = {
    Role.FRONTLINE: RoleRule("Frontline worker", Risk.IDENTITY, True),
    Role.SUPERVISOR: RoleRule("Supervisor", Risk.HIGH, True),
    Role.PROVIDER: RoleRule("Service provider", Risk.MEDIUM, False),
    Role.LAWYER: RoleRule("Lawyer", Risk.HIGH, True),
    Role.INVESTIGATOR: RoleRule("Investigator", Risk.MEDIUM, True),
    Role.CUSTODIAN: RoleRule("Identity custodian", Risk.IDENTITY, True),
    Role.STEWARD: RoleRule("Data steward", Risk.MEDIUM, True),
    Role.ANALYST: RoleRule("Analyst", None, True),
    Role.AUDITOR: RoleRule("Privacy and audit officer", None, True),
    Role.ADMINISTRATOR: RoleRule("Organisation administrator", None, True),
}

#: Roles that one person may never hold together: the custodian of names is never the analyst of tables,
#: and whoever audits or administers sees no case.
SEPARATED: tuple[frozenset[Role], ...] = (
    frozenset({Role.CUSTODIAN, Role.ANALYST}),
    frozenset({Role.AUDITOR, Role.FRONTLINE}),
    frozenset({Role.AUDITOR, Role.SUPERVISOR}),
    frozenset({Role.AUDITOR, Role.ADMINISTRATOR}),
    frozenset({Role.ADMINISTRATOR, Role.FRONTLINE}),
    frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR}),
    frozenset({Role.ADMINISTRATOR, Role.CUSTODIAN}),
)


def clashing(roles: frozenset[Role]) -> frozenset[Role] | None:
    """The first pair in ``roles`` that one person may not hold together, or None."""
    return next((pair for pair in SEPARATED if pair <= roles), None)
