"""What is known already of an element: who wrote it, when."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Known:
    """An answer that stands, from this form or another: the same element is one value wherever it is placed."""

    by: str
    at: datetime
