"""What people may do with the dictionary."""

from titip.protect.rules.access import Action, Scope, declare
from titip.protect.rules.roles import Role

_EVERYONE = {role: Scope.ORGANISATION for role in Role}
_KEEPERS = {Role.STEWARD: Scope.ORGANISATION, Role.ADMINISTRATOR: Scope.ORGANISATION}
#: Who agrees to what another colleague changed, and signs what another wrote.
_SECOND = {role: Scope.ORGANISATION for role in (Role.STEWARD, Role.ADMINISTRATOR, Role.CUSTODIAN, Role.AUDITOR)}

declare(
    Action("dictionary.read", "Read the data dictionary", _EVERYONE),
    Action("dictionary.import", "Import a form into the data dictionary", _KEEPERS),
    Action("dictionary.places", "Find places by name", _EVERYONE),
    Action("dictionary.places.import", "Bring in a list of places", _KEEPERS),
    Action("dictionary.edit", "Change the data dictionary", _KEEPERS, needed=True),
    Action("dictionary.approve", "Agree to a draft of the dictionary that lowers protection or widens use", _SECOND),
    Action("dictionary.publish", "Publish the draft of the dictionary", _KEEPERS, needed=True),
    Action("dictionary.review", "Write a review of harm and benefit", _KEEPERS),
    Action("dictionary.sign", "Sign a review of harm and benefit that somebody else wrote", _SECOND),
)
