"""What a file holds: which columns name a person, which together may single her out, which are sensitive, and how values give way."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from titip.dictionary.rules.types import DATES
from titip.share.disclosure import scales
from titip.share.disclosure.hierarchies import Hierarchy
from titip.share.disclosure.places import SmallPlaces
from titip.share.disclosure.rare import Rare
from titip.share.rules.problems import TableProblem, UnknownColumn
from titip.share.rules.released import Table

_LISTS: Final = ("direct", "quasi", "sensitive", "flags")
_KEYS: Final = (*_LISTS, "hierarchies", "small_places", "rare")
_EXAMPLE: Final = "Write for instance: quasi: [year, gender, province]"
_BANDS: Final = re.compile(r"bands((?:\s+\d+)+)")


@dataclass(frozen=True)
class Spec:
    """``direct`` columns are withheld whole. ``hierarchies``: column → a file in ARX's form, ``dates``, ``ages``, ``bands 5 10 20``,
    ``{parents: FILE}`` or ``{groups: {code: parent}}``.

    ``flags``: columns with several values divided by ``;`` whose options give way one by one. ``small_places``: column →
    ``{population: FILE, least: N}``. ``rare``: column → fewest rows of a value that stands alone (see ``rare.Rare``). Files are looked for in ``folder``.
    """

    quasi: tuple[str, ...]
    direct: tuple[str, ...] = ()
    sensitive: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    hierarchies: Mapping[str, Any] = field(default_factory=dict)
    small_places: Mapping[str, Any] = field(default_factory=dict)
    folder: Path = Path()
    rare: Mapping[str, Rare] = field(default_factory=dict)

    @classmethod
    def from_file(cls, path: Path) -> Spec:
        """From YAML, or from a dictionary export (the codebook as CSV). Raises TableProblem."""
        if not path.exists() or path.is_dir():
            raise TableProblem(f"There is no specification {path}.", _EXAMPLE)
        import yaml

        try:
            text = path.read_text(encoding="utf-8-sig")
            return cls.from_codebook(text) if path.suffix.lower() == ".csv" else cls.read(yaml.safe_load(text), path.parent)
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            where = getattr(error, "problem_mark", None)
            line = f" (line {where.line + 1})" if where else ""
            raise TableProblem(f"{path.name} is not YAML{line}.", _EXAMPLE) from None

    @classmethod
    def read(cls, declared: Any, folder: Path = Path()) -> Spec:
        """From what YAML holds. Raises TableProblem naming the key."""
        if not isinstance(declared, Mapping):
            raise TableProblem("The specification holds no lists.", _EXAMPLE)
        if unknown := sorted(str(key) for key in declared if key not in _KEYS):
            raise TableProblem(f"The specification holds “{unknown[0]}”, which is not known.", f"It may hold {', '.join(_KEYS)}.")
        lists = {key: _names(declared, key) for key in _LISTS}
        for key in ("hierarchies", "small_places", "rare"):
            if not isinstance(declared.get(key) or {}, Mapping):
                raise TableProblem(f"“{key}” is not a mapping.", f"Write under {key}: a line “column: file.csv” each.")
        if twice := sorted(name for name in {n for names in lists.values() for n in names} if sum(name in lists[key] for key in _LISTS[:3]) > 1):
            raise TableProblem(f"“{twice[0]}” stands in more than one of direct, quasi and sensitive.", "Keep it in one.")
        if not lists["quasi"]:
            raise TableProblem("“quasi” is empty.", "List the columns that together may single a person out: quasi: [year, gender, province]")
        if astray := sorted(set(lists["flags"]) - set(lists["quasi"])):
            raise TableProblem(f"“{astray[0]}” is among flags and not among quasi.", "Add it to quasi.")
        rare = {str(code): Rare.read(str(code), one) for code, one in (declared.get("rare") or {}).items()}
        otherwise = {str(code) for key in ("hierarchies", "small_places") for code in declared.get(key) or {}} | {*lists["flags"], *lists["direct"]}
        if both := sorted(set(rare) & otherwise):
            raise TableProblem(
                f"“{both[0]}” is among rare and has another way to give way: a hierarchy, small places, flags, or it is withheld whole.", "Keep one of the two."
            )
        ways = dict(declared.get("hierarchies") or {})
        return cls(**lists, rare=rare, hierarchies=ways, small_places=dict(declared.get("small_places") or {}), folder=folder)

    @classmethod
    def from_codebook(cls, text: str) -> Spec:
        """From the dictionary's own export: what each element declares about itself. Raises TableProblem."""
        rows = list(csv.DictReader(io.StringIO(text)))
        if not rows or not {"code", "quasi_identifier", "sensitive", "risk", "identifier"} <= set(rows[0]):
            raise TableProblem("This CSV is not a dictionary export.", "Make one with “titip dictionary export --format csv”, or write YAML.")
        direct = [row["code"] for row in rows if row["identifier"] or row["risk"] == "identity"]
        quasi = [row["code"] for row in rows if row["quasi_identifier"] == "yes" and row["code"] not in direct]
        sensitive = [row["code"] for row in rows if row["sensitive"] == "yes" and row["code"] not in (*direct, *quasi)]
        ways = {row["code"]: _way(row) for row in rows}
        return cls(tuple(quasi), tuple(direct), tuple(sensitive), hierarchies={code: way for code, way in ways.items() if way and code in quasi})

    def only(self, names: Sequence[str]) -> Spec:
        """What of it a table has: a dictionary declares more than one table holds."""
        held = set(names)
        quasi, direct, sensitive, flags = (tuple(name for name in getattr(self, key) if name in held) for key in ("quasi", "direct", "sensitive", "flags"))
        ways = {code: way for code, way in self.hierarchies.items() if code in held}
        return Spec(quasi, direct, sensitive, flags, ways, self.small_places, self.folder, {code: one for code, one in self.rare.items() if code in held})

    def check(self, table: Table) -> None:
        """Raises UnknownColumn for a name that the table lacks."""
        for name in (*self.direct, *self.quasi, *self.sensitive, *self.hierarchies, *self.small_places, *self.rare):
            if name not in table.names:
                raise UnknownColumn(name, table.names)

    def unused(self) -> list[str]:
        """What is declared and changes nothing, told with the report: a hierarchy of a column that is not under quasi."""
        idle = [code for code in self.hierarchies if code not in self.quasi]
        return [f"No use was made of the hierarchy of {', '.join(idle)}: only columns under quasi are made coarser."] if idle else []

    def read_hierarchies(self, table: Table) -> dict[str, Hierarchy]:
        """The hierarchies of the quasi-identifiers. Raises TableProblem."""
        found = {code: self._hierarchy(code, declared, table) for code, declared in self.hierarchies.items() if code in self.quasi}
        return {code: hierarchy for code, hierarchy in found.items() if hierarchy is not None}

    def read_places(self) -> dict[str, SmallPlaces]:
        """The small places declared. Raises TableProblem."""
        found = {}
        for code, declared in self.small_places.items():
            if not isinstance(declared, Mapping) or not declared.get("population") or not isinstance(declared.get("least"), int):
                raise TableProblem(f"small_places of “{code}” lacks population or least.", f"Write {code}: {{population: people.csv, least: 20000}}")
            found[code] = SmallPlaces.from_file(self.folder / str(declared["population"]), declared["least"])
        return found

    def _hierarchy(self, code: str, declared: Any, table: Table) -> Hierarchy | None:
        values = [str(value) for value in table.column(code).values]
        if isinstance(declared, Mapping) and declared.get("parents"):
            return _from_parents(self.folder / str(declared["parents"]))
        if isinstance(declared, Mapping) and isinstance(declared.get("groups"), Mapping):
            parents = {str(child): str(parent) for child, parent in declared["groups"].items()}
            return scales.groups(parents, values, code)
        if bands := _BANDS.fullmatch(str(declared).strip()):
            return Hierarchy.bands(_whole(code, values), [int(width) for width in bands[1].split()], code)
        if str(declared).strip() == "dates":
            return scales.dates(values, code)
        if str(declared).strip() == "ages":
            return scales.age_bands(values, code) or scales.ages(_whole(code, values), code)
        if not isinstance(declared, str):
            raise TableProblem(
                f"hierarchies of “{code}” says neither a file nor a way.", f"Write {code}: file.csv, or dates, ages, bands 5 10 20, {{parents: FILE}}."
            )
        return Hierarchy.from_file(self.folder / declared)


