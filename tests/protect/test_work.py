"""Work in the background: planned once, done by one, told honestly, and silent about what it handles."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from tests.postgres import sqlite_only
from tests.world import KEYRING_PASSPHRASE, STORES, World, make_world
from titip.kit import clock
from titip.protect import vault
from titip.protect.actions import background as actions
from titip.protect.actions.background import Runner, doing
from titip.protect.models import AuditEvent, Schedule, Work
from titip.protect.reads import work as reads
from titip.protect.rules.faults import Told
from titip.protect.rules.work import JOBS, Doing, Job, Jobs, State, next_due, only_ids, wait_after

pytestmark = pytest.mark.django_db(databases=STORES)
CANARY = "Sokha Canary-Bird of Kampot"
HOUR = timedelta(hours=1)


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Jobs]:
    """Only the jobs that the test registers."""
    monkeypatch.setattr(JOBS, "known", {})
    yield JOBS


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    yield made
    if vault.is_locked():
        vault.unlock(KEYRING_PASSPHRASE)


def counted(times: list[int]) -> Any:
    def run(doing: Doing) -> dict[str, int]:
        times.append(1)
        return {"n": len(times)}

    return run


def job(name: str = "tests.count", run: Any = None, **more: Any) -> Job:
    return Job(name, "Count", "%(n)d counted", run or (lambda doing: {"n": 0}), **{"every": HOUR, **more})


def test_what_repeats_is_planned_once_and_what_was_missed_is_made_up_for_once(world: World, jobs: Jobs) -> None:
    times: list[int] = []
    jobs.register(job(run=counted(times)))
    begun = clock.now()
    Runner().once()
    assert (times, Schedule.objects.get().next_due > begun) == ([], True)  # first due a minute after the first start

    with clock.at(begun + timedelta(days=3)):  # the machine was off for three days
        assert Runner().once() == 1
        assert Runner().once() == 0
        done = Work.objects.get()
        assert (len(times), done.state, done.result, done.actor_code) == (1, State.DONE, {"n": 1}, "schedule")
        assert clock.now() < Schedule.objects.get().next_due <= clock.now() + HOUR
        assert reads.line(done).said == "1 counted"
    Schedule.objects.update(next_due=begun + timedelta(days=900))  # the clock stood wrong once
    actions.tick()
    assert Schedule.objects.get().next_due <= clock.now() + HOUR


def test_what_a_clock_that_ran_ahead_put_off_is_due_again_and_a_look_at_nothing_writes_nothing(world: World, jobs: Jobs) -> None:
    jobs.register(job(every=None))
    work = actions.ask(job="tests.count", ids={"person": "1"}, actor_code="tests", staff_id=None)
    Work.objects.update(due_at=clock.now() + timedelta(days=900))
    assert actions.tick() == 1
    work.refresh_from_db()
    assert work.due_at <= clock.now()
    Runner().once()
    with CaptureQueriesContext(connection) as asked:
        assert actions.tick() == 0
    assert [one["sql"] for one in asked if not one["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))] == []


def test_the_beat_is_kept() -> None:
    day = clock.now()
    assert next_due(day, HOUR, day) == day + HOUR
    assert next_due(day, HOUR, day + HOUR * 5.5) == day + 6 * HOUR
    assert [wait_after(tries) is None for tries in (1, 2, 3, 4)] == [False, False, False, True]


def test_while_locked_what_needs_keys_waits_and_says_so_and_the_rest_runs(world: World, jobs: Jobs) -> None:
    opened: list[int] = []
    keyless: list[int] = []
    jobs.register(job("tests.open", counted(opened)), job("tests.clean", counted(keyless), needs_keys=False))
    actions.tick()
    Schedule.objects.update(next_due=clock.now())
    vault.lock()
    Runner().once()
    waits = Work.objects.get(job="tests.open")
    assert (opened, keyless) == ([], [1])
    assert (waits.state, waits.locked_at is not None, waits.attempts, reads.waiting_for_unlock()) == (State.WAITING, True, 0, 1)
    assert reads.line(waits).state == "Waiting for the server to be unlocked"

    vault.unlock(KEYRING_PASSPHRASE)
    Runner().once()
    assert (opened, Work.objects.get(job="tests.open").state, reads.waiting_for_unlock()) == ([1], State.DONE, 0)


def test_locked_in_the_middle_is_no_failed_try(world: World, jobs: Jobs) -> None:
    def run(doing: Doing) -> None:
        vault.lock()
        vault.token("tests", "x")

    jobs.register(job(run=run))
    made = actions.ask(job="tests.count", ids={}, actor_code="S-X", staff_id=None)
    Runner().once()
    made.refresh_from_db()
    assert (made.state, made.attempts, made.fault) == (State.WAITING, 0, "")


def test_what_fails_is_tried_again_then_said_in_words_and_nothing_of_an_answer_is_kept(
    world: World, jobs: Jobs, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str],
) -> None:
    def run(doing: Doing) -> None:
        try:
            raise KeyError(CANARY)
        except KeyError as error:
            raise ValueError(f"{CANARY} has no birth date") from error

    jobs.register(job(run=run))
    made = actions.ask(job="tests.count", ids={}, actor_code="S-X", staff_id=world.hun.pk)
    with caplog.at_level(logging.DEBUG):
        for tries in range(1, 5):
            with clock.at(clock.now() + timedelta(hours=5 * tries)):
                Runner().once()
            made.refresh_from_db()
            assert made.attempts == tries
    assert made.state == State.FAILED
    assert made.fault.startswith("unexpected ValueError at ")
    line = reads.line(made)
    assert line.why.startswith("Titip met an error it did not expect")
    assert "ValueError at " in line.place
    assert AuditEvent.objects.get(kind="protect.work.failed").detail == {"job": "tests.count"}
    with connection.cursor() as cursor:
        dumped = ""
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {table}")
            dumped += repr(cursor.fetchall())
    said = capfd.readouterr()
    assert DBTaskResult.objects.count() == 4
    for where in (dumped, caplog.text, said.out, said.err, world.client_for(world.hun).get(reverse("work")).content.decode()):
        assert "Canary" not in where
    with pytest.raises(ValueError, match="no id"):
        actions.ask(job="tests.count", ids={"name": CANARY}, actor_code="S-X", staff_id=None)
    assert only_ids({"a": 3}) == {"a": "3"}


def test_a_verification_that_finds_a_fault_fails_at_once_with_its_own_sentence(world: World, jobs: Jobs) -> None:
    def run(doing: Doing) -> None:
        raise Told("not_whole")

    jobs.register(job(run=run))
    made = actions.ask(job="tests.count", ids={}, actor_code="S-X", staff_id=None)
    Runner().once()
    made.refresh_from_db()
    assert made.state == State.FAILED
    assert reads.line(made).why.startswith("The log is not whole")


def test_progress_is_told_and_a_cancel_ends_it_at_the_next_pause(world: World, jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doing, "_TELL", 0.0)
    seen: list[tuple[str, int | None]] = []

    def run(doing: Doing) -> None:
        for number in range(1, 11):
            doing.progress(number, 10)
            row = Work.objects.get(state=State.RUNNING)
            seen.append((reads.line(row).state, reads.line(row).percent))
            if number == 4:
                actions.cancel(work=row, actor_code=world.alice.code)

    jobs.register(job(run=run, every=None))
    made = actions.ask(job="tests.count", ids={"person": 7}, actor_code=world.alice.code, staff_id=world.alice.pk)
    assert actions.ask(job="tests.count", ids={"person": 7}, actor_code=world.alice.code, staff_id=world.alice.pk).pk == made.pk  # pressed twice
    Runner().once()
    made.refresh_from_db()
    assert seen[-1] == ("Running: 4 of 10", 40)
    assert (made.state, made.done) == (State.CANCELLED, 5)

    again = actions.retry(work=made, actor_code=world.alice.code, staff_id=world.alice.pk)
    actions.cancel(work=again, actor_code=world.alice.code)
    Runner().once()
    again.refresh_from_db()
    assert (again.state, again.started_at) == (State.CANCELLED, None)


def test_what_a_dead_worker_held_is_taken_back_and_a_worker_taken_for_dead_changes_nothing(world: World, jobs: Jobs) -> None:
    times: list[int] = []

    def run(current: Doing) -> dict[str, int]:
        times.append(1)
        if len(times) == 1:  # while it slept, another took it for dead and did it
            Work.objects.filter(state=State.RUNNING).update(lease_until=clock.now() - HOUR)
            actions.tick()
            Runner().once()
            current.progress(1, 2)
        return {"n": len(times)}

    jobs.register(job(run=run))
    made = actions.ask(job="tests.count", ids={}, actor_code="S-X", staff_id=None)
    Runner().once()
    made.refresh_from_db()
    assert (times, made.state, made.attempts, made.result) == ([1, 1], State.DONE, 1, {"n": 2})


def test_the_schedule_does_not_keep_the_server_unlocked(world: World, jobs: Jobs) -> None:
    used: list[float] = []

    def run(doing: Doing) -> None:
        vault.token("tests", "x")
        used.append(vault._HOLDER._used[0])

    jobs.register(job(run=run))
    actions.ask(job="tests.count", ids={}, actor_code="S-X", staff_id=None)
    before = vault._HOLDER._used[0]
    Runner().once()
    assert used == [before]


def test_the_pages_show_what_ran_to_the_administrator_and_ones_own_work_to_oneself(world: World, jobs: Jobs) -> None:
    jobs.register(job(run=counted([])), job("tests.long", every=None))
    mine = actions.ask(job="tests.long", ids={}, actor_code=world.alice.code, staff_id=world.alice.pk)
    alice, charlie, hun = (world.client_for(one) for one in (world.alice, world.charlie, world.hun))
    page = alice.get(reverse("work_one", args=[mine.pk]))
    assert (page.headers["Refresh"], b"loads itself again" in page.content) == ("3", True)
    still = alice.get(reverse("work_one", args=[mine.pk]), {"still": "1"})
    assert "Refresh" not in still.headers
    assert charlie.get(reverse("work_one", args=[mine.pk])).status_code == 404
    for name in ("work_cancel", "work_retry"):
        assert charlie.post(reverse(name, args=[mine.pk])).status_code == 404
    assert b"Waiting for its turn" in alice.get("/").content

    sent = hun.post(reverse("work_run"), {"job": "tests.count"})
    assert sent.status_code == 302
    Runner().once()
    shown = hun.get(reverse("work")).content.decode()
    assert "1 counted" in shown
    assert "Alice Test" in shown
    assert "Refresh" not in alice.get(reverse("work_one", args=[mine.pk])).headers
    assert hun.post(reverse("work_run"), {"job": "tests.long"}).status_code == 404  # is not there to be run by hand
    assert alice.post(reverse("work_run"), {"job": "tests.count"}).status_code == 404


def test_a_page_that_loads_itself_again_is_no_sign_of_life(world: World, jobs: Jobs) -> None:
    jobs.register(job("tests.long", every=None))
    mine = actions.ask(job="tests.long", ids={}, actor_code=world.alice.code, staff_id=world.alice.pk)
    alice, begun = world.client_for(world.alice), clock.now()
    with clock.at(begun):
        alice.get("/")
    with clock.at(begun + timedelta(minutes=4)):
        assert alice.get(reverse("work_one", args=[mine.pk])).status_code == 200
    with clock.at(begun + timedelta(minutes=6)):
        assert alice.get(reverse("work_one", args=[mine.pk])).status_code == 302  # idle for more than five minutes


def test_the_pages_cost_the_same_however_much_work_there_was(world: World, jobs: Jobs, django_assert_max_num_queries: Any) -> None:
    jobs.register(job(), job("tests.other"))
    hun = world.client_for(world.hun)

    def queries() -> int:
        with django_assert_max_num_queries(60) as counted:
            assert hun.get(reverse("work")).status_code == 200
        return len(counted)

    def make(many: int) -> None:
        for number in range(many):
            Work.objects.create(
                job="tests.count", key="", actor_code="schedule", due_at=clock.now(), state=State.DONE, ended_at=clock.now(), result={"n": number},
                asked_by=world.hun,
            )

    make(10)
    queries()  # the session and its first look
    few = queries()
    make(90)
    assert queries() == few


def test_old_work_sessions_and_queue_rows_are_cleared_but_the_latest_of_each_job(world: World) -> None:
    client = world.client_for(world.alice)
    assert client.get("/").status_code == 200
    long_ago = clock.now() - timedelta(days=200)
    old = [
        Work.objects.create(
            job="protect.sign", key="", actor_code="schedule", due_at=long_ago, state=State.DONE, ended_at=long_ago + HOUR * n, made_at=long_ago,
        )
        for n in range(3)
    ]
    made = actions.hasten(job="protect.clean", actor_code=world.hun.code, staff_id=world.hun.pk)
    with clock.at(clock.now() + timedelta(days=2)):
        Runner().once()
    made.refresh_from_db()
    assert made.state == State.DONE, made.fault
    assert (made.result["work"], made.result["sessions"]) == (2, 1)
    assert list(Work.objects.filter(job="protect.sign").values_list("pk", flat=True)) == [old[2].pk]


def test_every_regular_job_runs_in_an_empty_house(world: World) -> None:
    for one in JOBS.repeating():
        made = actions.hasten(job=one.name, actor_code=world.hun.code, staff_id=world.hun.pk)
        Runner().once()
        made.refresh_from_db()
        assert (made.state, made.fault) == (State.DONE, ""), one.name
        assert reads.line(made).said != "", one.name
        assert "%(" not in reads.line(made).said


@sqlite_only  # elsewhere leases keep workers apart: tests/protect/test_postgres.py
def test_two_runners_over_one_folder_take_turns(world: World, jobs: Jobs) -> None:
    from titip.kit.alone import alone

    with alone(Path(settings.HOME.run) / "worker.lock") as mine:
        assert mine
        assert Runner().once() is None
    assert Runner().once() == 0
