"""The policy as one readable table: role × action × how far × class × training × purpose × second factor × house ready.

One source for the page, the printed list, the downloads and the command: the declarations and what the organisation changed of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from titip.protect.rules.access import DECLARED, NEVER_BY_DEFAULT_FOR, REGISTER, Policy
from titip.protect.rules.roles import ROLES, Risk, Role, at_most

#: Words of the table. Message ids.
NOTHING: Final = "no answers of a record"
AS_COLLECTED: Final = "as collected"
COMPULSORY: Final = "compulsory"
FREE: Final = "free"
NOT_AT_ALL: Final = "not at all"
NONE: Final = "none"
KEPT: Final = "seen"
HIDDEN: Final = "kept from this role"
HEADINGS: Final = (
    "role", "room", "action", "what it is", "how far", "as declared", "most sensitive class", "training from", "house ready from", "purpose",
    "never-by-default elements", "second factor",
)
#: What the rooms are called where people read of them. Message ids; a room that is not listed keeps its own name.
ROOM_NAMES: Final = {
    "protect": "Sign-in, colleagues and keys", "dictionary": "Dictionary", "register": "People", "consent": "Consent", "intake": "Screening and interviews",
    "casework": "Cases", "quality": "Quality", "inbox": "Messages that come in", "share": "Releases", "analyse": "Questions of tables", "present": "Charts",
    "hub": "Joining with other houses", "govern": "Inventory and readiness",
}


@dataclass(frozen=True)
class Row:
    """One line: a role and an action that it has, or had before the organisation took it away (``reach`` empty). Labels are message ids.

    ``classes``, ``training``, ``ready``, ``purpose`` and ``never`` say something only of actions that show answers of a record.
    """

    role: Role
    role_label: str
    action: str
    label: str
    reach: str
    declared: str
    classes: str = ""
    training: str = ""
    ready: str = ""
    purpose: str = ""
    never: str = ""
    second_factor: str = FREE

    @property
    def room(self) -> str:
        """The room that declares the action."""
        return self.action.split(".")[0]

    @property
    def changed(self) -> bool:
        """Whether the organisation changed it."""
        return self.reach != self.declared

    def cells(self) -> list[str]:
        """In the order of HEADINGS, as plain words."""
        return [
            self.role_label, self.room, self.action, self.label, self.reach or NOT_AT_ALL, self.declared or NOT_AT_ALL, self.classes, self.training, self.ready,
            self.purpose, self.never, self.second_factor,
        ]


@dataclass(frozen=True)
class RoleLine:
    """What holds for a role everywhere. ``ceiling``: the most sensitive class; ``training``: from which class on it is asked for; empty: none."""

    role: Role
    label: str
    ceiling: str
    training: str
    never: bool
    second_factor: bool
    changed: bool


def rows(policy: Policy) -> list[Row]:
    """Every role and action that is granted, by declaration or by the organisation: by role, then by action."""
    return [row for role in ROLES for row in _of(role, policy)]


def roles(policy: Policy) -> list[RoleLine]:
    """All roles in the order of the table."""
    return [
        RoleLine(
            role, rule.label, str(policy.ceilings[role] or ""), training_from(role, policy), role in NEVER_BY_DEFAULT_FOR, role in policy.second_factor,
            (policy.ceilings[role], policy.untrained[role], role in policy.second_factor)
            != (DECLARED.ceilings[role], DECLARED.untrained[role], role in DECLARED.second_factor),
        )
        for role, rule in ROLES.items()
    ]


def training_from(role: Role, policy: Policy) -> str:
    """The least sensitive class for which this role needs training; empty where it sees none that asks for it."""
    ceiling, free = policy.ceilings[role], policy.untrained[role]
    return next((risk.value for risk in Risk if at_most(risk, ceiling) and not at_most(risk, free)), "")


def _of(role: Role, policy: Policy) -> Iterable[Row]:
    for name in sorted(REGISTER.actions):
        action = REGISTER.actions[name]
        reach, declared = policy.grants(name).get(role), action.grants.get(role)
        if reach is None and declared is None:
            continue
        told = {"second_factor": COMPULSORY if role in policy.second_factor else FREE}
        if action.reads_content and reach is not None:
            ceiling = policy.ceilings[role]
            told |= {
                "classes": str(ceiling or NOTHING), "training": training_from(role, policy) or NONE,
                "ready": Risk.HIGH.value if at_most(Risk.HIGH, ceiling) else NONE, "purpose": AS_COLLECTED,
                "never": KEPT if role in NEVER_BY_DEFAULT_FOR else HIDDEN,
            }
        yield Row(role, ROLES[role].label, name, action.label, str(reach or ""), str(declared or ""), **told)
