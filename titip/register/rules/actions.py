"""What people may do in the register."""

from titip.protect.rules.access import Action, Scope, declare
from titip.protect.rules.roles import Role

#: Somebody must find and open each person, to carry out what she asks: no house takes that from the custodian.
_CUSTODIAN = frozenset({Role.CUSTODIAN})

declare(
    Action("register.list", "See the list of people, by code", {
        Role.FRONTLINE: Scope.ASSIGNED, Role.SUPERVISOR: Scope.TEAM, Role.CUSTODIAN: Scope.ORGANISATION, Role.STEWARD: Scope.ORGANISATION,
    }, kept=_CUSTODIAN),
    Action("register.open", "Open a person's page", {
        Role.FRONTLINE: Scope.ASSIGNED, Role.SUPERVISOR: Scope.TEAM, Role.CUSTODIAN: Scope.ORGANISATION, Role.STEWARD: Scope.ORGANISATION,
    }, reads_content=True, kept=_CUSTODIAN, by_glass=True),
    Action("register.add", "Register a person", {Role.FRONTLINE: Scope.ORGANISATION, Role.SUPERVISOR: Scope.ORGANISATION}, needed=True),
    Action(
        "register.assign", "Say which colleagues work with a person", {Role.FRONTLINE: Scope.OWN, Role.SUPERVISOR: Scope.TEAM},
        widest={Role.FRONTLINE: Scope.ASSIGNED}, needed=True,
    ),
    Action("register.edit", "Write answers about a person", {Role.FRONTLINE: Scope.ASSIGNED, Role.SUPERVISOR: Scope.TEAM}, reads_content=True),
    Action("register.identity", "Open a name or contact", {
        Role.FRONTLINE: Scope.ASSIGNED, Role.CUSTODIAN: Scope.ORGANISATION,
    }, reads_content=True, kept=_CUSTODIAN, by_glass=True),
    Action("register.history", "See who changed what in a record", {
        Role.FRONTLINE: Scope.ASSIGNED, Role.SUPERVISOR: Scope.TEAM, Role.CUSTODIAN: Scope.ORGANISATION, Role.STEWARD: Scope.ORGANISATION,
    }, reads_content=True, by_glass=True),
)
