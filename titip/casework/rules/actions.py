"""What people may do in casework."""

from titip.protect.rules.access import Action, ElementFacts, Scope, declare
from titip.protect.rules.roles import Risk, Role

#: Those who work a case, within their reach.
_WORKERS = {Role.FRONTLINE: Scope.ASSIGNED, Role.SUPERVISOR: Scope.TEAM}
#: Who is on duty: everybody who cares for people. No list is kept that would be out of date in the night in which it is needed.
_ON_DUTY = {Role.FRONTLINE: Scope.ORGANISATION, Role.SUPERVISOR: Scope.ORGANISATION}
#: Those who read it beside them, when they were assigned to it.
_READERS = {**_WORKERS, Role.LAWYER: Scope.ASSIGNED, Role.INVESTIGATOR: Scope.ASSIGNED}
#: A house may let those who give a service see the cases that they were assigned to.
_PROVIDER = {Role.PROVIDER: Scope.ASSIGNED}

#: What a note is to the access decision: its text is sealed under the person's key and is of class high (S11).
NOTE = ElementFacts("case_note", Risk.HIGH, purposes=frozenset({"care"}))

declare(
    Action("casework.list", "See the list of cases", _READERS, widest=_PROVIDER),
    Action("casework.open", "Open a case", _READERS, reads_content=True, widest=_PROVIDER, by_glass=True),
    Action("casework.add", "Open a new case", {Role.FRONTLINE: Scope.ORGANISATION, Role.SUPERVISOR: Scope.ORGANISATION}, needed=True),
    Action("casework.people", "Say who takes part in a case", _WORKERS, reads_content=True),
    Action("casework.note", "Read and write notes on a case", _WORKERS, reads_content=True, by_glass=True),
    Action("casework.card", "Open an emergency card on duty", _ON_DUTY, reads_content=True),
    Action("casework.card_keep", "Write a person's emergency card with her", _WORKERS, reads_content=True),
    Action("casework.identify", "Assess formally whether a person was trafficked, and record decisions", _WORKERS, reads_content=True),
    Action("casework.laws", "Keep the texts of laws that decisions are made under", {Role.SUPERVISOR: Scope.ORGANISATION}),
    Action("casework.tools", "Load an instrument of the organisation's own", {Role.SUPERVISOR: Scope.ORGANISATION}),
    Action("casework.validation", "See how well the tools of identification work", {Role.SUPERVISOR: Scope.ORGANISATION}),
    Action("casework.step", "Add and finish the next steps of a case", _WORKERS),
    Action("casework.service", "Offer services", _WORKERS),
    Action("casework.move", "Move a case to its next state", _WORKERS),
    Action("casework.close", "Ask for a case to be closed", _WORKERS),
    Action("casework.approve", "Decide on closing a case", {Role.SUPERVISOR: Scope.TEAM}, needed=True),
    Action("casework.team", "See who carries what in a team, and hand work over", {Role.SUPERVISOR: Scope.TEAM}),
    Action(
        "casework.assign", "Let colleagues work on a case", {Role.FRONTLINE: Scope.OWN, Role.SUPERVISOR: Scope.TEAM},
        widest={Role.FRONTLINE: Scope.ASSIGNED}, needed=True,
    ),
)
