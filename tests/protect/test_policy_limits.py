"""What an organisation may change of who may do what, what it may not, and what comes of it. Pure, as ``test_policy_cells`` is."""

from itertools import product

from tests.protect import policy_cells as cells
from tests.protect.test_policy_cells import Declared
from titip.protect.rules import policy as rules
from titip.protect.rules.access import DECLARED, REGISTER, Action, Policy, Scope
from titip.protect.rules.policy import Change, Differences, Refusal, Why, choices, effective
from titip.protect.rules.roles import ROLES, Risk, Role, at_most

PERSON = Action("a.person", "Label", {Role.FRONTLINE: Scope.OWN, Role.SUPERVISOR: Scope.TEAM, Role.CUSTODIAN: Scope.ORGANISATION},
                widest={Role.FRONTLINE: Scope.ASSIGNED, Role.LAWYER: Scope.ASSIGNED}, kept=frozenset({Role.SUPERVISOR}))
PAGE = Action("a.page", "Label", {Role.STEWARD: Scope.ORGANISATION, Role.ANALYST: Scope.DEIDENTIFIED}, widest={Role.LAWYER: Scope.DEIDENTIFIED})
NEEDED = Action("a.needed", "Label", {Role.FRONTLINE: Scope.ASSIGNED, Role.STEWARD: Scope.ORGANISATION, Role.CUSTODIAN: Scope.ORGANISATION}, needed=True)
ALL = frozenset(Role)


def refused(asked: Differences, *, before: Policy = DECLARED, held: frozenset[Role] = ALL, mine: frozenset[Role] = frozenset()) -> list[Refusal]:
    return rules.refusals(asked, before, held=held, mine=mine)


def reaching(name: str, **asked: Scope | None) -> Differences:
    return Differences(reaches={name: {Role(role): scope for role, scope in asked.items()}})


def test_which_reach_lies_within_which() -> None:
    within = {one: {other for other in Scope if other in rules.WITHIN[one]} for one in Scope}
    assert within == {
        Scope.OWN: {Scope.OWN}, Scope.ASSIGNED: {Scope.OWN, Scope.ASSIGNED}, Scope.TEAM: {Scope.OWN, Scope.ASSIGNED, Scope.TEAM},
        Scope.REFERRED: {Scope.REFERRED}, Scope.DEIDENTIFIED: {Scope.DEIDENTIFIED}, Scope.ORGANISATION: set(Scope),
    }
    assert rules.BY_PERSON == (Scope.OWN, Scope.ASSIGNED, Scope.TEAM)
    assert rules.CLASSES == (Risk.IDENTITY, Risk.HIGH, Risk.MEDIUM, Risk.LOW, None)
    assert frozenset({Role.CUSTODIAN}) == rules.CEILING_KEPT
    assert set(rules.APART) == {
        ("share.make", "share.approve"), ("protect.staff.change", "protect.audit.read"), ("protect.access.change", "protect.audit.read"),
    }


def test_what_may_be_chosen() -> None:
    assert choices(PERSON, Role.FRONTLINE) == (Scope.ASSIGNED, Scope.OWN, None)
    assert choices(PERSON, Role.SUPERVISOR) == (Scope.TEAM,), "kept"
    assert choices(PERSON, Role.CUSTODIAN) == (Scope.ORGANISATION, Scope.TEAM, Scope.ASSIGNED, Scope.OWN, None)
    assert choices(PERSON, Role.LAWYER) == (Scope.ASSIGNED, Scope.OWN, None)
    assert choices(PERSON, Role.STEWARD) == (None,), "never granted, never to be"
    assert choices(PAGE, Role.STEWARD) == (Scope.ORGANISATION, None), "a page is nobody's: there is no narrower reach"
    assert choices(PAGE, Role.ANALYST) == choices(PAGE, Role.LAWYER) == (Scope.DEIDENTIFIED, None)
    only_wider = Action("a.b", "Label", {Role.STEWARD: Scope.ORGANISATION}, widest={Role.LAWYER: Scope.TEAM})
    assert choices(only_wider, Role.STEWARD) == (Scope.ORGANISATION, Scope.TEAM, Scope.ASSIGNED, Scope.OWN, None)
    assert rules.ceiling_choices(Role.CUSTODIAN) == (Risk.IDENTITY,)
    assert rules.ceiling_choices(Role.FRONTLINE) == (Risk.IDENTITY, Risk.HIGH, Risk.MEDIUM, Risk.LOW, None)
    assert rules.ceiling_choices(Role.STEWARD) == (Risk.MEDIUM, Risk.LOW, None)
    assert rules.ceiling_choices(Role.ANALYST) == (None,)
    assert rules.training_choices(Role.STEWARD) == (Risk.MEDIUM, Risk.LOW, None)
    assert rules.training_choices(Role.AUDITOR) == (Risk.MEDIUM,), "who sees no record needs no training for one"


