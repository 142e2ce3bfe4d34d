"""Long work: watched, in order, and on several cores where that is worth it."""

import os
from collections.abc import Iterable, Iterator
from typing import TypeVar

import pytest

from titip.analyse.estimation.watching import ONE_THREAD, spread

T = TypeVar("T")


def square(number: int) -> tuple[int, int]:
    return number**2, os.getpid()


def fail(number: int) -> int:
    raise ValueError(f"no {number}")


class Seen:
    """A watch that remembers."""

    def __init__(self) -> None:
        self.labels: list[tuple[str, int | None]] = []
        self.count = 0

    def __call__(self, things: Iterable[T], *, label: str, total: int | None = None) -> Iterator[T]:
        self.labels.append((label, total))
        for thing in things:
            self.count += 1
            yield thing


def test_little_work_is_done_here() -> None:
    seen = Seen()

    answers = spread(square, range(10), label="squares", cores=2, watch=seen)

    assert [answer for answer, _ in answers] == [i**2 for i in range(10)]
    assert {process for _, process in answers} == {os.getpid()}
    assert seen.labels == [("squares", 10)]
    assert seen.count == 10


@pytest.mark.slow
def test_much_work_goes_to_fresh_processes_and_comes_back_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("titip.analyse.estimation.watching.WORTH_IT", 0.0)
    before = {name: os.environ.get(name) for name in ONE_THREAD}

    answers = spread(square, range(10), label="squares", cores=2)

    assert [answer for answer, _ in answers] == [i**2 for i in range(10)]
    assert {process for _, process in answers[1:]}.isdisjoint({os.getpid()})
    assert {name: os.environ.get(name) for name in ONE_THREAD} == before


def test_an_error_comes_through() -> None:
    with pytest.raises(ValueError, match="no 3"):
        spread(fail, [3, 4], label="failures", cores=2)
