"""The access decision: denied unless a grant allows (D5, S11).

What the rooms declare is the floor of the decision; what an organisation changed of it is its ``Policy``, which comes with the
actor and is made by ``rules.policy``, within limits.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from titip.protect.rules.agreeing import RECIPIENT_OF, Agreed
from titip.protect.rules.roles import ROLES, Risk, Role, at_most


class Scope(StrEnum):
    """How far a grant reaches."""

    OWN = "own"  # what this colleague owns
    ASSIGNED = "assigned"  # owns or is assigned to
    TEAM = "team"  # belongs to one of her teams, or assigned
    ORGANISATION = "organisation"  # everything of the organisation
    REFERRED = "referred"  # what was referred to her
    DEIDENTIFIED = "de-identified"  # released tables only


@dataclass(frozen=True)
class Action:
    """Something a room lets people do. ``grants`` says which role may, and how far.

    What an organisation may change of it: anything may be taken from anyone, but for the roles in ``kept`` and but for the last
    who can do what is ``needed``; nothing may be widened but as far as ``widest`` says.
    """

    name: str
    label: str
    grants: dict[Role, Scope]
    reads_content: bool = False  # shows answers of a record: the second factor is needed
    widest: dict[Role, Scope] = field(default_factory=dict)
    kept: frozenset[Role] = frozenset()
    needed: bool = False
    by_glass: bool = False  # may also be done to what somebody opened for herself by breaking the glass

    def __post_init__(self) -> None:
        """Refuse a declaration that would show a record to a role that sees none. Raises ValueError."""
        blind = [role for role in {**self.grants, **self.widest} if ROLES[role].ceiling is None]
        if self.reads_content and blind:
            raise ValueError(f"{self.name}: {blind[0]} sees no record")
        if not self.kept <= self.grants.keys():
            raise ValueError(f"{self.name}: what is kept for a role is granted to it")


#: The most sensitive class that is open without training.
UNTRAINED = Risk.MEDIUM


def _declared_ceilings() -> Mapping[Role, Risk | None]:
    return {role: rule.ceiling for role, rule in ROLES.items()}


def _declared_training() -> Mapping[Role, Risk | None]:
    return dict.fromkeys(ROLES, UNTRAINED)


def _declared_second_factor() -> frozenset[Role]:
    return frozenset(role for role, rule in ROLES.items() if rule.second_factor)


@dataclass(frozen=True)
class Policy:
    """What holds in this house: the declarations, and what the organisation changed of them.

    ``changed``: the whole grants of each action of which something was changed. ``ceilings``: the most sensitive class each role sees
    within its reach. ``untrained``: the most sensitive class it sees without training. ``second_factor``: the roles that need one.
    """

    version: int = 0
    changed: Mapping[str, Mapping[Role, Scope]] = field(default_factory=dict)
    ceilings: Mapping[Role, Risk | None] = field(default_factory=_declared_ceilings)
    untrained: Mapping[Role, Risk | None] = field(default_factory=_declared_training)
    second_factor: frozenset[Role] = field(default_factory=_declared_second_factor)

    def grants(self, action: str) -> Mapping[Role, Scope]:
        """Which role may do ``action``, and how far; nobody may do what is not declared."""
        declared = REGISTER.actions.get(action)
        if declared is None:
            return {}
        return self.changed.get(action, declared.grants)


#: The policy of a house that changed nothing.
DECLARED = Policy()


@dataclass(frozen=True)
class Opening:
    """A glass that somebody broke: its id, the id of the thing it opens to her, and until when."""

    glass: str
    thing: str
    until: datetime


@dataclass(frozen=True)
class Actor:
    """Who asks. ``second_factor``: given in this session. ``trained``: training for high-risk data is done and current.

    ``house_ready``: keys, restore drill and breach plan stand (X14); see ``rules.readiness``. ``policy``: what holds in this house now.
    """

    id: int
    code: str
    roles: frozenset[Role]
    teams: frozenset[int] = frozenset()
    second_factor: bool = False
    trained: bool = False
    house_ready: bool = False
    policy: Policy = field(default=DECLARED, compare=False, repr=False)
    openings: tuple[Opening, ...] = ()  # what she opened by breaking the glass, and until when


@dataclass(frozen=True)
class Facts:
    """What the access decision must know of a thing. The thing's own room supplies it. ``id`` only of what can be opened by breaking the glass."""

    owner: int | None = None
    assigned: frozenset[int] = frozenset()
    team: int | None = None
    referred_to: frozenset[int] = frozenset()
    deidentified: bool = False
    id: str = ""
    agreed: Agreed = frozenset()  # the never-by-default answers she opened, each to a kind of recipient for a purpose


@dataclass(frozen=True)
class ElementFacts:
    """What the access decision must know of a data element."""

    code: str
    risk: Risk
    never_by_default: bool = False
    purposes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Decision:
    """Allowed or not, with a reason that a person can act on. The reason is an English sentence, a message id for translation."""

    allowed: bool
    reason: str = ""


ALLOWED = Decision(True)


@dataclass
class Register:
    """The actions declared by the rooms at import of their ``rules``."""

    actions: dict[str, Action] = field(default_factory=dict)

    def declare(self, *actions: Action) -> None:
        """Add actions. A name must be ``room.verb…`` and is declared once."""
        for action in actions:
            if "." not in action.name:
                raise ValueError(f"{action.name}: an action is named room.verb")
            if self.actions.get(action.name, action) != action:
                raise ValueError(f"{action.name} is declared twice")
            self.actions[action.name] = action


