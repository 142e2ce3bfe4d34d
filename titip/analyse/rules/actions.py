"""What people may do with questions."""

from titip.protect.rules.access import Action, Scope, declare
from titip.protect.rules.roles import Role

_READERS = {role: Scope.DEIDENTIFIED for role in (Role.ANALYST, Role.STEWARD, Role.SUPERVISOR, Role.CUSTODIAN)}
#: Released tables are about nobody: a house may let those who work the cases see them.
_WIDEST = {role: Scope.DEIDENTIFIED for role in (Role.FRONTLINE, Role.LAWYER)}

declare(
    Action("analyse.list", "See questions and their answers", _READERS, widest=_WIDEST),
    Action("analyse.ask", "Ask a question of released tables", {role: Scope.DEIDENTIFIED for role in (Role.ANALYST, Role.STEWARD, Role.SUPERVISOR)}),
)
