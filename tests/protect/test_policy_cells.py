"""The access decision answers every cell as written down, and each word of the policy's own tables stands as reviewed.

No database, no framework: these functions are also what must notice every mutant of the policy (``tests/hostile/policy.py``).
"""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations, product

from tests.protect import policy_cells as cells
from titip.protect.rules import access
from titip.protect.rules.access import DECLARED, NOT_READY, REGISTER, Action, Actor, Decision, ElementFacts, Facts, Opening, Policy, Register, Scope, can
from titip.protect.rules.roles import ROLES, SEPARATED, Risk, Role, RoleRule, at_most, clashing

OWN = Facts(owner=1, team=8)
EVERYTHING = {"second_factor": True, "trained": True, "house_ready": True}
ELEMENT = ElementFacts("e", Risk.HIGH, purposes=frozenset({"care"}))


def actor(*held: Role, policy: Policy = DECLARED, **has: bool) -> Actor:
    return Actor(1, "S-ME", frozenset(held), frozenset({7}), policy=policy, **(has or EVERYTHING))


def ask(who: Actor, action: str, thing: Facts | None = None, element: ElementFacts | None = None, purpose: str = "") -> Decision:
    return can(who, action, thing, element, purpose=purpose, now=cells.NOW)


class Declared:
    """While it lasts, nothing is declared but the actions given."""

    def __init__(self, *actions: Action) -> None:
        self._actions = {action.name: action for action in actions}

    def __enter__(self) -> None:
        self._kept = dict(REGISTER.actions)
        REGISTER.actions.clear()
        REGISTER.actions.update(self._actions)

    def __exit__(self, *told: object) -> None:
        REGISTER.actions.clear()
        REGISTER.actions.update(self._kept)


def raises(wrong: str, work: object, *args: object, **words: object) -> None:
    try:
        work(*args, **words)  # type: ignore[operator]
    except ValueError as error:
        assert str(error) == wrong, str(error)
    else:
        raise AssertionError(f"nothing was raised; expected: {wrong}")


def test_the_roles_are_those_that_were_reviewed() -> None:
    assert {role: (role.value, rule.label, rule.ceiling, rule.second_factor) for role, rule in ROLES.items()} == {
        Role.FRONTLINE: ("frontline", "Frontline worker", Risk.IDENTITY, True),
        Role.SUPERVISOR: ("supervisor", "Supervisor", Risk.HIGH, True),
        Role.PROVIDER: ("provider", "Service provider", Risk.MEDIUM, False),
        Role.LAWYER: ("lawyer", "Lawyer", Risk.HIGH, True),
        Role.INVESTIGATOR: ("investigator", "Investigator", Risk.MEDIUM, True),
        Role.CUSTODIAN: ("custodian", "Identity custodian", Risk.IDENTITY, True),
        Role.STEWARD: ("steward", "Data steward", Risk.MEDIUM, True),
        Role.ANALYST: ("analyst", "Analyst", None, True),
        Role.AUDITOR: ("auditor", "Privacy and audit officer", None, True),
        Role.ADMINISTRATOR: ("administrator", "Organisation administrator", None, True),
    }
    assert list(ROLES) == list(Role), "the order of the table's columns"
    assert set(SEPARATED) == {
        frozenset({Role.CUSTODIAN, Role.ANALYST}), frozenset({Role.AUDITOR, Role.FRONTLINE}), frozenset({Role.AUDITOR, Role.SUPERVISOR}),
        frozenset({Role.AUDITOR, Role.ADMINISTRATOR}), frozenset({Role.ADMINISTRATOR, Role.FRONTLINE}),
        frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR}), frozenset({Role.ADMINISTRATOR, Role.CUSTODIAN}),
    }
    assert frozenset({Role.FRONTLINE, Role.SUPERVISOR, Role.CUSTODIAN}) == access.NEVER_BY_DEFAULT_FOR


def test_which_roles_exclude_each_other() -> None:
    for pair in SEPARATED:
        assert clashing(pair) == pair
        assert clashing(pair | {Role.PROVIDER}) == pair
        assert all(clashing(frozenset({role})) is None for role in pair)
    assert clashing(frozenset({Role.FRONTLINE, Role.SUPERVISOR})) is None
    assert clashing(frozenset()) is None


def test_which_class_lies_under_which() -> None:
    order = [Risk.LOW, Risk.MEDIUM, Risk.HIGH, Risk.IDENTITY]
    assert [risk.value for risk in order] == ["low", "medium", "high", "identity"]
    for one, other in product(order, order):
        assert at_most(one, other) is (order.index(one) <= order.index(other))
    assert not any(at_most(risk, None) for risk in order)


