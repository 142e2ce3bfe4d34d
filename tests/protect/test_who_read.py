"""Who read what: for a supervisor, for a custodian who answers a person, for oneself. And reads are in the log before they are served."""

from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people import registered
from tests.world import World, make_world
from titip.casework import actions as casework
from titip.dictionary import actions as dictionary
from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.models import AuditEvent

pytestmark = pytest.mark.django_db(databases=["default", "vault", "keys"])


@pytest.fixture
def world() -> World:
    cache.clear()
    return make_world()


def text(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_supervisor_sees_who_read_her_teams_records_and_nobody_elses(world: World) -> None:
    ours, theirs = registered(world.alice), registered(world.charlie)
    bob, address = world.client_for(world.bob), reverse("who_read")
    assert "As soon as somebody opens a record of your team" in text(bob.get(address))
    world.client_for(world.alice).get(reverse("register:person", args=[ours.pk]))
    world.client_for(world.charlie).get(reverse("register:person", args=[theirs.pk]))
    audit.record(
        kind="register.identity", actor_code=world.dara.code, purpose="care", subjects=[("person", ours.pk)], detail={"sealed": 4, "elements": ["phone"]}
    )
    page = text(bob.get(address))
    assert ours.code in page and theirs.code not in page and "Alice Test" in page and "Charlie Test" not in page
    assert "identity" in page and "4 sealed answers" in page
    only = text(bob.get(address, {"identities": "on"}))
    assert "Dara Test" in only and "Alice Test</a>" not in only
    assert "Nobody opened anything" in text(bob.get(address, {"person": theirs.code})), "a code of another team is as none"
    assert "Nobody opened anything" in text(bob.get(address, {"day": "01/01/2020"}))
    assert "Alice Test" in text(bob.get(address, {"reader": world.alice.code, "person": ours.code, "day": clock.today().strftime("%d/%m/%Y")}))
    assert "This is no day" in text(bob.get(address, {"day": "31/02/2025"}))
    assert AuditEvent.objects.filter(kind="protect.reads.team", actor_code=world.bob.code).count() == 7


def test_a_list_of_several_names_only_ones_own_team(world: World) -> None:
    ours, theirs = registered(world.alice), registered(world.charlie)
    audit.record(kind="casework.note", actor_code=world.dara.code, subjects=[("person", ours.pk), ("person", theirs.pk)])
    page = text(world.client_for(world.bob).get(reverse("who_read")))
    assert ours.code in page and theirs.code not in page


def test_a_custodian_answers_who_has_seen_one_persons_data_by_role_and_code(world: World) -> None:
    dictionary.load_starter(actor_code="tests")
    person = registered(world.alice)
    case = casework.open_case(actor=actor(world), person=person, reason="care")
    world.client_for(world.alice).get(reverse("casework:case", args=[case.pk]))
    audit.record(kind="register.identity", actor_code=world.alice.code, purpose="care", subjects=[("person", person.pk)], detail={"sealed": 2})
    audit.record(kind="register.assign", actor_code=world.bob.code, subjects=[("person", person.pk)])
    audit.record(kind="register.open", actor_code=world.charlie.code, outcome="refused", subjects=[("person", person.pk)])
    dara = world.client_for(world.dara)
    page = text(dara.get(reverse("seen_by"), {"code": person.code.lower()}))
    body = page[page.index("<article>"):]
    for words in ("Opened your name", "Opened your record", "Passed on", "Tried and refused", "Frontline worker", world.alice.code, "2 sealed answers"):
        assert words in body, words
    assert "Alice Test" not in body and "Bob Test" not in body and "Charlie Test" not in body
    assert "nobody of this code" in text(dara.get(reverse("seen_by"), {"code": case.code})) and "This is no code" in text(
        dara.get(reverse("seen_by"), {"code": "x"})
    )
    looked = AuditEvent.objects.get(kind="protect.reads.person")
    assert [subject.subject for subject in looked.subjects.all()] == [str(person.pk)]


def test_everybody_sees_what_the_log_says_about_herself_alone(world: World) -> None:
    person = registered(world.alice)
    world.client_for(world.alice).get(reverse("register:person", args=[person.pk]))
    page = text(world.client_for(world.alice).get(reverse("my_log")))
    assert person.code in page
    assert person.code not in text(world.client_for(world.charlie).get(reverse("my_log")))


def actor(world: World) -> Any:
    from tests.world import actor_for

    return actor_for(world.alice)


# --- the log comes first


def test_a_page_is_not_served_where_its_event_cannot_be_written(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    person = registered(world.alice)
    client, address = world.client_for(world.alice), reverse("register:person", args=[person.pk])
    client.get(reverse("today"))
    client.raise_request_exception = False

    def full(*args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(audit, "_append", full)
    answer = client.get(address)
    assert answer.status_code >= 500 and person.code not in answer.content.decode()


@pytest.mark.django_db(databases=["default", "vault", "keys"], transaction=True)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["kept", "undone", "refused"]), min_size=1, max_size=8))
def test_refusals_outlive_the_rollback_and_nothing_undone_stays(unlocked: None, steps: list[str]) -> None:
    from django.db import transaction

    before = AuditEvent.objects.count()
    for step in steps:
        try:
            with transaction.atomic():
                audit.record(kind="register.edit", actor_code="S-1")
                if step != "kept":
                    raise ZeroDivisionError
        except ZeroDivisionError:
            if step == "refused":
                audit.record_refusal(kind="register.edit", actor_code="S-1")
    added = list(AuditEvent.objects.order_by("seq").values_list("outcome", flat=True))[before:]
    assert added == [{"kept": "ok", "refused": "refused"}[step] for step in steps if step != "undone"]
    assert audit.verify().ok
