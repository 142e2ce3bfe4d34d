"""A data element as everyone sees it: an immutable value, free of the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from titip.dictionary.rules.places import place_of
from titip.dictionary.rules.types import ElementType, IdentifierKind
from titip.kit.points import coarse_enough


@dataclass(frozen=True)
class Choice:
    """An allowed value of a code list."""

    code: str
    label: str
    parent: str = ""
    retired: bool = False
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Declared:
    """One version of one element: all that a form, a check, the vault, an export or a codebook needs to know.

    ``risk`` is low, medium, high or identity. ``missing`` are the missing codes a person may choose. ``purposes`` are purpose codes.
    ``minimum``: may be held without any grounds (code, age band, urgent needs, service offered).
    ``inside`` is the code of the repeated group it belongs to; ``members`` are the elements of such a group.
    ``maximum_value`` of a place is its finest level; ``minimum_value`` of a pin is the side of its square in kilometres.
    ``language`` is the language its words are really in.
    ``relevant``, ``constraint``: see ``rules.expressions``.
    """

    code: str
    record_type: str
    version: int
    type: ElementType
    label: str
    definition: str = ""
    question: str = ""
    hint: str = ""
    why: str = ""
    unit: str = ""
    minimum_value: Decimal | None = None
    maximum_value: Decimal | None = None
    max_length: int | None = None
    pattern: str = ""
    pattern_hint: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()
    code_list: str = ""
    missing: tuple[str, ...] = ("declined", "unknown", "ask_later")
    risk: str = "high"
    identifier: IdentifierKind = IdentifierKind.NONE
    never_by_default: bool = False
    quasi_identifier: bool = False
    sensitive: bool = False
    heavy: bool = False
    minimum: bool = False
    searchable: bool = False
    offline: bool = False
    purposes: frozenset[str] = frozenset()
    answers: tuple[str, ...] = ()
    retention_months: int | None = None
    relevant: str = ""
    constraint: str = ""
    constraint_message: str = ""
    calculation: str = ""
    inside: str = ""
    members: tuple["Declared", ...] = ()
    indirect: str = ""
    certainty_asked: bool = False
    source_asked: bool = False
    generalise: str = ""
    language: str = "en"
    mapping: Mapping[str, str] = field(default_factory=dict)

    @property
    def sealed(self) -> bool:
        """Whether answers live in the vault only."""
        return self.risk in ("high", "identity")

    @property
    def finest_place(self) -> int:
        """The finest level of a place that may be kept: 1 province … 4 village; 0 where only the element's own list may. Finer is more telling."""
        return int(self.maximum_value or 0) if self.type is ElementType.PLACE else 0

    @property
    def finest_km(self) -> int:
        """The side of the smallest square that a pin may be kept as, in kilometres: 1, 10 or 100; 100 where nothing is declared."""
        return coarse_enough(self.minimum_value)

    def choice_label(self, code: str) -> str:
        """The label of a choice, or the code where the list no longer has it."""
        listed = next((c.label for c in self.choices if c.code == code), "")
        place = place_of(code) if not listed and self.type is ElementType.PLACE else None
        return listed or (place.label if place else code)