def test_scopes_are_called_as_they_are_printed() -> None:
    assert [scope.value for scope in Scope] == ["own", "assigned", "team", "organisation", "referred", "de-identified"]


def test_what_nobody_said_is_refused() -> None:
    """Whatever is left out of an actor, a thing or an element is the answer that opens least."""
    plain = Actor(1, "S-ME", frozenset({Role.FRONTLINE}))
    assert (plain.teams, plain.second_factor, plain.trained, plain.house_ready, plain.policy, plain.openings) == (
        frozenset(), False, False, False, DECLARED, (),
    )
    assert Facts() == Facts(owner=None, assigned=frozenset(), team=None, referred_to=frozenset(), deidentified=False, id="", agreed=frozenset())
    assert ElementFacts("e", Risk.LOW) == ElementFacts("e", Risk.LOW, never_by_default=False, purposes=frozenset())
    assert Action("a.b", "Label", {}) == Action("a.b", "Label", {}, reads_content=False, widest={}, kept=frozenset(), needed=False, by_glass=False)
    assert Decision(True) == Decision(True, "")
    assert Decision(True, "") == access.ALLOWED
    assert DECLARED.version == 0 and DECLARED.changed == {}
    assert DECLARED.ceilings == {role: rule.ceiling for role, rule in ROLES.items()}
    assert DECLARED.untrained == dict.fromkeys(Role, Risk.MEDIUM)
    assert DECLARED.second_factor == set(Role) - {Role.PROVIDER}
    assert plain == Actor(1, "S-ME", frozenset({Role.FRONTLINE}), policy=Policy(version=3)), "the policy is no part of who somebody is"
    assert "policy" not in repr(plain)


def test_declared_things_do_not_change_under_ones_hands() -> None:
    for thing, name in (
        (Action("a.b", "Label", {}), "name"), (DECLARED, "version"), (actor(Role.STEWARD), "trained"), (OWN, "owner"), (ELEMENT, "risk"),
        (access.ALLOWED, "allowed"), (Opening("g", "t", cells.NOW), "until"), (RoleRule("Label", None, True), "ceiling"),
    ):
        try:
            setattr(thing, name, "another")
        except AttributeError:
            continue
        raise AssertionError(f"{type(thing).__name__} can be changed")


def test_declaring() -> None:
    cells.declare_all()
    register, one = Register(), Action("room.verb", "Label", {Role.STEWARD: Scope.ORGANISATION})
    raises("verb: an action is named room.verb", register.declare, Action("verb", "Label", {}))
    register.declare(one)
    register.declare(one)
    assert register.actions == {"room.verb": one}
    raises("room.verb is declared twice", register.declare, Action("room.verb", "Another", {}))
    assert register.actions == {"room.verb": one}
    assert access.declare.__self__ is REGISTER  # type: ignore[attr-defined]
    for blind in (Role.ANALYST, Role.AUDITOR, Role.ADMINISTRATOR):
        wrong = f"a.b: {blind} sees no record"
        raises(wrong, Action, "a.b", "Label", {Role.FRONTLINE: Scope.OWN, blind: Scope.ORGANISATION}, reads_content=True)
        raises(wrong, Action, "a.b", "Label", {Role.FRONTLINE: Scope.OWN}, reads_content=True, widest={blind: Scope.OWN})
        assert Action("a.b", "Label", {blind: Scope.ORGANISATION})
    raises("a.b: analyst sees no record", Action, "a.b", "Label", {Role.ANALYST: Scope.OWN, Role.AUDITOR: Scope.OWN}, reads_content=True)
    told = "a.b: what is kept for a role is granted to it"
    raises(told, Action, "a.b", "Label", {Role.FRONTLINE: Scope.OWN}, kept=frozenset({Role.STEWARD}))
    raises(told, Action, "a.b", "Label", {Role.FRONTLINE: Scope.OWN}, kept=frozenset({Role.STEWARD, Role.FRONTLINE}))
    assert Action("a.b", "Label", {Role.FRONTLINE: Scope.OWN, Role.STEWARD: Scope.OWN}, kept=frozenset({Role.FRONTLINE}))


