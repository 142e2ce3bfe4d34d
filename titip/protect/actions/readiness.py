"""Keeps proofs that the house is ready: other rooms say when one of theirs has passed or failed."""

from datetime import date
from typing import Any

from django.db import transaction

from titip.protect.actions import audit
from titip.protect.models import ReadinessMark
from titip.protect.rules.readiness import Proof


@transaction.atomic
def mark(*, proof: Proof, passed: bool, actor_code: str, due_on: date | None = None, detail: dict[str, Any] | None = None, session: str = "") -> ReadinessMark:
    """Keep one proof with its event. ``detail``: counts and codes only. Raises vault.Locked, audit.BadEvent."""
    row = ReadinessMark.objects.create(kind=proof, passed=passed, by_code=actor_code, due_on=due_on, detail=detail or {})
    audit.record(
        kind=f"protect.readiness.{proof}", actor_code=actor_code, outcome="ok" if passed else "failed", detail=detail or {}, session=session,
    )
    return row
