"""What people may do about governing."""

from titip.protect.rules.access import Action, Scope, declare
from titip.protect.rules.roles import Role

_INVENTORY = (Role.CUSTODIAN, Role.STEWARD, Role.AUDITOR, Role.ADMINISTRATOR, Role.SUPERVISOR, Role.ANALYST)

declare(
    Action(
        "govern.inventory", "See what is held, where and why", dict.fromkeys(_INVENTORY, Scope.ORGANISATION),
        widest=dict.fromkeys((Role.FRONTLINE, Role.LAWYER), Scope.ORGANISATION),
    ),
    Action(
        "govern.view_as", "See what a role may see, without any record",
        dict.fromkeys((Role.ADMINISTRATOR, Role.AUDITOR, Role.SUPERVISOR), Scope.ORGANISATION),
    ),
    Action("govern.readiness", "See whether the house is ready for high-risk data", dict.fromkeys(Role, Scope.ORGANISATION)),
    Action(
        "govern.prepare", "Sign the breach plan, run the restore drill",
        dict.fromkeys((Role.CUSTODIAN, Role.ADMINISTRATOR), Scope.ORGANISATION), needed=True,
    ),
    Action("govern.glossary", "Look up what a word means", dict.fromkeys(Role, Scope.ORGANISATION)),
)