def test_why_somebody_is_refused() -> None:
    """Each reason, and which comes first where several hold."""
    content = Action("a.content", "Label", {Role.SUPERVISOR: Scope.OWN, Role.PROVIDER: Scope.OWN}, reads_content=True)
    plain = Action("a.plain", "Label", {Role.SUPERVISOR: Scope.OWN, Role.PROVIDER: Scope.OWN})
    high, mine = ElementFacts("e", Risk.HIGH, True, frozenset({"care"})), OWN
    yes, factor = access.ALLOWED, Decision(False, "Your second factor is needed first.")
    more = Decision(False, "This element is more sensitive than your role may see.")
    with Declared(content, plain):
        full = actor(Role.SUPERVISOR)
        assert ask(full, "a.other") == Decision(False, "This action is not declared.")
        assert ask(actor(Role.LAWYER), "a.plain", mine) == Decision(False, "Your role does not include this.")
        assert ask(actor(), "a.plain") == Decision(False, "Your role does not include this.")
        assert ask(full, "a.plain", Facts(owner=2)) == Decision(False, "This belongs to colleagues outside your assignments.")
        unsure = actor(Role.SUPERVISOR, trained=True, house_ready=True)
        assert [ask(unsure, "a.plain", mine), ask(unsure, "a.content", mine), ask(unsure, "a.content"), ask(unsure, "a.plain", mine, high)] == [
            yes, factor, factor, factor,
        ]
        assert ask(actor(Role.PROVIDER, trained=False), "a.content", mine) == yes
        assert ask(actor(Role.PROVIDER, Role.LAWYER, trained=False), "a.content", mine) == factor, "any role of hers may ask for it"
        assert ask(full, "a.content", mine, ElementFacts("e", Risk.IDENTITY)) == more
        assert ask(actor(Role.PROVIDER), "a.content", mine, high) == more
        assert ask(actor(Role.SUPERVISOR, second_factor=True), "a.content", mine, high) == Decision(False, NOT_READY)
        assert NOT_READY == (
            "High-risk answers stay closed, and on paper, until this house is ready for them. The page Readiness says what is missing."
        )
        untrained = actor(Role.SUPERVISOR, second_factor=True, house_ready=True)
        assert ask(untrained, "a.content", mine, high) == Decision(False, "Training for high-risk data comes first. Ask your administrator.")
        assert ask(full, "a.content", mine, high, "police") == Decision(False, "This element was not collected for that purpose.")
        assert [ask(full, "a.content", mine, high, purpose) for purpose in ("care", "")] == [yes, yes]
        never = ElementFacts("e", Risk.LOW, True)
        assert ask(actor(Role.PROVIDER), "a.content", mine, never, "care") == Decision(
            False, "This element is kept from your role unless she agrees, element by element."
        )


def test_how_far_each_reach_goes() -> None:
    """Those too that no room declares yet; what is left out of a question asks nothing."""
    near = {
        Scope.OWN: {"own"}, Scope.ASSIGNED: {"own", "assigned"}, Scope.TEAM: {"own", "assigned", "team"}, Scope.REFERRED: {"referred"},
        Scope.DEIDENTIFIED: {"released"}, Scope.ORGANISATION: set(cells.SITUATIONS) - {"at_all"},
    }
    for scope, expected in near.items():
        with Declared(Action("a.b", "Label", {Role.STEWARD: scope})):
            assert {name for name, thing in cells.SITUATIONS.items() if thing and ask(actor(Role.STEWARD), "a.b", thing).allowed} == expected, scope
            assert can(actor(Role.STEWARD), "a.b", now=cells.NOW).allowed
    with Declared(Action("a.b", "Label", {Role.STEWARD: Scope.OWN})):
        assert can(actor(Role.STEWARD), "a.b", OWN, ElementFacts("e", Risk.LOW, purposes=frozenset({"care"})), now=cells.NOW).allowed


def test_one_role_must_carry_it_all() -> None:
    """A lawyer's class with a supervisor's closeness opens nothing that neither may see alone."""
    shut = Policy(ceilings={**DECLARED.ceilings, Role.SUPERVISOR: Risk.LOW}, untrained={**DECLARED.untrained, Role.LAWYER: None})
    never, plain = ElementFacts("e", Risk.MEDIUM, True), ElementFacts("e", Risk.MEDIUM)
    with Declared(Action("a.b", "Label", {Role.SUPERVISOR: Scope.ORGANISATION, Role.LAWYER: Scope.ORGANISATION})):
        both = actor(Role.SUPERVISOR, Role.LAWYER, policy=shut)
        assert ask(both, "a.b", OWN, plain).allowed
        assert not ask(both, "a.b", OWN, never).allowed
        fresh = actor(Role.SUPERVISOR, Role.LAWYER, policy=shut, second_factor=True)
        assert not ask(fresh, "a.b", OWN, plain).allowed
        assert ask(fresh, "a.b", OWN, ElementFacts("e", Risk.LOW)).allowed


