"""What a live basis lets the organisation write (S18)."""

from titip.dictionary.rules.declared import Declared

#: The purpose under which a person is helped.
CARE = "care"


def covered(element: Declared, purposes: frozenset[str]) -> bool:
    """Whether an answer to ``element`` may be held under a basis for ``purposes``. The minimum may be held under none.

    An element for which nobody has named a purpose, as after an import, is held for care and for nothing else.
    """
    return element.minimum or bool((element.purposes or {CARE}) & purposes)
