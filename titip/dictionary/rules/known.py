"""What is known already of an element: who wrote it, when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from titip.kit.missing import Missing

#: Reasons for no answer that stand until somebody changes them; the others are asked again.
SETTLED: Final = frozenset({Missing.DECLINED, Missing.UNKNOWN})


@dataclass(frozen=True)
class Known:
    """An answer that stands, from this form or another: the same element is one value wherever it is placed."""

    by: str
    at: datetime
