"""What people may do with charts and reports."""

from titip.protect.rules.access import Action, Scope, declare
from titip.protect.rules.roles import Role

_READERS = {role: Scope.DEIDENTIFIED for role in (Role.ANALYST, Role.STEWARD, Role.SUPERVISOR, Role.CUSTODIAN)}

declare(
    Action("present.chart", "See and download charts", _READERS),
    Action("present.report", "Download a report", _READERS),
)
