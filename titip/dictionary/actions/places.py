"""Brings an organisation's own places in, and builds the index of all of them."""

import hashlib
from collections.abc import Callable
from itertools import islice

from django.conf import settings
from django.db import transaction

from titip.dictionary.gazetteer import Listed, ListProblem, build, read_list, shipped
from titip.dictionary.models import OwnPlace, PlaceList
from titip.dictionary.reads.places import all_places, place_index, places_current, places_version
from titip.protect.actions import audit
from titip.protect.actions.background import planning

JOB = "dictionary.places"
_FIELDS = ("place_list", "order", "parent", "level", "kind", "name", "native", "lat", "lon", "also")
_BATCH = 2000


class BadList(Exception):
    """The list cannot be taken as it is. Nothing was changed."""

    def __init__(self, problems: list[ListProblem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@transaction.atomic
def import_places(
    *, content: bytes, name: str, source: str, actor_code: str, staff_id: int | None = None, leave_out: bool = False
) -> PlaceList:
    """Keep the places of a CSV beside those that are here; a code that is here already is told anew. Raises BadList, and changes nothing then.

    ``leave_out``: keep the lines that are right, and leave out those that are not, with all that lies in them. The index is built in the background.
    """
    rows, problems = read_list(content, _known())
    if not rows and not problems:
        problems = [ListProblem(1, "There is no place in this file.")]
    if problems and not (leave_out and rows):
        raise BadList(problems)
    made = PlaceList.objects.create(
        name=name[:120], source=source[:200], file_sha256=hashlib.sha256(content).hexdigest(), count=len(rows), left_out=len(problems), made_by=actor_code
    )
    pending = iter([_row(made, order, row) for order, row in enumerate(rows)])
    while batch := list(islice(pending, _BATCH)):
        OwnPlace.objects.bulk_create(batch, update_conflicts=True, unique_fields=["code"], update_fields=list(_FIELDS))
    detail = {"places": made.count, "left_out": made.left_out, "file_sha256": made.file_sha256}
    audit.record(kind="dictionary.places", actor_code=actor_code, subjects=[("place_list", made.pk)], detail=detail)
    planning.ask(job=JOB, ids={}, actor_code=actor_code, staff_id=staff_id)
    return made


def _known() -> list[tuple[str, int]]:
    found = place_index()
    shipped_codes = found.codes() if found is not None else ((row.code, row.level) for row in shipped())
    return [*shipped_codes, *OwnPlace.objects.values_list("code", "level")]


def _row(made: PlaceList, order: int, row: Listed) -> OwnPlace:
    return OwnPlace(place_list=made, order=order, **row._asdict())


def build_places(tell: Callable[[int], None] = lambda done: None, *, anew: bool = False) -> int:
    """Build the index where it is not current; how many places it holds. Safe while it is read: the new one takes its place at once."""
    if places_current() and not anew:
        found = place_index()
        assert found is not None
        return len(found)
    return build(settings.HOME.places, all_places(), places_version(), tell)
