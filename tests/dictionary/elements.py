"""Elements for tests."""

from typing import Any

from titip.dictionary.rules.declared import Choice, Declared
from titip.dictionary.rules.types import ElementType


def element(kind: str = "text", **more: Any) -> Declared:
    """An element called Age unless told otherwise."""
    made = {"code": "age", "record_type": "registration", "version": 1, "type": ElementType(kind), "label": "Age", **more}
    return Declared(**made)


COLOURS = (Choice("red", "Red"), Choice("blue", "Blue"), Choice("grey", "Grey", retired=True))