def test_what_comes_of_it() -> None:
    with Declared(PERSON, PAGE):
        asked = Differences(
            reaches={"a.person": {Role.FRONTLINE: Scope.ASSIGNED, Role.CUSTODIAN: None, Role.LAWYER: Scope.OWN}, "a.gone": {Role.LAWYER: Scope.TEAM}},
            ceilings={Role.FRONTLINE: Risk.MEDIUM, Role.LAWYER: None}, untrained={Role.STEWARD: None, Role.LAWYER: Risk.LOW},
            second_factor=frozenset({Role.PROVIDER}),
        )
        policy = effective(asked, version=5)
        assert policy.version == 5
        assert policy.changed == {"a.person": {Role.FRONTLINE: Scope.ASSIGNED, Role.SUPERVISOR: Scope.TEAM, Role.LAWYER: Scope.OWN}}
        assert list(policy.changed["a.person"]) == [Role.FRONTLINE, Role.SUPERVISOR, Role.LAWYER]
        assert policy.grants("a.page") == PAGE.grants
        assert policy.ceilings == {**DECLARED.ceilings, Role.FRONTLINE: Risk.MEDIUM, Role.LAWYER: None}
        assert policy.untrained == {**DECLARED.untrained, Role.STEWARD: None, Role.LAWYER: Risk.LOW}
        assert policy.second_factor == set(Role)
        assert effective(Differences(), version=0) == DECLARED


def test_nothing_read_goes_beyond_what_may_be_changed() -> None:
    """A row written by hand, or by another version: what is too wide falls back to the declaration, what fits nowhere to nothing."""
    def comes_to(role: Role, scope: Scope | None, action: Action = PERSON) -> Scope | None:
        return effective(Differences(reaches={action.name: {role: scope}}), version=1).grants(action.name).get(role)

    with Declared(PERSON, PAGE):
        assert comes_to(Role.FRONTLINE, Scope.ORGANISATION) is Scope.OWN
        assert comes_to(Role.FRONTLINE, Scope.REFERRED) is None
        assert comes_to(Role.SUPERVISOR, None) is comes_to(Role.SUPERVISOR, Scope.ORGANISATION) is comes_to(Role.SUPERVISOR, Scope.OWN) is Scope.TEAM
        assert comes_to(Role.LAWYER, Scope.TEAM) is None
        assert comes_to(Role.ANALYST, Scope.ORGANISATION) is None
        assert comes_to(Role.ANALYST, Scope.ORGANISATION, PAGE) is Scope.DEIDENTIFIED
        assert comes_to(Role.STEWARD, Scope.DEIDENTIFIED, PAGE) is None
        assert comes_to(Role.CUSTODIAN, Scope.DEIDENTIFIED) is None
        wild = Differences(ceilings=dict.fromkeys(Role, Risk.IDENTITY), untrained=dict.fromkeys(Role, Risk.IDENTITY))
        assert effective(wild, version=0).ceilings == DECLARED.ceilings
        assert effective(wild, version=0).untrained == DECLARED.untrained
        assert effective(Differences(ceilings={Role.CUSTODIAN: None}), version=0).ceilings == DECLARED.ceilings


def test_no_difference_whatever_gives_more_than_the_limits() -> None:
    """Every reach for every role and action, as stored by whoever: never beyond the declared and the widest; kept stays; blind stays blind."""
    cells.declare_all()
    for scope in (*Scope, None):
        policy = effective(Differences(reaches={name: dict.fromkeys(Role, scope) for name in REGISTER.actions}), version=1)
        for role, (name, action) in product(Role, REGISTER.actions.items()):
            reach = policy.grants(name).get(role)
            widest = action.widest.get(role, action.grants.get(role))
            assert reach is None or (widest is not None and reach in rules.WITHIN[widest]), (role, name, scope)
            assert role not in action.kept or reach is action.grants[role]
            assert not (action.reads_content and reach and ROLES[role].ceiling is None)
    assert all(at_most(risk, ROLES[role].ceiling) for role, risk in policy.ceilings.items() if risk)


