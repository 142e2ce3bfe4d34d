"""What people may do with charts and reports."""

from titip.protect.rules.access import Action, Scope, declare
from titip.protect.rules.roles import Role

_READERS = {role: Scope.DEIDENTIFIED for role in (Role.ANALYST, Role.STEWARD, Role.SUPERVISOR, Role.CUSTODIAN)}
#: As with the tables they are drawn from.
_WIDEST = {role: Scope.DEIDENTIFIED for role in (Role.FRONTLINE, Role.LAWYER)}

declare(
    Action("present.chart", "See and download charts", _READERS, widest=_WIDEST),
    Action("present.report", "Download a report", _READERS, widest=_WIDEST),
)
