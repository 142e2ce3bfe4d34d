"""The order of elements on a form: moving one up and down, also over a heading."""

from collections.abc import Sequence
from dataclasses import replace

from titip.dictionary.rules.codebook import FormEntry, PlacementEntry

Placements = tuple[PlacementEntry, ...]


def sections(form: FormEntry) -> list[tuple[str, list[PlacementEntry]]]:
    """Elements under their headings, in the order in which a form shows them."""
    found: dict[str, list[PlacementEntry]] = {}
    for placed in form.placements:
        found.setdefault(placed.section, []).append(placed)
    return list(found.items())


def _in_order(placements: Sequence[PlacementEntry]) -> list[PlacementEntry]:
    return [p for _title, placed in sections(FormEntry("", "", "", placements=tuple(placements))) for p in placed]


def added(placements: Sequence[PlacementEntry], one: PlacementEntry) -> Placements:
    """One more, last under its heading."""
    return tuple(_in_order([*placements, one]))


def moved(placements: Sequence[PlacementEntry], element: str, by: int) -> Placements:
    """One place up (-1) or down (1). At the edge of its heading it goes under the next heading without passing anything."""
    ordered = _in_order(placements)
    place = next((n for n, p in enumerate(ordered) if p.element == element), None)
    if place is None or not 0 <= place + by < len(ordered):
        return tuple(ordered)
    here, other = ordered[place], ordered[place + by]
    if here.section != other.section:
        ordered[place] = replace(here, section=other.section)
    else:
        ordered[place], ordered[place + by] = other, here
    return tuple(ordered)