REGISTER = Register()
declare = REGISTER.declare


def can(
    actor: Actor,
    action: str,
    thing: Facts | None = None,
    element: ElementFacts | None = None,
    *,
    purpose: str = "",
    now: datetime,
) -> Decision:
    """Whether ``actor`` may do ``action`` to ``thing`` (None: any thing at all, for menus and lists), and with which element of it."""
    declared = REGISTER.actions.get(action)
    if declared is None:
        return Decision(False, "This action is not declared.")
    grants = actor.policy.grants(action)
    roles = [role for role in actor.roles if role in grants]
    if not roles:
        return Decision(False, "Your role does not include this.")
    if thing is not None:
        roles = [role for role in roles if _reaches(actor, grants[role], thing)] or _behind_glass(actor, declared, thing, roles, now)
        if not roles:
            return Decision(False, "This belongs to colleagues outside your assignments.")
    if (declared.reads_content or element is not None) and not actor.second_factor and needs_second_factor(actor.roles, actor.policy):
        return Decision(False, "Your second factor is needed first.")
    if element is not None:
        return _element(actor, roles, element, purpose, thing.agreed if thing is not None else frozenset())
    return ALLOWED


def reaches(actor: Actor, action: str) -> frozenset[Scope]:
    """How far ``actor`` reaches with ``action``, by each of her roles, for lists; empty where she may not do it at all."""
    grants = actor.policy.grants(action)
    return frozenset(grants[role] for role in actor.roles if role in grants)


def needs_second_factor(roles: frozenset[Role], policy: Policy = DECLARED) -> bool:
    """Whether one of these roles makes a second factor compulsory."""
    return not roles.isdisjoint(policy.second_factor)


def _reaches(actor: Actor, scope: Scope, thing: Facts) -> bool:
    match scope:
        case Scope.OWN:
            return thing.owner == actor.id
        case Scope.ASSIGNED:
            return thing.owner == actor.id or actor.id in thing.assigned
        case Scope.TEAM:
            return thing.team in actor.teams or thing.owner == actor.id or actor.id in thing.assigned
        case Scope.REFERRED:
            return actor.id in thing.referred_to
        case Scope.DEIDENTIFIED:
            return thing.deidentified
        case Scope.ORGANISATION:
            return True


#: Who may break the glass: those who care for people. What such a role may not do within its scope, it may not do behind glass either.
GLASS_FOR = frozenset({Role.FRONTLINE, Role.SUPERVISOR})


def _behind_glass(actor: Actor, action: Action, thing: Facts, roles: list[Role], now: datetime) -> list[Role]:
    """The roles by which she may do this for a while, outside her scope, to a thing that she opened by breaking the glass."""
    if not action.by_glass or not any(one.thing == thing.id and now < one.until for one in actor.openings):
        return []
    return [role for role in roles if role in GLASS_FOR]


def _element(actor: Actor, roles: list[Role], element: ElementFacts, purpose: str, agreed: Agreed) -> Decision:
    """One role must carry it all: what another role may is no help."""
    policy, risk = actor.policy, element.risk
    roles = [role for role in roles if at_most(risk, policy.ceilings[role])]
    if not roles:
        return Decision(False, "This element is more sensitive than your role may see.")
    if not open_here(actor, risk):
        return Decision(False, NOT_READY)
    if not actor.trained:
        roles = [role for role in roles if at_most(risk, policy.untrained[role])]
        if not roles:
            return Decision(False, "Training for high-risk data comes first. Ask your administrator.")
    if purpose and element.purposes and purpose not in element.purposes:
        return Decision(False, "This element was not collected for that purpose.")
    told = {(element.code, RECIPIENT_OF[role], purpose) for role in roles if role in RECIPIENT_OF}
    if element.never_by_default and NEVER_BY_DEFAULT_FOR.isdisjoint(roles) and agreed.isdisjoint(told):
        return Decision(False, "This element is kept from your role unless she agrees, element by element.")
    return ALLOWED


#: Said wherever high-risk data are refused because the house is not ready for them.
NOT_READY = "High-risk answers stay closed, and on paper, until this house is ready for them. The page Readiness says what is missing."


def open_here(actor: Actor, risk: Risk) -> bool:
    """Whether data of this class may be read or kept in this house yet (X14). Every other question comes after this one."""
    return at_most(risk, Risk.MEDIUM) or actor.house_ready


#: Who may see elements of the never-by-default class (X12) within their scope: those who care for the person.
NEVER_BY_DEFAULT_FOR = frozenset({Role.FRONTLINE, Role.SUPERVISOR, Role.CUSTODIAN})


def visible_elements(
    actor: Actor,
    action: str,
    thing: Facts,
    elements: "list[ElementFacts]",
    *,
    purpose: str = "",
    now: datetime,
) -> frozenset[str]:
    """The codes of ``elements`` that ``actor`` sees on ``thing`` when doing ``action``: for page, search, export and log alike."""
    if not can(actor, action, thing, now=now).allowed:  # one question where the answer to all is no
        return frozenset()
    return frozenset(e.code for e in elements if can(actor, action, thing, e, purpose=purpose, now=now).allowed)


def subject_id(value: UUID | int | str) -> str:
    """How a thing's id is written in the log."""
    return str(value)
