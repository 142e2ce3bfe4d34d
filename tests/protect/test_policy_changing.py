"""An administrator changes who may do what: seen before it holds, at once everywhere, kept version by version, and taken back."""

import csv
import io
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.people import registered
from tests.world import STORES, World, actor_for, make_world
from titip.dictionary import actions as dictionary
from titip.protect.actions.policy import CannotChangePolicy, change_policy, digest, return_to
from titip.protect.actions.staff import end_role, grant_role
from titip.protect.models import AuditEvent, PolicyVersion
from titip.protect.reads import policy as policies
from titip.protect.rules.access import DECLARED, Policy, Scope
from titip.protect.rules.policy import Differences, to_json
from titip.protect.rules.roles import Risk, Role

pytestmark = pytest.mark.django_db(databases=STORES)


@pytest.fixture
def world() -> World:
    cache.clear()
    return make_world()


def fields(client: Client, role: str) -> dict[str, Any]:
    """What the form for a role holds as it comes."""
    form = client.get(reverse("access_change_role", args=[role])).context["form"]
    return {field.name: field.value() or "" for field in form}


def test_seen_before_it_holds_then_at_once_then_taken_back(world: World) -> None:
    dictionary.load_starter(actor_code="tests")
    hun, bob, alice = world.client_for(world.hun), world.client_for(world.bob), world.client_for(world.alice)
    person = registered(world.alice)
    hers = reverse("register:person", args=[person.pk])
    assert bob.get(hers).status_code == 200
    page = reverse("access_change_role", args=["supervisor"])
    chosen = {**fields(hun, "supervisor"), "register.open": "own", "ceiling": "medium", "why": "The team has grown"}

    preview = hun.post(page, chosen)

    words = preview.content.decode()
    assert "Open a person&#x27;s page" in words and "Bob Test" in words and "The team has grown" in words
    assert not PolicyVersion.objects.exists() and bob.get(hers).status_code == 200, "nothing holds yet"
    sent = dict(preview.context["fields"])
    assert hun.post(page, {**sent, "sure": "yes", "base": 0}).status_code == 302
    assert bob.get(hers).status_code == 404, "the next request of an open session"
    assert alice.get(hers).status_code == 200
    made = PolicyVersion.objects.get()
    assert (made.number, made.by_code, made.why) == (1, world.hun.code, "The team has grown")
    assert made.differences == {"reaches": {"register.open": {"supervisor": "own"}}, "ceilings": {"supervisor": "medium"}, "untrained": {}, "second_factor": []}
    event = AuditEvent.objects.get(kind="protect.access.change", outcome="ok")
    assert event.detail == {"before": 0, "changed": 2, "wider": 0, "roles": ["supervisor"], "sha256": digest(made.differences)}
    assert actor_for(world.bob).policy.ceilings[Role.SUPERVISOR] is Risk.MEDIUM
    shown = hun.get(reverse("access_list")).content.decode()
    assert "Version 1." in shown and "Changed by this organisation" in shown

    back = reverse("access_return", args=[0])
    assert "own → <strong>team</strong>" in " ".join(hun.get(back).content.decode().split())
    hun.post(back, {"why": "It was too much", "base": 1, "sure": "yes"})

    today = [world.client_for(one).get("/").content.decode() for one in (world.dara, world.gita, world.hun, world.bob)]
    told = ["since version 2 of who may do what" in page for page in today]
    assert told == [True, True, False, False], "what makes a role wider, and only that, is told to whoever oversees"
    assert bob.get(hers).status_code == 200
    assert (PolicyVersion.objects.get(number=2).returns_to, policies.current().version, policies.current().changed) == (0, 2, {})
    listed = hun.get(reverse("access_versions")).content.decode()
    assert "It was too much" in listed and "The team has grown" in listed and "Hun Test" in listed


def test_what_may_not_be_changed_is_refused_and_what_was_typed_stands(world: World) -> None:
    hun = world.client_for(world.hun)
    page = reverse("access_change_role", args=["supervisor"])
    held = fields(hun, "supervisor")
    assert "consent.withdraw" not in held and "protect.access.change" not in held, "what is no house's to change is not asked"
    for wrong, said in (
        ({"register.open": "organisation", "why": "wide"}, "Select a valid choice"),
        ({"casework.approve": "-", "why": "nobody left"}, "Nobody in this house could do this any more"),
        ({"share.make": "organisation", "why": "both hands"}, "One role may not do both"),
        ({"register.open": "own"}, "Say why"),
        ({"why": "the same"}, "Nothing is changed"),
    ):
        answer = hun.post(page, {**held, **wrong})
        assert answer.status_code == 200 and said in answer.content.decode(), (wrong, said)
        assert answer.context["form"]["why"].value() == wrong.get("why", held["why"])
    late = {**held, "register.open": "own", "why": "late", "sure": "yes"}
    assert "in the meantime" in hun.post(page, {**late, "base": 5}).content.decode()
    assert "in the meantime" in hun.post(page, {**late, "base": "x"}).content.decode()
    assert not PolicyVersion.objects.exists()
    assert hun.get(reverse("access_change_role", args=["queen"])).status_code == hun.get(reverse("access_return", args=[9])).status_code == 404


