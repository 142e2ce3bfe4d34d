"""A real thing for every address that names one, all owned by Alice of team North: the outsider must find none of them.

Add a line for each route with an id: its URL name, then the arguments. ``test_golden_urls`` says which are missing.
"""

from typing import Any
from uuid import uuid4

from tests.world import World
from titip.dictionary import actions as dictionary
from titip.protect.gate.keeping import keep

#: Addresses of things that a frontline worker of any team may open by design, each with the reason beside it.
OPEN_TO_OUTSIDERS: frozenset[str] = frozenset({
    # The data dictionary holds nothing about any person; everyone who records or reads may look up what an element is.
    "dictionary:element", "dictionary:preview", "dictionary:version",
})


def things(world: World) -> dict[str, dict[str, Any]]:
    """URL name → arguments of a thing that stands in the test world."""
    kept = keep(world.alice, "/help", [("note", "typed by Alice")])
    assert kept is not None
    return {
        "kept": {"kept": kept.pk},
        "role_grant": {"staff": world.eve.pk},
        "role_end": {"staff": world.eve.pk},
        **_dictionary(),
    }


def _dictionary() -> dict[str, dict[str, Any]]:
    version = dictionary.load_starter(actor_code="tests")
    file = dictionary.export_xlsform(form_code="rapid_screening", actor_code="tests")
    report = dictionary.import_xlsform(data=file, file_name="rapid_screening.xlsx", actor_code="tests")
    return {
        "dictionary:element": {"code": "phone"},
        "dictionary:edit": {"code": "phone"},
        "dictionary:preview": {"code": "rapid_screening"},
        "dictionary:version": {"number": version.number},
        "dictionary:report": {"report_id": report.pk},
    }


def missing(kwargs: dict[str, Any]) -> dict[str, Any]:
    """Arguments of the same kinds for a thing that does not exist."""
    return {name: 999_999_999 if isinstance(value, int) else uuid4() for name, value in kwargs.items()}
