"""Errors of tables and releases: each says what is wrong, and what to do."""

import difflib
from collections.abc import Sequence


class TableProblem(ValueError):
    """A table cannot be read or used. ``problem`` says why, ``cure`` what to do; a program may show them apart."""

    def __init__(self, problem: str, cure: str) -> None:
        super().__init__(f"{problem} {cure}")
        self.problem = problem
        self.cure = cure


class UnknownColumn(TableProblem):
    """No column has that name. ``nearest`` are the names that look most like it."""

    def __init__(self, name: str, names: Sequence[str]) -> None:
        self.name = name
        self.nearest = tuple(_nearest(name, names))
        cure = f"Nearest names: {', '.join(self.nearest)}." if self.nearest else f"The columns are: {', '.join(names)}."
        super().__init__(f"There is no column “{name}”.", cure)


class Undecodable(TableProblem):
    """The bytes of a file are not text in the encoding tried."""


class ReleaseRefused(TableProblem):
    """A table may not be released like this."""


def _nearest(name: str, names: Sequence[str]) -> list[str]:
    lowered = {n.casefold(): n for n in names}
    if found := [n for key, n in lowered.items() if name.casefold() in key]:
        return found[:5]
    return [lowered[key] for key in difflib.get_close_matches(name.casefold(), list(lowered), n=5, cutoff=0.5)]
