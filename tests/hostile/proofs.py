"""What a proof is: an attack that is tried so many times on the real product, and the defects that it must be able to see.

    @row("Password guesses", asked=10_000, quick=40, expects="none in")
    def guesses(tries: int) -> Outcome: ...        # real views, real database

    @guesses.defect("the passphrase is compared by its first letters")
    @contextmanager
    def first_letters(): ...                       # plants one realistic defect: the same attack must now count something bad

A row makes what it needs itself (``make_world()``): it finds migrated, empty stores and its own folder. Its module lies in
``tests/hostile`` and is found by ``known_rows``; ``test_rows.py`` runs every row at ``quick`` size, once honest and once with each defect.
"""

import importlib
import pkgutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

Plant = Callable[[], AbstractContextManager[object]]
Attack = Callable[[int], "Outcome"]


@dataclass(frozen=True)
class Outcome:
    """What became of an attack: how many tries there were, how many of them got what they must not; ``note`` says which, in a few words."""

    tried: int
    bad: int
    note: str = ""


@dataclass
class Row:
    """One attack. ``asked``: tries of `make proof`; ``quick``: tries for every day; ``expects``: what must come of it.

    ``promised``: the design's number where it is more than fits into a quarter of an hour; `make proof ARGS=--long` makes so many.

    ``slow``: its quick size takes more than a few seconds. ``apart``: it commits, kills or forks, so that even its test runs in a process
    and a folder of its own.
    """

    name: str
    asked: int
    quick: int
    expects: str
    attack: Attack
    slow: bool = False
    apart: bool = False
    promised: int = 0
    defects: dict[str, Plant] = field(default_factory=dict)

    def __call__(self, tries: int) -> Outcome:
        """Attack so many times."""
        return self.attack(tries)

    def defect(self, name: str) -> Callable[[Plant], Plant]:
        """Register a defect; ``name`` says it in the words of whoever might make it."""

        def register(plant: Plant) -> Plant:
            if name in self.defects:
                raise ValueError(f"{self.name}: two defects are called “{name}”")
            self.defects[name] = plant
            return plant

        return register

    def run(self, tries: int, *, planted: str = "") -> Outcome:
        """Attack so many times, with one defect planted if it is named."""
        if not planted:
            return self(tries)
        with self.defects[planted]():
            return self(tries)


_ROWS: dict[str, Row] = {}


def row(name: str, *, asked: int, quick: int, expects: str, slow: bool = False, apart: bool = False, promised: int = 0) -> Callable[[Attack], Row]:
    """Register an attack as a row of the table; see ``Row``."""

    def register(attack: Attack) -> Row:
        standing = _ROWS.get(name)
        if standing is not None and standing.attack.__module__ != attack.__module__:
            raise ValueError(f"two rows are called “{name}”")
        _ROWS[name] = Row(name, asked, quick, expects, attack, slow=slow, apart=apart, promised=promised)
        return _ROWS[name]

    return register


def known_rows() -> list[Row]:
    """Every row, by module and in the order of each. Django must be set up: the attacks know the product."""
    import tests.hostile as here

    for found in sorted(pkgutil.iter_modules(here.__path__), key=lambda one: one.name):
        if not found.name.startswith(("test_", "_")):
            importlib.import_module(f"tests.hostile.{found.name}")
    return list(_ROWS.values())
