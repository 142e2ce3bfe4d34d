"""What people may do with the dictionary."""

from titip.protect.rules.access import Action, Scope, declare
from titip.protect.rules.roles import Role

_EVERYONE = {role: Scope.ORGANISATION for role in Role}
_KEEPERS = {Role.STEWARD: Scope.ORGANISATION, Role.ADMINISTRATOR: Scope.ORGANISATION}

declare(
    Action("dictionary.read", "Read the data dictionary", _EVERYONE),
    Action("dictionary.import", "Import a form into the data dictionary", _KEEPERS),
    Action("dictionary.edit", "Change the data dictionary", _KEEPERS, needed=True),
)
