"""What quality puts on a person's page: the open findings about her records."""

from typing import Any

from titip.protect.gate import StaffRequest, may
from titip.protect.reads.paging import MOST
from titip.protect.rules.roles import Role
from titip.quality import reads
from titip.register import reads as register
from titip.register.reads import Person


def today(request: StaffRequest, **_things: Any) -> dict[str, Any] | None:
    """How much waits within reach: findings, pairs to be looked at, and for the custodian what colleagues asked her; nothing where nothing does."""
    findings = reads.board(request.actor).open if may(request, "quality.board") else 0
    pairs = reads.pairs_for(request.actor)
    asked = pairs.filter(state="asked").order_by()[:MOST].count() if Role.CUSTODIAN in request.actor.roles else 0
    waiting = pairs.filter(state="open").order_by()[:MOST].count()
    met = reads.open_asks(request.actor).count() if may(request, "quality.answer") else 0
    return {"findings": findings, "pairs": waiting, "asked": asked, "met": met} if findings or waiting or asked or met else None


def registering(request: StaffRequest, **_things: Any) -> dict[str, Any] | None:
    """The way to look first whether she has been here before."""
    return {}


def of_person(request: StaffRequest, person: Person, **_things: Any) -> dict[str, Any] | None:
    """The open findings; nothing where there are none."""
    lines = reads.of_person(request.actor, person.pk)
    if not lines:
        return None
    return {"person": person, "lines": lines, "may_explain": may(request, "quality.explain", register.facts(person))}