def _names(declared: Mapping[str, Any], key: str) -> tuple[str, ...]:
    names = declared.get(key) or []
    if not isinstance(names, list) or not all(isinstance(name, (str, int)) for name in names):
        raise TableProblem(f"“{key}” is not a list of columns.", f"Write {key}: [one, another]")
    return tuple(dict.fromkeys(str(name) for name in names))


def _whole(code: str, values: Sequence[str]) -> list[int]:
    try:
        return [int(value) for value in values]
    except ValueError:
        raise TableProblem(f"{code} holds values that are not whole numbers; bands need them.", "Give a hierarchy file instead.") from None


def _way(row: Mapping[str, str]) -> Any:
    """How an element of a dictionary export gives way: by the groups of its list, by bands, by the calendar; None where it can only be withheld."""
    pairs = (pair.partition("=") for pair in (row.get("parents") or "").split(" | ") if "=" in pair)
    if parents := {child: parent for child, _, parent in pairs}:
        return {"groups": parents}
    kind, how = row.get("type", ""), row.get("generalise", "")
    if kind in DATES or how == "year":
        return "dates"
    if how == "bands":
        return "ages" if row.get("unit") == "years" else "bands 5 10 20"
    return "ages" if row["code"].endswith("_band") and row.get("code_list") == "age_bands" else None


def _from_parents(path: Path) -> Hierarchy:
    """``code;parent`` a line, the parent blank for a root."""
    if not path.is_file():
        raise TableProblem(f"There is no code list {path}.", "Check the name; it is looked for beside the specification.")
    rows = [row for row in csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";") if row]
    parents: dict[str, str | None] = {row[0].strip(): (row[1].strip() or None) if len(row) > 1 else None for row in rows}
    return Hierarchy.from_parents(parents, path.name)
