"""What people may do with protection itself."""

from titip.protect.rules.access import Action, Scope, declare
from titip.protect.rules.roles import Role

EVERYONE = {role: Scope.ORGANISATION for role in Role}
#: Those who have somebody or something to find: each finds only what each room lets her list.
FINDERS = (Role.FRONTLINE, Role.SUPERVISOR, Role.LAWYER, Role.INVESTIGATOR, Role.CUSTODIAN, Role.STEWARD)

declare(
    Action("protect.today", "See what is due today", EVERYONE),
    Action("protect.search", "Find by code, chosen name, place or day", {role: Scope.ORGANISATION for role in FINDERS}),
    Action("protect.myself", "See and change my own sign-in", EVERYONE),
    Action("protect.help", "Read help", EVERYONE),
    Action("protect.audit.read", "See who did what", {Role.AUDITOR: Scope.ORGANISATION, Role.CUSTODIAN: Scope.ORGANISATION}),
    Action("protect.keys.lock", "Lock the server", {Role.CUSTODIAN: Scope.ORGANISATION, Role.ADMINISTRATOR: Scope.ORGANISATION}),
    Action("protect.keys.sheet", "Print a recovery sheet", {Role.CUSTODIAN: Scope.ORGANISATION, Role.ADMINISTRATOR: Scope.ORGANISATION}),
    Action(
        "protect.staff.list", "See colleagues and roles",
        {Role.ADMINISTRATOR: Scope.ORGANISATION, Role.CUSTODIAN: Scope.ORGANISATION, Role.AUDITOR: Scope.ORGANISATION},
    ),
    Action("protect.staff.change", "Add colleagues, grant and end roles", {Role.ADMINISTRATOR: Scope.ORGANISATION}),
    Action("protect.work.list", "See the work in the background", {Role.ADMINISTRATOR: Scope.ORGANISATION}),
    Action("protect.work.run", "Run, cancel and retry work in the background", {Role.ADMINISTRATOR: Scope.ORGANISATION}),
    Action("protect.access.list", "See which role may do what", EVERYONE),
)
