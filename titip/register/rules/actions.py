"""What people may do in the register."""

from titip.protect.rules.access import Action, Scope, declare
from titip.protect.rules.roles import Role

declare(
    Action("register.list", "See the list of people, by code", {
        Role.FRONTLINE: Scope.ASSIGNED, Role.SUPERVISOR: Scope.TEAM, Role.CUSTODIAN: Scope.ORGANISATION, Role.STEWARD: Scope.ORGANISATION,
    }),
    Action("register.open", "Open a person's page", {
        Role.FRONTLINE: Scope.ASSIGNED, Role.SUPERVISOR: Scope.TEAM, Role.CUSTODIAN: Scope.ORGANISATION, Role.STEWARD: Scope.ORGANISATION,
    }, reads_content=True),
    Action("register.add", "Register a person", {Role.FRONTLINE: Scope.ORGANISATION, Role.SUPERVISOR: Scope.ORGANISATION}),
    Action("register.assign", "Say which colleagues work with a person", {Role.FRONTLINE: Scope.OWN, Role.SUPERVISOR: Scope.TEAM}),
    Action("register.edit", "Write answers about a person", {Role.FRONTLINE: Scope.ASSIGNED, Role.SUPERVISOR: Scope.TEAM}, reads_content=True),
    Action("register.identity", "Open a name or contact", {Role.FRONTLINE: Scope.ASSIGNED, Role.CUSTODIAN: Scope.ORGANISATION}, reads_content=True),
    Action("register.history", "See who changed what in a record", {
        Role.FRONTLINE: Scope.ASSIGNED, Role.SUPERVISOR: Scope.TEAM, Role.CUSTODIAN: Scope.ORGANISATION, Role.STEWARD: Scope.ORGANISATION,
    }, reads_content=True),
)
