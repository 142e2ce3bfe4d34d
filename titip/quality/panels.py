"""What quality puts on a person's page: the open findings about her records."""

from typing import Any

from titip.casework import reads as casework
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


def same(request: StaffRequest, person: Person, **_things: Any) -> dict[str, Any] | None:
    """Her other codes within reach, with the way to what is kept under each, and what was decided; nothing where there are none."""
    others = register.others_of(request.actor, [person], "register.open").get(person.pk, [])
    if not others:
        return None
    kept = register.codes_of(person.pk)[0]
    seen = {person.pk: person, **{other.pk: other for other in others}}
    said = [
        row for row in register.said_of(person.pk)
        if all(one in seen and may(request, "quality.decide", register.facts(seen[one])) for one in (row.one_id, row.other_id))
    ]
    return {"said": said, "others": [
        {
            "person": other, "kept": other.pk == kept, "may_consent": may(request, "consent.open", register.facts(other)),
            "cases": casework.of_person(request.actor, other.pk) if may(request, "casework.list") else [],
        }
        for other in others
    ]}


def of_person(request: StaffRequest, person: Person, **_things: Any) -> dict[str, Any] | None:
    """The open findings; nothing where there are none."""
    lines = reads.of_person(request.actor, person.pk)
    if not lines:
        return None
    return {"person": person, "lines": lines, "may_explain": may(request, "quality.explain", register.facts(person))}
