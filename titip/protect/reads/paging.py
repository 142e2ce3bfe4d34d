"""Pages of a long list whose cost does not grow with the list: what lies beyond the first thousand rows is neither counted nor paged to, but searched for."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property

#: Rows that are counted, and may be paged to.
MOST: Final = 1_000


class Bounded(Paginator):  # type: ignore[type-arg]  # Django's is generic for the type checker only
    """Django's paginator, which counts no further than ``most`` rows. ``more``: there are others beyond."""

    def __init__(self, rows: QuerySet[Any], per_page: int, *, most: int = MOST) -> None:
        super().__init__(rows, per_page)
        self.most, self._rows = most, rows

    @cached_property
    def _counted(self) -> int:
        # The rows are taken without their order: which of them are counted does not matter.
        return int(self._rows.order_by()[: self.most + 1].count())

    @cached_property
    def count(self) -> int:
        """How many there are, at most ``most``."""
        return min(self._counted, self.most)

    @property
    def more(self) -> bool:
        """Whether there are more than were counted."""
        return self._counted > self.most


def page_of(rows: QuerySet[Any], asked: QueryDict, per_page: int, *, most: int = MOST) -> Page[Any]:
    """The page that the address asks for (``page``), the nearest where it asks for none that is there."""
    return Bounded(rows, per_page, most=most).get_page(asked.get("page"))