def test_what_an_organisation_changed_decides() -> None:
    grants = {Role.SUPERVISOR: Scope.ORGANISATION, Role.LAWYER: Scope.ORGANISATION}
    policy = Policy(version=4, changed={"a.b": {Role.LAWYER: Scope.OWN}, "a.gone": {}}, second_factor=DECLARED.second_factor | {Role.PROVIDER})
    actions = (Action("a.b", "Label", grants), Action("a.gone", "Label", grants), Action("a.same", "Label", {Role.PROVIDER: Scope.OWN}, reads_content=True))
    with Declared(*actions):
        assert policy.grants("a.b") == {Role.LAWYER: Scope.OWN} and policy.grants("a.gone") == {} and policy.grants("a.none") == {}
        assert Policy(changed={"a.none": grants}).grants("a.none") == {}, "what is not declared is nobody's"
        assert DECLARED.grants("a.b") == grants
        assert not ask(actor(Role.SUPERVISOR, policy=policy), "a.b").allowed
        assert ask(actor(Role.LAWYER, policy=policy), "a.b", OWN).allowed
        assert not ask(actor(Role.LAWYER, policy=policy), "a.b", Facts(owner=2)).allowed
        assert not ask(actor(Role.LAWYER, policy=policy), "a.gone").allowed
        assert ask(actor(Role.PROVIDER, trained=False), "a.same", OWN).allowed
        assert not ask(actor(Role.PROVIDER, policy=policy, trained=False), "a.same", OWN).allowed
        assert access.reaches(actor(Role.SUPERVISOR, Role.LAWYER), "a.b") == {Scope.ORGANISATION}
        assert access.reaches(actor(Role.SUPERVISOR, Role.LAWYER, policy=policy), "a.b") == {Scope.OWN}
        assert access.reaches(actor(Role.STEWARD), "a.b") == access.reaches(actor(Role.LAWYER), "a.none") == frozenset()
    assert not access.needs_second_factor(frozenset({Role.PROVIDER}))
    assert access.needs_second_factor(frozenset({Role.PROVIDER}), policy)
    assert access.needs_second_factor(frozenset({Role.PROVIDER, Role.ANALYST}))


def test_what_is_seen_of_a_record() -> None:
    elements = [ElementFacts("plain", Risk.LOW), ElementFacts("hers", Risk.MEDIUM, True), ElementFacts("law", Risk.LOW, purposes=frozenset({"law"}))]
    with Declared(Action("a.b", "Label", {Role.LAWYER: Scope.OWN}, reads_content=True)):
        see = access.visible_elements
        assert see(actor(Role.LAWYER), "a.b", OWN, elements, now=cells.NOW) == {"plain", "law"}
        assert see(actor(Role.LAWYER), "a.b", OWN, elements, purpose="care", now=cells.NOW) == {"plain"}
        assert see(actor(Role.LAWYER), "a.b", Facts(owner=2), elements, now=cells.NOW) == frozenset()
        assert see(actor(Role.STEWARD), "a.b", OWN, elements, now=cells.NOW) == frozenset()
    assert access.subject_id(7) == "7"


