"""What people may do about quality."""

from titip.protect.rules.access import Action, Scope, declare
from titip.protect.rules.roles import Role

_BOARD = {Role.FRONTLINE: Scope.ASSIGNED, Role.SUPERVISOR: Scope.TEAM, Role.STEWARD: Scope.ORGANISATION}
_PAIRS = {**_BOARD, Role.CUSTODIAN: Scope.ORGANISATION}

declare(
    Action("quality.board", "See which answers do not fit together", _BOARD, reads_content=True),
    Action("quality.explain", "Explain an answer that looks wrong", _BOARD, reads_content=True),
    Action("quality.entry", "See how long forms take, where they halt and which questions go wrong, without any names", {
        Role.SUPERVISOR: Scope.ORGANISATION, Role.STEWARD: Scope.ORGANISATION,
    }),
    Action("quality.check", "Check all records now", {Role.STEWARD: Scope.ORGANISATION}, reads_content=True),
    Action(
        "quality.meet", "Look whether a person has been here before",
        {Role.FRONTLINE: Scope.ORGANISATION, Role.SUPERVISOR: Scope.ORGANISATION, Role.CUSTODIAN: Scope.ORGANISATION}, reads_content=True,
    ),
    Action("quality.answer", "Answer a colleague who met somebody again", {Role.CUSTODIAN: Scope.ORGANISATION}, reads_content=True),
    Action("quality.pairs", "See who may be registered twice", _PAIRS, reads_content=True),
    Action("quality.decide", "Decide whether two codes are one person", _PAIRS, reads_content=True),
)
