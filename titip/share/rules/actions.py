"""What people may do with releases."""

from titip.protect.rules.access import Action, Scope, declare
from titip.protect.rules.roles import Role

_READERS = {role: Scope.DEIDENTIFIED for role in (Role.ANALYST, Role.STEWARD, Role.SUPERVISOR, Role.CUSTODIAN)}

declare(
    Action("share.list", "See the register of releases", {**_READERS, Role.AUDITOR: Scope.DEIDENTIFIED}),
    Action("share.read", "Open a released table", _READERS, widest={role: Scope.DEIDENTIFIED for role in (Role.FRONTLINE, Role.LAWYER)}),
    Action("share.make", "Make a release", {Role.STEWARD: Scope.ORGANISATION}, widest={Role.SUPERVISOR: Scope.ORGANISATION}),
    Action("share.approve", "Approve a release to the outside", {Role.CUSTODIAN: Scope.ORGANISATION, Role.SUPERVISOR: Scope.ORGANISATION}),
)
