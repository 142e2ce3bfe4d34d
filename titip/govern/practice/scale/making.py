"""Makes a practice house of any size: one process writes what is kept in the open, another seals what is not.

Both tell the same lives from the same seed, so that nothing but the seed passes between them. Where a process cannot be split (Windows,
a test's own transaction) one does both.
"""

import multiprocessing
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection, connections

from titip.dictionary import reads as dictionary
from titip.govern.practice.organisation import NAME, NotForPractice
from titip.govern.practice.scale.hiring import found
from titip.govern.practice.scale.house import House
from titip.govern.practice.scale.plots import DAY, EPOCH, PERIOD, Life, World
from titip.govern.practice.scale.telling import PERSON, Ids, Telling, moment_text
from titip.govern.practice.scale.writing import Writer
from titip.kit import clock
from titip.protect.actions.loading import Sealing, Store
from titip.protect.reads import staff as protect
from titip.quality.actions.loading import load_pairs

#: No house is larger: codes and ids have room for it.
MOST: Final = 1_000_000
#: Lives in one transaction; one event of the checks for each.
BATCH: Final = 5_000


class NotEmpty(Exception):
    """The folder holds an organisation already."""


class BrokenOff(Exception):
    """The process that seals has ended before its work did."""


@dataclass(frozen=True)
class Scene:
    """All that both processes need to tell a life."""

    world: World
    telling: Telling
    screening: Telling
    house: House


def make(*, people: int, seed: int, alone: bool = False) -> Iterator[tuple[str, int, int]]:
    """Fill an empty, unlocked practice folder with ``people`` registrations; yields (what, done, total) as it goes.

    ``alone``: in this process only. Raises NotForPractice, NotEmpty, BrokenOff. What was broken off is begun anew in an empty folder.
    """
    if not protect.is_practice():
        raise NotForPractice("Made-up people are only put into a practice folder.")
    if protect.organisation() is not None:
        raise NotEmpty("This folder holds an organisation already.")
    if not 1 <= people <= MOST:
        raise ValueError(f"from 1 to {MOST:,} people")
    scene = _scene(people, seed, clock.today())
    split = not alone and not connection.in_atomic_block and "fork" in multiprocessing.get_all_start_methods()
    if split:
        yield from _with_a_sealer(scene)
    else:
        with Sealing() as sealing:
            yield from _write(scene, sealing)
    yield "Pairs that may be one", 0, 1
    load_pairs()


def _scene(people: int, seed: int, today: date) -> Scene:
    house = found(people, on=today - timedelta(days=PERIOD + 30))
    provinces: dict[str, list[str]] = {}
    for choice in dictionary.code_list("places"):
        provinces.setdefault(choice.parent or choice.code, []).append(choice.code)
    world = World(seed, people, today.toordinal(), provinces)
    purposes, version = dictionary.purposes(), dictionary.current()

    def telling(record_type: str) -> Telling:
        return Telling(seed=seed, declared=dictionary.declared(record_type), purposes=purposes, organisation=NAME, today=today,
                       words_version=version.number if version else None)

    return Scene(world, telling("registration"), telling("screening"), house)


def _write(scene: Scene, sealing: Sealing | None) -> Iterator[tuple[str, int, int]]:
    """Every life into the app store; into the vault too where nobody else does."""
    people = scene.world.people
    now = moment_text((scene.world.today - EPOCH) * DAY)
    with Store("default") as store:
        writer = Writer(store, world=scene.world, telling=scene.telling, screening=scene.screening, house=scene.house, now=now)
        store.start()
        with writer.events:
            for number in range(people):
                life = scene.world.life(number)
                writer.write(life)
                if sealing is not None:
                    _seal_one(scene, sealing, life)
                if number % BATCH == BATCH - 1 or number == people - 1:
                    writer.close_batch()
                    store.flush()
                    if sealing is not None:
                        sealing.flush()
                yield "Made-up people", number + 1, people
        writer.events.keep_head()
        total = store.waiting_indexes
        for done, _index in enumerate(store.build(), start=1):
            yield "Indexes", done, total


def _seal_one(scene: Scene, sealing: Sealing, life: Life) -> None:
    worker = scene.house.worker_of(life.head)
    sealing.person(Ids(scene.telling.seed, life.number).at(PERSON, life.registered), scene.telling.to_seal(life, worker.code))


# --- two processes


def _with_a_sealer(scene: Scene) -> Iterator[tuple[str, int, int]]:
    people = scene.world.people
    connections.close_all()  # no connection may be open in two processes
    context = multiprocessing.get_context("fork")
    sealed = context.Value("q", 0)
    sealer = context.Process(target=_seal, args=(scene, sealed), daemon=True)
    sealer.start()
    try:
        for step in _write(scene, None):
            if step[1] % BATCH == 0 and not sealer.is_alive() and sealer.exitcode:
                raise BrokenOff("The process that seals has ended before its work did.")
            yield step
        while sealer.is_alive():
            yield "Sealed", min(sealed.value, people - 1), people
            time.sleep(0.2)
        sealer.join()
    finally:
        if sealer.is_alive():
            sealer.terminate()
    if sealer.exitcode:
        raise BrokenOff("The process that seals has ended before its work did.")
    yield "Sealed", people, people


def _seal(scene: Scene, sealed: Any) -> None:
    with Sealing() as sealing:
        for number in range(scene.world.people):
            _seal_one(scene, sealing, scene.world.life(number))
            if number % BATCH == BATCH - 1:
                sealing.flush()
                sealed.value = number + 1
