"""The watch: the budget, alarms and who may note them, hours, searches, and that nothing floods."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.people import agrees, registered
from tests.protect.cheap import grounds_for
from tests.world import World, actor_for, make_world
from titip.consent import reads as consents
from titip.dictionary import actions as dictionary
from titip.dictionary.rules.answers import Answer
from titip.kit import clock
from titip.protect import vault
from titip.protect.actions import audit, watching
from titip.protect.models import Alarm, AuditEvent, Notice, OpenedToday
from titip.protect.rules.watching import Watched, days_of, is_odd, week_of
from titip.register import actions as register

pytestmark = pytest.mark.django_db(databases=["default", "vault", "keys"])
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    cache.clear()
    return make_world()


def limits(alarm: int, stop: int, opens: int = 6, closes: int = 22) -> None:
    watching.set_rules(opens=opens, closes=closes, alarm_after=alarm, stop_after=stop, actor_code="tests")


def sealed(number: int) -> list[tuple[vault.Owner, Any]]:
    """So many people with one sealed value each."""
    found = []
    for _turn in range(number):
        owner = vault.Owner("person", uuid4())
        found.append((owner, vault.put(owner, vault.Plain("t", "r", "f", b"x"), grounds=grounds_for(owner.id))))
    return found


def opened(things: list[tuple[vault.Owner, Any]]) -> None:
    vault.open_across([(owner, vault_id, "t", "r", "f") for owner, vault_id in things])


# --- the budget


def test_different_people_are_counted_each_once_a_day_and_past_the_stop_nothing_is_opened(world: World) -> None:
    limits(3, 5)
    people = sealed(7)
    with vault.spending() as spent:
        spent.code = "S-1"
        for _again in range(4):
            opened(people[:3])
        assert spent.crossed == 0 and OpenedToday.objects.count() == 3
        opened(people[:4])
        assert spent.crossed == 4
        opened(people[4:5])
        with pytest.raises(vault.OverBudget) as stopped:
            opened(people[5:7])
        assert stopped.value.count == 7 and OpenedToday.objects.count() == 5 and "Ask your supervisor" in str(stopped.value)
        opened(people[:5])  # whom she opened already stay open
    opened(people)  # nobody signed in: the machine's own work
    with vault.spending() as spent:
        spent.code = "S-1"
        with vault.uncounted():
            opened(people)
    with clock.at(clock.now() + timedelta(days=1)), vault.spending() as spent:
        spent.code = "S-1"
        opened(people[5:])  # another day


def test_somebody_who_was_stopped_goes_on_once_a_colleague_lets_her(world: World) -> None:
    limits(1, 2)
    people = sealed(6)
    alarm = watching.sound(staff_code=world.alice.code, kind=Watched.STOP, count=3)
    with vault.spending() as spent:
        spent.code = world.alice.code
        opened(people[:2])
        with pytest.raises(vault.OverBudget):
            opened(people[2:3])
        watching.look(alarm_id=alarm.pk, staff_code=world.bob.code, why="go_on")
        opened(people[2:4])
        with pytest.raises(vault.OverBudget):
            opened(people[4:])
    again = watching.sound(staff_code=world.alice.code, kind=Watched.STOP, count=5)
    assert again.pk == alarm.pk and again.looked_at is None, "a second stop calls for a second look"


def test_a_page_stops_with_a_sentence_and_the_watchers_are_told_once(world: World) -> None:
    dictionary.load_starter(actor_code="tests")
    limits(1, 1)
    first, second = registered(world.alice), registered(world.alice)
    for person in (first, second):
        agrees(world.alice, person, "care")
        seal_name(world, person)
    client = world.client_for(world.alice)
    assert client.get(reverse("register:person", args=[first.pk])).status_code == 200
    page = client.get(reverse("register:person", args=[second.pk]))
    assert page.status_code == 403 and "Ask your supervisor" in page.content.decode()
    assert client.get(reverse("register:person", args=[second.pk])).status_code == 403
    assert client.get(reverse("register:person", args=[first.pk])).status_code == 200
    refused = AuditEvent.objects.filter(kind="protect.budget", outcome="refused")
    assert [event.actor_code for event in refused] == [world.alice.code] * 2
    alarm = Alarm.objects.get(kind="stop")
    told = Notice.objects.filter(kind="protect.alarm", thing=str(alarm.pk)).values_list("staff_id", flat=True)
    assert set(told) == {world.bob.pk, world.dara.pk, world.gita.pk} and AuditEvent.objects.filter(kind="protect.alarm").count() == 1
    assert "An alarm about" in world.client_for(world.gita).get(reverse("today")).content.decode()


def seal_name(world: World, person: Any) -> None:
    register.save_record(
        actor=actor_for(world.alice), record_type="registration", answers={"gender_words": Answer("she")}, base_number=0, grounds=consents.grounds_for(person),
        person=person,
    )


# --- alarms


def test_one_alarm_a_person_a_kind_and_a_day_with_a_count(world: World) -> None:
    for count in (20, 21, 35):
        watching.sound(staff_code=world.alice.code, kind=Watched.REFUSED, count=count)
    assert Alarm.objects.get().count == 35
    assert AuditEvent.objects.filter(kind="protect.alarm").count() == 1 and Notice.objects.filter(kind="protect.alarm").count() == 3


def test_whom_an_alarm_is_about_sees_it_and_cannot_quiet_it(world: World) -> None:
    alarm = watching.sound(staff_code=world.dara.code, kind=Watched.HOURS, count=2)
    with pytest.raises(watching.CannotLook, match="about you"):
        watching.look(alarm_id=alarm.pk, staff_code=world.dara.code, why="work")
    address = reverse("alarm", args=[alarm.pk])
    custodian = world.client_for(world.dara)
    assert "about you" in custodian.get(address).content.decode()
    assert custodian.post(address, {"why": "work"}).status_code == 422 and Alarm.objects.get().looked_at is None
    assert world.client_for(world.bob).get(address).status_code == 404, "a custodian is of no team of Bob's"
    auditor = world.client_for(world.gita)
    assert auditor.post(address, {"why": ""}).status_code == 422
    assert auditor.post(address, {"why": "go_on"}).status_code == 422, "only a stop can be let go on"
    assert auditor.post(address, {"why": "spoke"}).status_code == 302
    looked = Alarm.objects.get()
    assert (looked.looked_by, looked.why) == (world.gita.code, "spoke")
    event = AuditEvent.objects.get(kind="protect.alarm.look")
    assert event.actor_code == world.gita.code and event.detail["why"] == "spoke"
    page = auditor.get(reverse("alarms"))
    assert "No alarm waits" in page.content.decode() and "spoke with her" in auditor.get(reverse("alarms") + "?all=1").content.decode()


def test_administrators_are_told_where_there_is_nobody_else(world: World) -> None:
    from titip.protect.models import StaffRole

    StaffRole.objects.filter(role__in=["custodian", "auditor", "supervisor"]).update(ended_at=clock.now())
    watching.sound(staff_code="unknown", kind=Watched.PASSPHRASE, count=3)
    assert [notice.staff_id for notice in Notice.objects.filter(kind="protect.alarm")] == [world.hun.pk]


def test_the_log_is_watched_and_counted_by_the_day(world: World) -> None:
    with clock.at(NOON):
        watching.catch_up()
        for _turn in range(19):
            audit.record(kind="register.open", actor_code="S-9", outcome="refused")
        assert watching.catch_up() == 0
        audit.record(kind="register.open", actor_code="S-9", outcome="refused")
        for _turn in range(15):
            audit.record(kind="protect.search", actor_code="S-8", detail={"by": "code", "rooms": 0})
            audit.record(kind="protect.search", actor_code="S-7", detail={"by": "code", "rooms": 1})
        for _turn in range(3):
            audit.record(kind="protect.keys.unlock", actor_code="unknown", outcome="refused", detail={"where": "page"})
        for _turn in range(10):
            audit.record(kind="protect.sign_in", actor_code="S-6", outcome="failed")
        audit.record(kind="protect.glass.break", actor_code="S-5")
        audit.record(kind="protect.glass.break", actor_code="S-5")
        audit.record(kind="protect.glass.end", actor_code="S-5")
        audit.record(kind="protect.audit.verify", actor_code="schedule", outcome="failed")
        watching.catch_up()
        raised = {(alarm.staff_code, alarm.kind): alarm.count for alarm in Alarm.objects.all()}
        assert raised == {
            ("S-9", "refused"): 20, ("S-8", "codes"): 15, ("unknown", "passphrase"): 3, ("S-6", "sign_in"): 10, ("S-5", "glass"): 2, ("log", "log"): 1,
        }
        assert watching.catch_up() == 0
        audit.record(kind="register.open", actor_code="S-9", outcome="refused")
        assert watching.catch_up() == 1 and Alarm.objects.get(kind="refused").count == 21


def test_hours_are_the_organisations(world: World, settings: Any) -> None:
    from titip.protect.reads.house_clock import on_house_clock

    settings.TITIP_ZONE = "Asia/Phnom_Penh"
    with clock.at(datetime(2026, 3, 4, 14, 30, tzinfo=UTC)), on_house_clock():  # half past nine in the evening there
        watching.catch_up()
        audit.record(kind="register.identity", actor_code=world.alice.code, subjects=[("person", uuid4())])
        assert watching.catch_up() == 0
    with clock.at(datetime(2026, 3, 4, 17, 30, tzinfo=UTC)), on_house_clock():  # half past midnight, of the fifth
        audit.record(kind="register.identity", actor_code=world.alice.code, subjects=[("person", uuid4())])
        audit.record(kind="register.identity", actor_code="system", subjects=[("person", uuid4())])
        watching.catch_up()
        alarm = Alarm.objects.get(kind="hours")
        assert (alarm.staff_code, alarm.day.day, alarm.count) == (world.alice.code, 5, 1)
        limits(100, 300, opens=0, closes=0)
        audit.record(kind="register.identity", actor_code=world.bob.code, subjects=[("person", uuid4())])
        watching.catch_up()
        assert Alarm.objects.filter(kind="hours").count() == 1


def test_hours_may_run_over_midnight() -> None:
    assert [hour for hour in range(24) if is_odd(hour, 6, 22)] == [0, 1, 2, 3, 4, 5, 22, 23]
    assert [hour for hour in range(24) if is_odd(hour, 20, 4)] == list(range(4, 20))
    assert not any(is_odd(hour, 7, 7) for hour in range(24))
    assert week_of(days_of("2026-W01")[0]) == "2026-W01" and days_of("2026-W01")[0].isoformat() == "2025-12-29"
    for wrong in ("2026-47", "2026-W60", "x", "2026-Wab"):
        with pytest.raises(ValueError):
            days_of(wrong)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("opens", {"opens": 24}), ("alarm_after", {"alarm_after": 0}), ("alarm_after", {"alarm_after": 1001, "stop_after": 1001}),
        ("stop_after", {"stop_after": 5}), ("second_place", {"second_place": "stick"}), ("mail_to", {"mail_to": "office"}),
        ("mail_to", {"mail_also": "a@example.org"}),
    ],
)
def test_rules_that_cannot_be_are_told(world: World, field: str, given: dict[str, Any]) -> None:
    with pytest.raises(watching.BadRules) as bad:
        watching.set_rules(**{"opens": 6, "closes": 22, "alarm_after": 100, "stop_after": 300, "actor_code": "tests", **given})
    assert bad.value.field == field


def test_the_administrator_sets_them_on_a_page(world: World) -> None:
    client, address = world.client_for(world.hun), reverse("watch_rules")
    assert client.get(address).status_code == 200
    told = {"opens": "7", "closes": "19", "alarm_after": "50", "stop_after": "40", "second_place": "", "mail_to": "", "mail_also": ""}
    assert "The stop comes after" in client.post(address, told).content.decode()
    assert client.post(address, {**told, "stop_after": "90", "mail_to": "board@example.org"}).status_code == 302
    event = AuditEvent.objects.get(kind="protect.watch.rules")
    assert event.detail["stop_after"] == 90 and "board" not in str(event.detail)


def test_searching_is_slowed_down(world: World) -> None:
    client, address = world.client_for(world.alice), reverse("search")
    with clock.at(clock.now()):
        answers = [client.post(address, {"q": "KH7-4WMT"}).status_code for _turn in range(32)]
    assert answers == [200] * 30 + [429] * 2
    assert AuditEvent.objects.filter(kind="protect.search", outcome="refused").count() == 2

