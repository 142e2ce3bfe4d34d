"""The hierarchy by which a declared element gives way in a release: places and lists by their groups, ages and counts by bands, dates by the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.types import DATES, ElementType
from titip.share.disclosure import scales
from titip.share.disclosure.hierarchies import Hierarchy
from titip.share.rules.columns import Column

_LISTS: Final = frozenset({ElementType.SELECT_ONE, ElementType.PLACE, ElementType.HIERARCHY})
#: Widths of the bands of counts that are no ages.
COUNTS: Final = (5, 10, 20)


def declared_hierarchy(element: Declared, column: Column, names: Mapping[str, str] | None = None) -> Hierarchy | None:
    """How the values of ``column`` get coarser, as the dictionary declares it; None where they can only be withheld.

    ``names``: labels of codes that are parents and stand in another list (the country of a province). The bands of ages are CTDC's.
    """
    values = [str(value) for value in column.values]
    if not values:
        return None
    if element.type in DATES:
        return scales.years(map(int, values), element.code) if column.heading.numeric else scales.dates(values, element.code)
    if element.type is ElementType.INTEGER and element.generalise:
        if element.unit == "years":
            return scales.ages(map(int, values), element.code)
        return Hierarchy.bands(map(int, values), COUNTS, element.code)
    if element.type not in _LISTS and not (element.type is ElementType.GEOPOINT and element.choices):
        return None
    labels = {choice.code: choice.label for choice in element.choices}
    if found := scales.groups({choice.code: choice.parent or None for choice in element.choices}, values, element.code):
        shown = {label: {**(names or {}), **labels}.get(label, label) for path in found.paths.values() for label in path}
        return Hierarchy(found.paths, found.name, found.levels, shown)
    return scales.age_bands(values, element.code)
