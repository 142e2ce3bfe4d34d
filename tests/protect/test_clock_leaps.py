"""A clock that leaps ahead or falls back destroys nothing, ends no consent for good, and is told to people."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from tests.protect.leaping import machine
from tests.world import STORES, client_for, make_world
from titip.cli.doctor import _clock
from titip.kit import clock
from titip.protect import vault
from titip.protect.actions import standing, sweeping
from titip.protect.gate import keeping
from titip.protect.models import AuditEvent, ClockSeen
from titip.protect.rules.sealing import SEALERS
from titip.protect.rules.standing import STOOD, Apart, Sighting, look

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def test_a_clock_that_is_near_is_believed_one_far_ahead_after_a_day_one_far_behind_never() -> None:
    assert look(None, told=NOON, steady=NOON) == Sighting(NOON)
    for near in (NOON + 7 * DAY, NOON - 7 * DAY, NOON + HOUR):
        assert look(Sighting(NOON), told=near, steady=NOON) == Sighting(near)
    seen, far = Sighting(NOON), NOON + 9 * DAY
    for step in range(1, 145):
        seen = look(seen, told=far + step * timedelta(minutes=10), steady=NOON + step * timedelta(minutes=10))
        assert seen.apart is Apart.AHEAD or step == 145
    assert seen.stood == STOOD - timedelta(minutes=10)
    asleep = look(seen, told=far + 3 * DAY, steady=NOON + DAY)
    assert asleep == Sighting(far + 3 * DAY), "the last step counts as ten minutes, whatever a night's sleep took"
    again = look(seen, told=far + 400 * DAY, steady=NOON + DAY)
    assert again.stood == timedelta(0), "a clock that leaps on has not stood"
    for _time in range(300):
        seen = look(seen, told=datetime(1970, 1, 1, tzinfo=UTC), steady=NOON + DAY)
    assert seen.apart is Apart.BEHIND and seen.believed == NOON + DAY


@pytest.mark.django_db(databases=STORES)
def test_the_house_goes_on_by_its_own_time_over_restarts_until_the_clock_is_right() -> None:
    make_world()
    with machine() as one:
        began = one.says
        one.run(HOUR)
        one.leap(datetime(2099, 1, 1, tzinfo=UTC))
        assert clock.now().year == 2099, "what has run out by what anybody can see is not used"
        assert clock.settled() == began + HOUR
        one.run(HOUR, looks=6)
        one.restart()
        assert clock.settled() == began + 2 * HOUR and ClockSeen.objects.get().stood == HOUR
        one.leap(began + 3 * HOUR)
        assert clock.now() == clock.settled() == began + 3 * HOUR and ClockSeen.objects.get().told is None

        one.leap(datetime(1970, 1, 1, tzinfo=UTC))
        one.run(HOUR, looks=6)
        one.restart()
        assert clock.now() == clock.settled() == began + 4 * HOUR, "time never goes back"
        one.run(5 * DAY, looks=6 * 24 * 5)
        assert clock.now() > began + 5 * DAY
        one.leap(began + 6 * DAY)
        told = [(event.detail["clock"], event.outcome) for event in AuditEvent.objects.filter(kind="protect.clock").order_by("seq")]
        assert told == [("ahead", "ok"), ("right", "ok"), ("behind", "ok"), ("right", "ok")]
        with clock.at(NOON):
            assert clock.settled() == clock.now() == NOON, "where a test or practice data set the clock, it is obeyed"


@pytest.mark.django_db(databases=STORES)
def test_a_house_closed_for_long_is_asked_or_believes_after_a_day() -> None:
    world = make_world()
    tola, page = world.client_for(world.hun), reverse("work")
    with machine() as one:
        assert "has leapt ahead" not in tola.get(page).content.decode() and not list(_clock())
        closed = one.says
        one.leap(closed + 30 * DAY)
        body = client_for(world.hun).get(page).content.decode()
        assert "has leapt ahead" in body and "nothing is destroyed for its age" in body and len(list(_clock())) == 1
        assert clock.settled() == closed
        assert world.client_for(world.alice).post(reverse("work_clock")).status_code in (302, 404) and clock.settled() == closed
        client = client_for(world.hun)
        client.get(page)
        client.post(reverse("work_clock"))
        assert clock.settled() == one.says and "has leapt ahead" not in client.get(page).content.decode()
        assert AuditEvent.objects.filter(kind="protect.clock.confirm").count() == 1

        one.leap(one.says + 30 * DAY)
        one.run(STOOD + HOUR, looks=160)
        assert clock.settled() == one.says, "it has stood there for a day of running"


@pytest.mark.django_db(databases=STORES)
def test_a_sweep_by_command_in_a_process_that_believes_nothing_yet_asks_the_house_first() -> None:
    alice = make_world().alice
    with machine() as one:
        kept = keeping.keep(alice, "/somewhere", [("words", "typed and not sent")])
        assert kept is not None
        one.says = datetime(2099, 1, 1, tzinfo=UTC)
        clock.believe(None)  # as a new process begins
        one.ran += 21
        sweeping.sweep(rooms=SEALERS.all(), actor_code="command")
        assert json.loads(vault.open_draft(vault.Owner("draft", kept.pk), kept.vault_id))


@pytest.mark.django_db(databases=STORES)
def test_looking_is_cheap(django_assert_num_queries) -> None:
    make_world()
    with machine() as one:
        standing.look(now=True)
        with django_assert_num_queries(0):
            standing.look()
        one.ran += 21
        with django_assert_num_queries(3):  # a savepoint, one row read
            standing.look()
