"""What people may do with questions."""

from titip.protect.rules.access import Action, Scope, declare
from titip.protect.rules.roles import Role

_READERS = {role: Scope.DEIDENTIFIED for role in (Role.ANALYST, Role.STEWARD, Role.SUPERVISOR, Role.CUSTODIAN)}

declare(
    Action("analyse.list", "See questions and their answers", _READERS),
    Action("analyse.ask", "Ask a question of released tables", {role: Scope.DEIDENTIFIED for role in (Role.ANALYST, Role.STEWARD, Role.SUPERVISOR)}),
)
