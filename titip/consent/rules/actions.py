"""What people may do about consent."""

from titip.protect.rules.access import Action, Scope, declare
from titip.protect.rules.roles import Role

_CARE = {Role.FRONTLINE: Scope.ASSIGNED, Role.SUPERVISOR: Scope.TEAM}
_CARE_AND_CUSTODIAN = {**_CARE, Role.CUSTODIAN: Scope.ORGANISATION}
#: What she gave she can take back, from whoever she tells: no house can make that harder.
_ALL_OF_THEM = frozenset(_CARE_AND_CUSTODIAN)

declare(
    Action("consent.open", "See what a person agreed to", _CARE_AND_CUSTODIAN, reads_content=True, kept=_ALL_OF_THEM, by_glass=True),
    Action("consent.record", "Ask for consent and keep the answer", _CARE, reads_content=True),
    Action("consent.basis", "Record another basis for holding an identity", _CARE_AND_CUSTODIAN, reads_content=True),
    Action("consent.withdraw", "Carry out a withdrawal", _CARE_AND_CUSTODIAN, reads_content=True, kept=_ALL_OF_THEM),
    Action("consent.elements", "Keep her yes to single answers that are never shown by default", _CARE, reads_content=True),
    Action(
        "consent.contact", "Keep how people reach whoever keeps their data", {Role.CUSTODIAN: Scope.ORGANISATION, Role.ADMINISTRATOR: Scope.ORGANISATION},
    ),
    Action("consent.certificate", "Read a consent certificate", _CARE_AND_CUSTODIAN, reads_content=True),
)