def test_broken_glass_stands_in_for_scope_and_for_nothing_else() -> None:
    theirs, until = Facts(owner=2, team=8, id="t"), cells.NOW + timedelta(minutes=30)
    roles = dict.fromkeys(Role, Scope.ASSIGNED)
    reading, writing = Action("a.read", "Label", roles, by_glass=True), Action("a.write", "Label", roles)
    closed = Action("a.closed", "Label", {Role.LAWYER: Scope.ASSIGNED}, by_glass=True)
    with Declared(reading, writing, closed):
        for role in Role:
            who = replace(actor(role), openings=(Opening("g", "t", until),))
            assert ask(who, "a.read", theirs).allowed is (role in {Role.FRONTLINE, Role.SUPERVISOR})
            assert not ask(who, "a.write", theirs).allowed
            assert not ask(who, "a.closed", theirs).allowed
            assert not ask(who, "a.read", replace(theirs, id="u")).allowed and not ask(who, "a.read", replace(theirs, id="")).allowed
        hers = replace(actor(Role.FRONTLINE), openings=(Opening("g", "u", until), Opening("g", "t", until)))
        assert ask(hers, "a.read", theirs).allowed, "any of those she has open"
        assert can(hers, "a.read", theirs, now=until - timedelta(microseconds=1)).allowed
        assert can(hers, "a.read", theirs, now=until) == Decision(False, "This belongs to colleagues outside your assignments.")
        his = replace(actor(Role.SUPERVISOR), openings=hers.openings)
        assert ask(his, "a.read", theirs, ELEMENT).allowed and not ask(his, "a.read", theirs, ElementFacts("e", Risk.IDENTITY)).allowed
        both = replace(actor(Role.SUPERVISOR, Role.CUSTODIAN), openings=hers.openings)
        assert not ask(both, "a.read", theirs, ElementFacts("e", Risk.IDENTITY)).allowed, "behind glass only those roles count that broke it"
        shut = replace(hers, policy=Policy(changed={"a.read": {}}))
        assert not ask(shut, "a.read", theirs).allowed, "what the house took from her role is no emergency's"
        assert not ask(replace(hers, second_factor=False), "a.read", theirs, ELEMENT).allowed
    assert frozenset({Role.FRONTLINE, Role.SUPERVISOR}) == access.GLASS_FOR
    cells.declare_all()
    assert {name for name, one in REGISTER.actions.items() if one.by_glass} == {
        "register.open", "register.identity", "register.history", "consent.open", "intake.answers", "casework.open", "casework.note",
    }


def test_what_she_opened_answer_by_answer_opens_the_class_and_nothing_else() -> None:
    never = ElementFacts("e", Risk.MEDIUM, True)
    hers = replace(OWN, agreed=frozenset({("e", "court", "care"), ("f", "keepers", "care")}))
    with Declared(Action("a.b", "Label", dict.fromkeys(Role, Scope.OWN))):
        for role in Role:
            expected = role in access.NEVER_BY_DEFAULT_FOR or role is Role.LAWYER
            assert ask(actor(role), "a.b", hers, never, "care").allowed is expected, role
            assert ask(actor(role), "a.b", OWN, never, "care").allowed is (role in access.NEVER_BY_DEFAULT_FOR)
        assert ask(actor(Role.STEWARD), "a.b", hers, replace(never, code="f"), "care").allowed
        assert not ask(actor(Role.LAWYER), "a.b", hers, never).allowed, "for no purpose she opened nothing"
        assert not ask(actor(Role.LAWYER), "a.b", hers, never, "statistics").allowed
        assert not ask(actor(Role.LAWYER), "a.b", None, never, "care").allowed
        assert not ask(actor(Role.LAWYER), "a.b", hers, replace(never, risk=Risk.IDENTITY), "care").allowed, "nor above the role"
        assert ask(actor(Role.STEWARD, Role.LAWYER), "a.b", hers, never, "care").allowed
    assert {role.value: kind for role, kind in access.RECIPIENT_OF.items()} == {
        "investigator": "police", "lawyer": "court", "provider": "provider", "steward": "keepers",
    }


def test_two_roles_open_what_one_of_them_opens() -> None:
    """With everything given, holding two roles opens what either opens, and no more."""
    cells.declare_all()
    things = [OWN, Facts(owner=2, team=7), Facts(owner=2, team=8)]
    asked = [None, ElementFacts("e", Risk.MEDIUM), ElementFacts("e", Risk.IDENTITY, True), ElementFacts("e", Risk.HIGH)]
    for one, other in combinations(Role, 2):
        for action in ("casework.open", "register.open", "quality.board", "share.approve"):
            for thing, element in product(things, asked):
                either = ask(actor(one), action, thing, element).allowed or ask(actor(other), action, thing, element).allowed
                assert ask(actor(one, other), action, thing, element).allowed is either, (one, other, action)


def test_every_cell_is_as_written_down() -> None:
    """A cell that changed: read it, and only where it is meant run ``python -m tests.protect.policy_cells``."""
    cells.declare_all()
    policy, profiles = cells.read_policy(), cells.read_profiles()
    names = {key for key in REGISTER.actions if ".tests." not in key}
    assert {action for _role, action in policy} == names, "new or gone actions: " + str({action for _role, action in policy} ^ names)
    for role, action, told in cells.found():
        expected = {situation: profiles[name] for situation, name in policy[(role.value, action)].items()}
        different = [situation for situation in told if told[situation] != expected[situation]]
        assert not different, f"{role} × {action}: {different}"