def test_what_the_rooms_declare_keeps_the_house_alive() -> None:
    """Whatever an organisation takes away: people can be found, names opened, consent withdrawn, colleagues and rules changed."""
    cells.declare_all()
    nothing = effective(Differences(reaches={name: dict.fromkeys(Role) for name in REGISTER.actions}), version=1)
    left = {name: set(nothing.grants(name)) for name in REGISTER.actions if nothing.grants(name)}
    custodian, care = {Role.CUSTODIAN}, {Role.FRONTLINE, Role.SUPERVISOR, Role.CUSTODIAN}
    promised = {
        "register.list": custodian, "register.open": custodian, "register.identity": custodian, "consent.open": care, "consent.withdraw": care,
        "protect.staff.list": {Role.ADMINISTRATOR}, "protect.staff.change": {Role.ADMINISTRATOR}, "protect.access.change": {Role.ADMINISTRATOR},
        "protect.access.list": {Role.ADMINISTRATOR, Role.AUDITOR},
        "protect.today": set(Role), "protect.myself": set(Role), "protect.help": set(Role),
    }
    assert {name: left.get(name) for name in promised} == promised, "what other rooms keep besides is theirs to say"
    needed = {name for name, action in REGISTER.actions.items() if action.needed}
    assert needed >= {"protect.keys.lock", "protect.keys.sheet", "protect.audit.read", "govern.prepare", "register.add", "casework.add", "casework.approve"}
    assert not refused(Differences()), "the declarations themselves break no rule"


def test_refused_beyond_what_may_be_changed() -> None:
    with Declared(PERSON, PAGE):
        assert refused(reaching("a.person", frontline=Scope.ASSIGNED, custodian=Scope.OWN)) == []
        assert refused(reaching("a.person", frontline=Scope.TEAM)) == [Refusal(Why.BEYOND, Role.FRONTLINE, "a.person")]
        assert refused(reaching("a.person", supervisor=None)) == [Refusal(Why.BEYOND, Role.SUPERVISOR, "a.person")]
        assert refused(reaching("a.person", steward=Scope.OWN)) == [Refusal(Why.BEYOND, Role.STEWARD, "a.person")]
        assert refused(reaching("a.none", steward=None)) == [Refusal(Why.BEYOND, Role.STEWARD, "a.none")]
        assert refused(reaching("a.page", steward=None, analyst=None)) == []
        as_declared = Action("a.b", "Label", {Role.LAWYER: Scope.OWN}, widest={Role.LAWYER: Scope.ORGANISATION})
        deidentified = Action("a.c", "Label", {Role.LAWYER: Scope.DEIDENTIFIED}, widest={Role.LAWYER: Scope.ORGANISATION})
        with Declared(as_declared, deidentified):
            assert refused(reaching("a.b", lawyer=Scope.OWN)) == []
            assert refused(reaching("a.c", lawyer=Scope.DEIDENTIFIED)) == [], "as declared is never too much"
        assert refused(Differences(ceilings={Role.LAWYER: Risk.IDENTITY, Role.CUSTODIAN: None, Role.STEWARD: None})) == [
            Refusal(Why.CEILING, Role.LAWYER), Refusal(Why.CEILING, Role.CUSTODIAN),
        ]
        assert refused(Differences(untrained={Role.LAWYER: Risk.HIGH, Role.STEWARD: Risk.LOW})) == [Refusal(Why.TRAINING, Role.LAWYER)]


def test_refused_where_duties_would_meet() -> None:
    make = Action("share.make", "Label", {Role.STEWARD: Scope.ORGANISATION}, widest={Role.SUPERVISOR: Scope.ORGANISATION})
    approve = Action("share.approve", "Label", {Role.SUPERVISOR: Scope.ORGANISATION, Role.CUSTODIAN: Scope.ORGANISATION})
    both = {"share.make": {Role.SUPERVISOR: Scope.ORGANISATION}}
    with Declared(make, approve):
        assert refused(Differences(reaches=both)) == [Refusal(Why.APART, Role.SUPERVISOR, "share.make")]
        assert refused(Differences(reaches={**both, "share.approve": {Role.SUPERVISOR: None}})) == []
        assert refused(Differences(reaches={"share.make": {Role.STEWARD: None}})) == []


