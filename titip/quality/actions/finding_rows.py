"""Keeps the findings of one record as they stand now: new ones open, those that no longer fail fixed, explained ones left explained."""

from collections.abc import Sequence

from titip.kit import clock
from titip.quality.models import Finding, FindingElement
from titip.quality.rules.running import Problem
from titip.register.reads import Record


def settle(record: Record, problems: Sequence[Problem]) -> tuple[int, int]:
    """Bring the record's findings into line with ``problems``; how many are newly open, and how many were fixed."""
    standing = {(row.check_code, row.element): row for row in Finding.objects.filter(record=record)}
    now = {(problem.check, problem.element): problem for problem in problems}
    opened = 0
    for key, problem in now.items():
        row = standing.get(key)
        if row is None:
            _add(record, problem)
        elif row.state == "fixed":
            row.state, row.found_at, row.version, row.settled_at = "open", clock.now(), record.number, None
            row.save(update_fields=["state", "found_at", "version", "settled_at"])
        else:
            continue
        opened += 1
    gone = [row.pk for key, row in standing.items() if key not in now and row.state != "fixed"]
    fixed = Finding.objects.filter(pk__in=gone).update(state="fixed", settled_at=clock.now(), reason="", explained_by=None) if gone else 0
    return opened, fixed


def _add(record: Record, problem: Problem) -> None:
    row = Finding.objects.create(record=record, check_code=problem.check, element=problem.element, version=record.number)
    FindingElement.objects.bulk_create([FindingElement(finding=row, code=code, order=place) for place, code in enumerate(problem.elements)])
