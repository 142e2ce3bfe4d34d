"""What people may do with protection itself."""

from titip.protect.rules.access import GLASS_FOR, Action, Scope, declare
from titip.protect.rules.roles import Role

EVERYONE = {role: Scope.ORGANISATION for role in Role}
#: Those who have somebody or something to find: each finds only what each room lets her list.
FINDERS = (Role.FRONTLINE, Role.SUPERVISOR, Role.LAWYER, Role.INVESTIGATOR, Role.CUSTODIAN, Role.STEWARD)

_KEEPERS = {Role.CUSTODIAN: Scope.ORGANISATION, Role.ADMINISTRATOR: Scope.ORGANISATION}
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
#: Those to whom alarms go; supervisors see those about their team.
WATCHERS = {
    Role.AUDITOR: Scope.ORGANISATION, Role.CUSTODIAN: Scope.ORGANISATION, Role.SUPERVISOR: Scope.TEAM, Role.ADMINISTRATOR: Scope.ORGANISATION,
}
_WATCH = frozenset({Role.AUDITOR, Role.CUSTODIAN})

declare(
    Action("protect.today", "See what is due today", EVERYONE, kept=frozenset(Role)),
    Action("protect.search", "Find by code, chosen name, place or day", {role: Scope.ORGANISATION for role in FINDERS}),
    Action("protect.myself", "See and change my own sign-in", EVERYONE, kept=frozenset(Role)),
    Action("protect.help", "Read help", EVERYONE, kept=frozenset(Role)),
    Action("protect.audit.read", "See who did what", {Role.AUDITOR: Scope.ORGANISATION, Role.CUSTODIAN: Scope.ORGANISATION}, needed=True),
    Action("protect.keys.lock", "Lock the server", _KEEPERS, needed=True),
    Action("protect.keys.list", "See keys and slots", _KEEPERS, needed=True),
    Action("protect.keys.change", "Renew keys, take out slots", _KEEPERS, needed=True),
    Action("protect.keys.sheet", "Print a recovery sheet", _KEEPERS, needed=True),
    Action("protect.alarms", "See alarms", WATCHERS, kept=_WATCH),
    Action("protect.alarms.look", "Note an alarm as looked at", WATCHERS, kept=_WATCH),
    Action("protect.reads.team", "See who read the records of the team", {Role.SUPERVISOR: Scope.TEAM}),
    Action("protect.reads.person", "See who has seen one person's data", {Role.CUSTODIAN: Scope.ORGANISATION}, needed=True),
    Action(
        "protect.week", "See the weekly report", {role: Scope.ORGANISATION for role in (Role.AUDITOR, Role.CUSTODIAN, Role.ADMINISTRATOR)},
        kept=frozenset({Role.AUDITOR}),
    ),
    Action("protect.watch.rules", "Set hours, limits and where the weekly report goes", {Role.ADMINISTRATOR: Scope.ORGANISATION}, needed=True),
    Action(
        "protect.staff.list", "See colleagues and roles",
        {Role.ADMINISTRATOR: Scope.ORGANISATION, Role.CUSTODIAN: Scope.ORGANISATION, Role.AUDITOR: Scope.ORGANISATION}, kept=_ADMINISTRATOR,
    ),
    Action("protect.staff.change", "Add colleagues, grant and end roles", {Role.ADMINISTRATOR: Scope.ORGANISATION}, kept=_ADMINISTRATOR),
    Action("protect.work.list", "See the work in the background", {Role.ADMINISTRATOR: Scope.ORGANISATION}, widest={Role.CUSTODIAN: Scope.ORGANISATION}),
    Action("protect.work.run", "Run, cancel and retry work in the background", {Role.ADMINISTRATOR: Scope.ORGANISATION}, needed=True),
    Action("protect.glass.break", "Break the glass: open a record outside one's own work", dict.fromkeys(GLASS_FOR, Scope.ORGANISATION)),
    Action("protect.glass.list", "See who broke the glass", {Role.SUPERVISOR: Scope.TEAM, Role.AUDITOR: Scope.ORGANISATION}, kept=frozenset({Role.AUDITOR})),
    Action("protect.glass.review", "Say whether it was right to break the glass", {Role.SUPERVISOR: Scope.TEAM}, needed=True),
    Action("protect.access.list", "See which role may do what", EVERYONE, kept=_ADMINISTRATOR | {Role.AUDITOR}),
    Action("protect.access.change", "Change which role may do what", {Role.ADMINISTRATOR: Scope.ORGANISATION}, kept=_ADMINISTRATOR),
)
