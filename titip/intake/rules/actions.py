"""What people may do at intake."""

from titip.protect.rules.access import Action, Scope, declare
from titip.protect.rules.roles import Role

_CARE = {Role.FRONTLINE: Scope.ASSIGNED, Role.SUPERVISOR: Scope.TEAM}
_ANYONE_IN_CARE = {Role.FRONTLINE: Scope.ORGANISATION, Role.SUPERVISOR: Scope.ORGANISATION}

declare(
    Action("intake.screen", "Screen a person, a place or a group", _ANYONE_IN_CARE),
    Action("intake.screening", "See a rapid screening", {Role.FRONTLINE: Scope.OWN, Role.SUPERVISOR: Scope.TEAM}, widest={Role.FRONTLINE: Scope.TEAM}),
    Action("intake.fill", "Interview a person and write her answers", _CARE, reads_content=True),
    Action("intake.answers", "See what a person told us", {**_CARE, Role.CUSTODIAN: Scope.ORGANISATION, Role.STEWARD: Scope.ORGANISATION},
           reads_content=True, by_glass=True),
    Action("intake.drafts", "See my own drafts", _ANYONE_IN_CARE),
)
