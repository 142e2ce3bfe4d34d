"""A contract: another room may knock only at a room's doors.

An allow-list, so that a module nobody thought of is closed. Between two different rooms an import passes when it names

- anything in an *open room* (``kit``);
- a *door* of any room (``actions``, ``reads``, ``rules``), or a *named door* of one room (``protect.gate``);
- an *entrance door*, by the room it is for (``web -> urls``);
- a *keyed door*, by one of the rooms that hold its key (``protect.vault -> register ...``).

A room itself (``from titip import register``) is no door: through it everything could be reached unseen. The package
itself is (``from titip import __version__``); a house test refuses the bare ``import titip``, which could reach further.
"""

from dataclasses import dataclass
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


@dataclass(frozen=True)
class Arrow:
    """``left -> right right``, as written in the contract."""

    left: str
    right: frozenset[str]


class ArrowField(fields.Field[Arrow]):
    """Reads ``"left -> right right"``."""

    def parse(self, raw_data: str | list[str]) -> Arrow:
        """The arrow, or a complaint that names it."""
        left, arrow, right = str(raw_data).partition("->")
        if not (arrow and left.strip() and right.split()):
            raise fields.ValidationError(f"Expected 'name -> name name', found {raw_data!r}.")
        return Arrow(left.strip(), frozenset(right.split()))


class DoorsContract(Contract):
    """See the module's docstring. ``exempt`` names the modules of a room that may look anywhere (migrations)."""

    # import-linter fills these from pyproject.toml by name, so that what is declared as a field is read as its value.
    root: Any = fields.StringField()
    open_rooms: Any = fields.SetField(subfield=fields.StringField(), required=False, default=set())
    doors: Any = fields.SetField(subfield=fields.StringField())
    named_doors: Any = fields.SetField(subfield=fields.StringField(), required=False, default=set())
    entrance_doors: Any = fields.SetField(subfield=ArrowField(), required=False, default=set())
    keyed_doors: Any = fields.SetField(subfield=ArrowField(), required=False, default=set())
    exempt: Any = fields.SetField(subfield=fields.StringField(), required=False, default=set())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Every direct import from one room into another, held against the list."""
        refused = [
            (module, other)
            for module in sorted(graph.modules)
            if self._is_bound(module)
            for other in sorted(graph.find_modules_directly_imported_by(module))
            if not self._passes(module, other)
        ]
        return ContractCheck(kept=not refused, metadata={"refused": refused})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line for each import that was refused."""
        doors = ", ".join(sorted(self.doors))
        for module, other in check.metadata["refused"]:
            output.print_error(f"{module} reaches into {other}; knock at one of that room's doors: {doors}.", bold=False)

    def _is_bound(self, module: str) -> bool:
        parts = module.split(".")
        return parts[0] == self.root and len(parts) > 1 and not (len(parts) > 2 and parts[2] in self.exempt)

    def _passes(self, module: str, other: str) -> bool:
        room = module.split(".")[1]
        parts = other.split(".")
        if parts[0] != self.root or (len(parts) > 1 and parts[1] == room):
            return True
        if len(parts) == 1 or parts[1] in self.open_rooms or room == "__main__":
            return True
        return len(parts) > 2 and self._is_door(room, parts[1], parts[2])

    def _is_door(self, room: str, other_room: str, name: str) -> bool:
        if name in self.doors or f"{other_room}.{name}" in self.named_doors:
            return True
        if any(arrow.left == room and name in arrow.right for arrow in self.entrance_doors):
            return True
        return any(arrow.left == f"{other_room}.{name}" and room in arrow.right for arrow in self.keyed_doors)
