"""Small places: a place with few people is shown only as the larger one around it, so that k is the place's as well as the table's."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from titip.share.disclosure.hierarchies import Hierarchy
from titip.share.rules.columns import STAR
from titip.share.rules.problems import TableProblem


@dataclass(frozen=True)
class SmallPlaces:
    """How many people live in each place (by code; groups without a number are summed from the places in them), and the fewest that may be named."""

    population: Mapping[str, int]
    least: int

    @classmethod
    def from_file(cls, path: Path, least: int) -> SmallPlaces:
        """``place;people`` a line, UTF-8. Raises TableProblem."""
        if not path.is_file():
            raise TableProblem(f"There is no population file {path}.", "Check the name; it is looked for beside the specification.")
        found: dict[str, int] = {}
        for number, row in enumerate(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"), start=1):
            if len(row) != 2 or not row[1].strip().isdigit():
                raise TableProblem(f"{path.name}, line {number} is not “place;people”.", "Write the place, a semicolon, and a whole number.")
            found[row[0].strip()] = int(row[1])
        return cls(found, least)

    def floor(self, hierarchy: Hierarchy) -> dict[str, int]:
        """For each value, the lowest step at which enough people live in what is shown; withheld where nothing is large enough.

        A place whose people are not known counts as small.
        """
        people: dict[str, int] = {}
        for value, path in hierarchy.paths.items():
            for label in dict.fromkeys(path):
                people[label] = people.get(label, 0) + self.population.get(value, 0)
        people |= self.population
        return {value: self._step((value, *path), people) for value, path in hierarchy.paths.items()}

    def _step(self, names: tuple[str, ...], people: Mapping[str, int]) -> int:
        for step, name in enumerate(names):
            if name == STAR or people.get(name, 0) >= self.least:
                return step
        return len(names)