def test_limits_stand_below_the_page(world: World) -> None:
    hun = actor_for(world.hun)
    both = grant_role(staff=world.hun, role=Role.STEWARD, actor_code="tests") and actor_for(world.hun)
    opened = Differences(reaches={"govern.inventory": {Role.FRONTLINE: Scope.ORGANISATION}})
    for asked, actor, said in (
        (Differences(reaches={"consent.withdraw": {Role.FRONTLINE: None}}), hun, "goes beyond"),
        (Differences(reaches={"register.open": {Role.AUDITOR: Scope.ORGANISATION}}), hun, "goes beyond"),
        (Differences(ceilings={Role.ADMINISTRATOR: Risk.LOW}), hun, "never raised"),
    ):
        with pytest.raises(CannotChangePolicy, match=said):
            change_policy(actor=actor, differences=asked, why="because", base=0)
    narrowed = Differences(reaches={"register.open": {Role.STEWARD: Scope.TEAM}})
    change_policy(actor=both, differences=narrowed, why="less", base=0)
    with pytest.raises(CannotChangePolicy, match="she holds herself"):
        return_to(actor=both, number=0, why="more again", base=1)
    change_policy(actor=hun, differences=opened, why="they asked", base=1)
    assert world.client_for(world.alice).get(reverse("govern:inventory")).status_code == 200
    with pytest.raises(CannotChangePolicy, match="in the meantime"), transaction.atomic():
        change_policy(actor=hun, differences=Differences(), why="blind", base=1)


def test_a_row_written_by_hand_gives_nobody_more(world: World) -> None:
    reaches = {"auditor": "organisation", "lawyer": "organisation", "frontline": "organisation"}
    wild = {"reaches": {"register.open": reaches}, "ceilings": {"analyst": "identity"}}
    PolicyVersion.objects.create(number=1, differences=wild, why="by hand", by_code="nobody")
    policy = actor_for(world.alice).policy
    assert policy.grants("register.open") == DECLARED.grants("register.open")
    assert policy.ceilings == DECLARED.ceilings and isinstance(policy, Policy)
    PolicyVersion.objects.all().delete()
    assert policies.current() is DECLARED, "a version read before is not taken for one that is gone"


def test_a_role_ended_is_refused_at_the_very_next_request(world: World) -> None:
    eve = world.client_for(world.eve)
    assert eve.get(reverse("govern:inventory")).status_code == 200
    end_role(staff=world.eve, role=Role.STEWARD, actor_code=world.hun.code)
    assert eve.get(reverse("govern:inventory")).status_code == 404
    grant_role(staff=world.eve, role=Role.STEWARD, actor_code=world.hun.code)
    assert eve.get(reverse("govern:inventory")).status_code == 200


def test_lists_reach_as_far_as_the_house_lets_them(world: World) -> None:
    dictionary.load_starter(actor_code="tests")
    person, dara = registered(world.alice), world.client_for(world.dara)
    change = Differences(reaches={"casework.list": {Role.PROVIDER: Scope.ASSIGNED}, "casework.open": {Role.PROVIDER: Scope.ASSIGNED}},
                         second_factor=frozenset({Role.PROVIDER}))
    ines = world.client_for(world.ines)
    assert ines.get(reverse("casework:list")).status_code == 404
    change_policy(actor=actor_for(world.hun), differences=change, why="they give the service", base=0)
    assert ines.get(reverse("casework:list")).status_code == 302, "the house asks her for a second factor now"
    without = Differences(reaches=change.reaches)
    change_policy(actor=actor_for(world.hun), differences=without, why="without it", base=1)
    assert ines.get(reverse("casework:list")).status_code == 200
    narrow = Differences(reaches={"register.history": {Role.CUSTODIAN: Scope.OWN}})
    assert dara.get(reverse("register:history", args=[person.pk])).status_code == 200
    change_policy(actor=actor_for(world.hun), differences=narrow, why="less", base=2)
    assert dara.get(reverse("register:history", args=[person.pk])).status_code == 404
    assert to_json(policies.differences(1)) == to_json(change)


def test_files_of_the_list_and_looking_as_a_role(world: World) -> None:
    dictionary.load_starter(actor_code="tests")
    change_policy(actor=actor_for(world.hun), differences=Differences(reaches={"register.edit": {Role.SUPERVISOR: None}}), why="less", base=0)
    gita, bob = world.client_for(world.gita), world.client_for(world.bob)
    told = gita.get(reverse("govern:access_csv")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(told)))
    assert rows[0][:6] == ["role", "room", "action", "what it is", "how far", "as declared"]
    assert ["Supervisor", "register", "register.edit", "Write answers about a person", "not at all", "team"] in [row[:6] for row in rows]
    assert any(row[2:3] == [f"As it holds on {policies.PolicyVersion.objects.get().at.date().isoformat()}, version 1"] for row in rows)
    assert gita.get(reverse("govern:access_pdf")).content.startswith(b"%PDF") and gita.get(reverse("govern:access_xlsx")).content.startswith(b"PK")

    looked = gita.get(reverse("govern:view_as"), {"roles": ["lawyer"], "action": "register.open"}).context["seen"]
    assert {one.name for one in looked.may} >= {"casework.open"} and not any(e.seen for _kind, elements in looked.elements for e in elements)
    as_steward = gita.get(reverse("govern:view_as"), {"roles": ["steward"], "trained": "no"})
    seen = {e.code: e for _kind, elements in as_steward.context["seen"].elements for e in elements}
    assert seen["age_band"].seen and not seen["family_name"].seen and seen["family_name"].sealed
    assert any(e.never and not e.seen for e in seen.values())
    assert "more sensitive than your role may see" in as_steward.content.decode()
    assert "One person cannot be both" in gita.get(reverse("govern:view_as"), {"roles": ["auditor", "frontline"]}).content.decode()
    as_alice = bob.get(reverse("govern:view_as"), {"colleague": world.alice.pk})
    assert as_alice.context["seen"].roles == (Role.FRONTLINE,)
    assert bob.get(reverse("govern:view_as"), {"colleague": world.charlie.pk}).context["seen"] is None, "not of his team"
    assert AuditEvent.objects.filter(kind="govern.view_as").count() == 3