def test_refused_where_nobody_could_do_what_is_needed() -> None:
    last = [Refusal(Why.LAST, None, "a.needed")]
    with Declared(NEEDED, PAGE):
        assert refused(reaching("a.needed", steward=None)) == []
        assert refused(reaching("a.needed", steward=None, custodian=None)) == last, "who reaches only her own does not stand in for the others"
        assert refused(reaching("a.needed", steward=Scope.TEAM, custodian=Scope.OWN)) == last
        assert refused(reaching("a.needed", custodian=None), held=frozenset({Role.CUSTODIAN, Role.FRONTLINE})) == last, "nobody here is a steward"
        assert refused(reaching("a.needed", steward=None), held=frozenset({Role.CUSTODIAN})) == []
        assert refused(reaching("a.needed", steward=None), held=frozenset({Role.FRONTLINE})) == [], "nobody here could do it before either"
        without = effective(reaching("a.needed", custodian=None), version=1)
        assert refused(reaching("a.needed", custodian=None), before=without, held=frozenset({Role.CUSTODIAN})) == []
        assert refused(reaching("a.page", steward=None, analyst=None)) == []
        assert refused(reaching("a.needed", steward=None, custodian=None), held=frozenset()) == last, "whoever comes later finds nobody's duty"
    with Declared(NEEDED, Action("a.b", "Label", {Role.FRONTLINE: Scope.ASSIGNED, Role.SUPERVISOR: Scope.TEAM}, needed=True)):
        assert refused(reaching("a.b", supervisor=Scope.ASSIGNED)) == [Refusal(Why.LAST, None, "a.b")]
        assert refused(Differences(reaches={"a.b": {Role.SUPERVISOR: None}, "a.needed": dict.fromkeys(Role)})) == [
            Refusal(Why.LAST, None, "a.b"), Refusal(Why.LAST, None, "a.needed"),
        ]


def test_nobody_widens_what_she_holds() -> None:
    with Declared(PERSON, PAGE):
        own = [Refusal(Why.OWN, Role.FRONTLINE, "a.person")]
        wider, narrower = reaching("a.person", frontline=Scope.ASSIGNED), reaching("a.person", frontline=None)
        assert refused(wider, mine=frozenset({Role.FRONTLINE})) == own
        assert refused(wider, mine=frozenset({Role.LAWYER, Role.FRONTLINE})) == own
        assert refused(wider, mine=frozenset({Role.LAWYER})) == refused(narrower, mine=frozenset({Role.FRONTLINE})) == []
        assert refused(Differences(), before=effective(narrower, version=1), mine=frozenset({Role.FRONTLINE})) == own
        assert refused(wider, before=effective(wider, version=1), mine=frozenset({Role.FRONTLINE})) == [], "it is so already"


def test_which_changes_widen() -> None:
    def widens(what: str, before: str, after: str) -> bool:
        return Change(Role.LAWYER, what, "a.b" if what == "reach" else "", before, after).widens

    assert widens("reach", "", "own") and widens("reach", "own", "assigned") and widens("reach", "team", "organisation")
    assert not widens("reach", "own", "") and not widens("reach", "team", "own") and not widens("reach", "own", "own")
    assert widens("reach", "referred", "own"), "neither lies in the other"
    assert widens("ceiling", "", "low") and widens("ceiling", "low", "medium") and widens("training", "low", "medium")
    assert not widens("ceiling", "low", "") and not widens("training", "medium", "low") and not widens("ceiling", "low", "low")
    assert widens("second_factor", "asked", "") and not widens("second_factor", "", "asked")


