"""Injects faults of every kind into a real server while four people type, and counts what was lost."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.desks import InterviewDesk, NoteDesk
from tests.faults.house import House, faulty_house, signed_in
from tests.faults.kinds import EVERYBODY, KILLS, KINDS
from tests.faults.scenes import Lost, Scene


@dataclass
class Row:
    """One kind: how many were injected, what was lost, how long it took."""

    kind: str
    injected: int = 0
    lost: list[str] = field(default_factory=list)
    seconds: float = 0


def scene_in(house: House, seed: int) -> Scene:
    """Two colleagues, each with a note and an interview open."""
    desks = []
    for name in ("Dara", "Sopha"):
        browser = signed_in(house, name)
        for desk in (NoteDesk.at(browser), InterviewDesk.at(browser)):
            desk.who = name
            desks.append(desk)
    return Scene(house, desks, random.Random(seed))


def inject(scene: Scene, kind: str, times: int) -> Row:
    """So many faults of one kind, one after the other."""
    row, begun = Row(kind), time.monotonic()
    inject_one, _often = KINDS[kind]
    for nth in range(times):
        for desk in scene.desks:
            if isinstance(desk, NoteDesk) and nth % 4 == 0:  # a page holds ten notes
                desk.new_case()
        try:
            inject_one(scene)
        except Lost as lost:
            row.lost.append(str(lost))
        row.injected += EVERYBODY if kind in KILLS else 1
    row.seconds = time.monotonic() - begun
    return row


def run(home: Path, *, seed: int, share: float = 1, kinds: list[str] | None = None, **environment: str) -> Iterator[Row]:
    """A row for each kind. ``share`` of a full round of each kind, at least one; ``environment`` goes to the server."""
    with faulty_house(home, **environment) as house:
        scene = scene_in(house, seed)
        for kind in kinds or list(KINDS):
            yield inject(scene, kind, max(1, round(KINDS[kind][1] * share)))


def table(rows: list[Row]) -> str:
    """The rows, and their sums, as text."""
    lines = [f"{'fault injected while typing':42} {'injected':>8} {'lost':>6} {'s':>7}"]
    lines += [f"{row.kind:42} {row.injected:8} {len(row.lost):6} {row.seconds:7.1f}" for row in rows]
    lines.append(f"{'all':42} {sum(row.injected for row in rows):8} {sum(len(row.lost) for row in rows):6} {sum(row.seconds for row in rows):7.1f}")
    lines += [f"  LOST: {what}" for row in rows for what in row.lost]
    return "\n".join(lines)
