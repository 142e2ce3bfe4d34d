"""The runner: a loop that plans what is due and does it, one piece after another; at most one over a folder with SQLite."""

import logging
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from titip.kit.alone import alone
from titip.protect import vault
from titip.protect.actions.background.doing import STOPPING
from titip.protect.actions.background.planning import tick

log = logging.getLogger("titip.work")

#: Seconds between two looks at what is due.
INTERVAL = 2.0
#: Seconds of rest after something went wrong in the loop itself: a full disk, a database that is busy.
_REST = 30.0


class Runner:
    """Looks every two seconds for what is due and does it, until ``stop`` is set."""

    def __init__(self, stop: threading.Event | None = None) -> None:
        self.stop = stop or threading.Event()
        self._worker_id = secrets.token_hex(8)

    def run(self, *, first_after: float = 0.0) -> None:
        """Until stopped. Where another runner works over this folder, stand by to take over from it."""
        STOPPING.set(self.stop)
        try:
            if self.stop.wait(first_after):
                return
            with vault.unattended():
                while not self.stop.is_set():
                    self._while_alone()
                    self.stop.wait(INTERVAL)
        finally:
            connections.close_all()

    def once(self) -> int | None:
        """Do all that is due now; return how many pieces were handed over, or None where another runner is at work here."""
        STOPPING.set(self.stop)
        with vault.unattended(), _place() as mine:
            if not mine:
                return None
            handed = tick(all_dead=_only_one())
            while not self.stop.is_set() and self._one():
                handed += tick()
            return handed

    def _while_alone(self) -> None:
        with _place() as mine:
            fresh = True
            while mine and not self.stop.is_set():
                try:
                    tick(all_dead=fresh and _only_one())
                    fresh = False
                    if self._one():
                        continue
                except Exception:
                    log.exception("the work in the background pauses")
                    connections.close_all()
                    if self.stop.wait(_REST):
                        return
                if self.stop.wait(INTERVAL):
                    return

    def _one(self) -> bool:
        """Run one piece of what the queue holds. Asked first by a read: the queue's own way of taking holds SQLite's one write lock."""
        if not DBTaskResult.objects.ready().exists():
            return False
        Worker(
            queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=1, worker_id=self._worker_id,
            excluded_queue_names=[],
        ).run()
        return True


def _only_one() -> bool:
    return connections["default"].vendor == "sqlite"


@contextmanager
def _place() -> Iterator[bool]:
    """Whether this process may work here. On SQLite one at a time, held by a file; elsewhere leases alone keep workers apart."""
    if not _only_one():
        yield True
        return
    with alone(settings.HOME.run / "worker.lock") as mine:
        yield mine


def start_thread(*, first_after: float) -> threading.Thread:
    """The server's own runner, in a thread that ends with it."""
    thread = threading.Thread(target=Runner().run, kwargs={"first_after": first_after}, name="work", daemon=True)
    thread.start()
    return thread