def test_which_cells_differ() -> None:
    with Declared(PERSON, PAGE):  # not in the order of their names
        after = effective(Differences(
            reaches={"a.person": {Role.LAWYER: Scope.OWN, Role.FRONTLINE: None}, "a.page": {Role.LAWYER: Scope.DEIDENTIFIED}},
            ceilings={Role.LAWYER: None}, untrained={Role.LAWYER: Risk.LOW}, second_factor=frozenset({Role.PROVIDER}),
        ), version=1)
        assert rules.changes(DECLARED, after) == [
            Change(Role.FRONTLINE, "reach", "a.person", "own", ""),
            Change(Role.PROVIDER, "second_factor", "", "", "asked"),
            Change(Role.LAWYER, "ceiling", "", "high", ""), Change(Role.LAWYER, "training", "", "medium", "low"),
            Change(Role.LAWYER, "reach", "a.page", "", "de-identified"), Change(Role.LAWYER, "reach", "a.person", "", "own"),
        ]
        assert rules.changes(after, DECLARED)[1:3] == [
            Change(Role.PROVIDER, "second_factor", "", "asked", ""), Change(Role.LAWYER, "ceiling", "", "", "high"),
        ]
        assert rules.changes(after, after) == rules.changes(DECLARED, DECLARED) == []


def test_stored_and_read_again() -> None:
    asked = Differences(
        reaches={
            "b.none": {Role.STEWARD: None, Role.LAWYER: Scope.OWN},
            "a.person": {Role.LAWYER: Scope.OWN, Role.FRONTLINE: None, Role.CUSTODIAN: Scope.ORGANISATION}, "a.page": {Role.STEWARD: Scope.ORGANISATION},
        },
        ceilings={Role.STEWARD: Risk.LOW, Role.LAWYER: None, Role.FRONTLINE: Risk.IDENTITY}, untrained={Role.LAWYER: Risk.MEDIUM, Role.STEWARD: None,
        Role.FRONTLINE: Risk.LOW}, second_factor=frozenset({Role.PROVIDER, Role.LAWYER}),
    )
    with Declared(PAGE, PERSON):
        stored = rules.to_json(asked)
        assert stored == {
            "reaches": {"a.person": {"frontline": None, "lawyer": "own"}, "b.none": {"lawyer": "own"}},
            "ceilings": {"lawyer": None, "steward": "low"}, "untrained": {"frontline": "low", "steward": None}, "second_factor": ["provider"],
        }
        assert list(stored["reaches"]) == ["a.person", "b.none"] and list(stored["reaches"]["a.person"]) == ["frontline", "lawyer"]
        assert list(stored["ceilings"]) == ["lawyer", "steward"] and list(stored["untrained"]) == ["frontline", "steward"]
        assert rules.from_json(stored) == rules.tidy(rules.from_json(stored)) == rules.tidy(asked)
        assert rules.from_json({}) == Differences() == Differences(reaches={}, ceilings={}, untrained={}, second_factor=frozenset())
        strange = {"reaches": {"a.page": {"queen": "own", "lawyer": "everything"}}, "ceilings": {"queen": "low", "lawyer": "secret"},
                   "untrained": {"queen": "low", "lawyer": 7}, "second_factor": ["queen", "lawyer"]}
        assert rules.from_json(strange) == Differences(
            reaches={"a.page": {Role.LAWYER: None}}, ceilings={Role.LAWYER: None}, untrained={Role.LAWYER: None}, second_factor=frozenset({Role.LAWYER}),
        ), "what this version does not know is none"


def test_what_people_are_told() -> None:
    assert {why.name: why.value for why in Why} == {
        "BEYOND": "%(role)s: %(action)s. This goes beyond what may be changed.",
        "CEILING": "%(role)s. The most sensitive class seen may be lowered, never raised; the identity custodian keeps hers.",
        "TRAINING": "%(role)s. Training may be asked for more, never for less.",
        "APART": "%(role)s: %(action)s. One role may not do both this and what it is checked by.",
        "LAST": "%(action)s. Nobody in this house could do this any more.",
        "OWN": "%(role)s: %(action)s. Nobody widens a role that she holds herself. Ask another administrator.",
    }
    for thing, name in ((Differences(), "reaches"), (Refusal(Why.LAST), "why"), (Change(Role.LAWYER, "reach", "a.b", "", ""), "what")):
        try:
            setattr(thing, name, "another")
        except AttributeError:
            continue
        raise AssertionError(f"{type(thing).__name__} can be changed")
    assert Refusal(Why.LAST) == Refusal(Why.LAST, None, "")
