"""Long work shows how far it is, and uses both cores: how an engine does either without knowing who watches."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Protocol, TypeVar

T = TypeVar("T")
Part = TypeVar("Part")
Answer = TypeVar("Answer")

#: Fresh processes cost about a second: not worth it for less work than this.
WORTH_IT = 3.0
#: Tells the libraries of linear algebra to use one thread.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "VECLIB_MAXIMUM_THREADS": "1"}


class Watch(Protocol):
    """Hands things on while telling somebody how far it is (``titip.cli.output.progress`` is one)."""

    def __call__(self, things: Iterable[T], *, label: str, total: int | None = None) -> Iterator[T]: ...


def unwatched(things: Iterable[T], *, label: str, total: int | None = None) -> Iterator[T]:
    """Hands things on in silence."""
    yield from things


def spread(work: Callable[[Part], Answer], parts: Sequence[Part], *, label: str, cores: int = 0, watch: Watch = unwatched) -> list[Answer]:
    """``work`` on each part, in order. The first parts are done here; if much is left, fresh processes on all cores take the rest.

    ``work`` is a function of a module and its parts are plain values, so that a fresh process can take them. ``cores`` 0: as many as there are.
    """
    return list(watch(_answers(work, parts, cores or os.cpu_count() or 1), label=label, total=len(parts)))


def _answers(work: Callable[[Part], Answer], parts: Sequence[Part], cores: int) -> Iterator[Answer]:
    begun = time.perf_counter()
    for done, part in enumerate(parts):
        left = len(parts) - done
        if done and cores > 1 and left > 1 and left * (time.perf_counter() - begun) / done > WORTH_IT:
            yield from _on_all_cores(work, parts[done:], cores)
            return
        yield work(part)


def _on_all_cores(work: Callable[[Part], Answer], parts: Sequence[Part], cores: int) -> Iterator[Answer]:
    with _one_thread_each(), ProcessPoolExecutor(min(cores, len(parts)), mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(work, part) for part in parts]
        try:
            for answer in waiting:
                yield answer.result()
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Fresh processes read these when they start. Without them each would use all cores for its small matrices, and all would wait."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
