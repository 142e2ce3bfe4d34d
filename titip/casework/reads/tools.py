"""Instruments of the organisation's own: which are offered, what a colleague filled in, and how well assessors agree."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import quantiles
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from titip.casework.models import Case, Determination, Tool, ToolUse
from titip.casework.rules.identifying import ASSESSMENT
from titip.casework.rules.instruments import Instrument, Scored, from_json, score
from titip.casework.rules.validating import LEAST, LEAST_SHOWN
from titip.consent import reads as consent
from titip.kit import clock
from titip.kit.agreement import Agreement, TooFew, cohen, fleiss
from titip.protect import vault
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.register.rules.covering import CARE

TOOL_TABLE, TOOL_FIELD = "casework.tool_use", "answers"


@dataclass(frozen=True)
class Validated:
    """What is known of one version of one tool. Times in minutes; None where too few are there to tell. Nobody is named.

    ``judged``: how many times it was used; ``twice``: how many people were judged by two colleagues or more.
    """

    tool: str
    version: str
    judged: int
    twice: int
    cohen: Agreement | None
    fleiss: Agreement | None
    median: float | None
    q1: float | None
    q3: float | None


def loaded_tools(*, offered: bool = False) -> QuerySet[Tool]:
    """Every version that was loaded; with ``offered`` those that are not retired."""
    rows = Tool.objects.select_related("made_by")
    return rows.filter(retired_at=None) if offered else rows


def uses_in(case: Case) -> QuerySet[ToolUse]:
    """What was filled in in a case, newest first, without answers."""
    return ToolUse.objects.filter(case=case).select_related("tool", "person", "author")


def open_use(actor: Actor, row: ToolUse) -> tuple[Instrument, list[Scored], float] | None:
    """The instrument, each item with what it weighed, and the sum, with an event; None where no basis covers her care, or her key is gone."""
    if not consent.live(row.person, CARE).ok:
        return None
    audit.record(
        kind="casework.identify", actor_code=actor.code, purpose=CARE, subjects=[("case", str(row.case_id)), ("person", str(row.person_id))],
        detail={"read": str(row.pk), "element": ASSESSMENT.code},
    )
    try:
        blob = vault.open_across([(vault.Owner("person", row.person_id), row.vault_id, TOOL_TABLE, str(row.pk), TOOL_FIELD)])[0]
    except vault.Gone:
        return None
    instrument = from_json(row.tool.content)
    rows, total, _result = score(instrument, json.loads(blob), clock.day_of(row.at))
    return instrument, rows, total


def validation() -> list[Validated]:
    """Each version of each tool: agreement and time, from outcomes and times alone. Nothing sealed is opened."""
    uses: dict[tuple[str, str], list[tuple[UUID, int, str, float | None]]] = defaultdict(list)
    for title, version, person, author, result, seconds in ToolUse.objects.order_by("at").values_list(
        "tool__title", "tool__version", "person", "author", "result", "seconds",
    ):
        uses[title, version].append((person, author, result, seconds / 60 if seconds is not None else None))
    for row in Determination.objects.exclude(tool="").exclude(decided_at=None).order_by("decided_at").values_list(
        "tool", "version", "person", "author", "outcome", "began_at", "decided_at",
    ):
        tool, version, person, author, outcome, began, decided = row
        uses[tool, version].append((person, author, outcome, (decided - began).total_seconds() / 60 if decided else None))
    return [_validated(tool, version, rows) for (tool, version), rows in sorted(uses.items())]


def _validated(tool: str, version: str, rows: list[tuple[UUID, int, str, float | None]]) -> Validated:
    first: dict[UUID, dict[int, str]] = defaultdict(dict)
    for person, author, result, _minutes in rows:
        first[person].setdefault(author, result)  # a colleague's second look at the same person is no second assessor
    subjects = [list(said.values()) for said in first.values() if len(said) > 1]
    pairs = [(said[0], said[1]) for said in subjects]
    enough = len(subjects) >= LEAST
    times = sorted(minutes for *_who, minutes in rows if minutes is not None)
    cuts = quantiles(times, n=4, method="inclusive") if len(times) >= LEAST_SHOWN else None
    return Validated(
        tool, version, len(rows), len(subjects), _told(cohen, pairs) if enough else None, _told(fleiss, subjects) if enough else None,
        *((cuts[1], cuts[0], cuts[2]) if cuts else (None, None, None)),
    )


def _told(engine: Callable[[Any], Agreement], judged: Any) -> Agreement | None:
    try:
        return engine(judged)
    except TooFew:
        return None


def determined() -> list[tuple[str, str, int]]:
    """(body, outcome, people): each body's latest decision about each person. Bodies stand apart; none is added to another."""
    latest: dict[tuple[str, UUID], str] = {}
    for body, person, outcome in Determination.objects.exclude(decided_at=None).order_by("decided_on", "decided_at").values_list("body", "person", "outcome"):
        latest[body, person] = outcome
    counted: dict[tuple[str, str], int] = defaultdict(int)
    for (body, _person), outcome in latest.items():
        counted[body, outcome] += 1
    return [(body, outcome, n) for (body, outcome), n in sorted(counted.items())]


def sealed_uses(vault_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these vault rows a filled tool stands on: for the sweep."""
    return set(ToolUse.objects.filter(vault_id__in=list(vault_ids)).values_list("vault_id", flat=True))
