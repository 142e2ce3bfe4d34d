"""What protection puts on shared pages."""

from typing import Any

from titip.protect.gate import StaffRequest, may
from titip.protect.gate.drafting import my_page_drafts
from titip.protect.gate.keeping import waiting
from titip.protect.models import Staff
from titip.protect.reads import glass
from titip.protect.reads import work as reads
from titip.protect.reads.joining import signature
from titip.protect.reads.notices import unread
from titip.protect.reads.renewing import slots_left_behind
from titip.protect.rules.glass import OPENABLE
from titip.protect.rules.looking import Asked


def kept(request: StaffRequest, **things: Any) -> dict[str, Any] | None:
    """What was kept for her when her session ended in the middle of typing."""
    found = waiting(request.user)
    return {"kept": found} if found else None


def notices(request: StaffRequest, **things: Any) -> dict[str, Any] | None:
    """What came to her and what waits for her."""
    found = unread(request.user.pk)
    return {"notices": found, "up_to": max(one.id for one in found)} if found else None


def drafts(request: StaffRequest, **things: Any) -> dict[str, Any] | None:
    """Forms that she began to fill in and did not send."""
    found = my_page_drafts(request.user)
    return {"page_drafts": found} if found else None


def work(request: StaffRequest, **things: Any) -> dict[str, Any] | None:
    """The long work she asked for, and for the administrator what failed; nothing where there is neither."""
    lines = reads.own(request.user.pk)
    failed = reads.failed_lately() if may(request, "protect.work.list") else 0
    return {"lines": lines, "failed": failed} if lines or failed else None


def rules(request: StaffRequest, **things: Any) -> dict[str, Any] | None:
    """That the rules of the house wait for her signature; nothing while one stands, and nothing where nobody else signs yet."""
    stands, until = signature(request.user)
    return {"stands": stands, "until": until} if stands in ("over", "soon") or (stands == "missing" and request.user.listed) else None


def slots_left(request: StaffRequest, **things: Any) -> dict[str, Any] | None:
    """Slots of the keyring that a colleague who has left could still open the house with."""
    found = slots_left_behind()
    return {"slots": found} if found else None


def first_colleagues(request: StaffRequest, **things: Any) -> dict[str, Any] | None:
    """To a first administrator who is alone: whom to invite."""
    return None if Staff.objects.exclude(pk=request.user.pk).exists() else {}


def glass_open(request: StaffRequest, **things: Any) -> dict[str, Any] | None:
    """What she has open now by breaking the glass."""
    rows = list(glass.open_now(request.user.pk)) if request.actor.openings else []
    found = [(row, OPENABLE.find(request.actor, row.code)) for row in rows]
    return {"rows": [(row, thing.url) for row, thing in found if thing is not None]} if rows else None


def glass_review(request: StaffRequest, **things: Any) -> dict[str, Any] | None:
    """What colleagues opened by breaking the glass, and nobody has reviewed yet."""
    count = glass.waiting(request.actor).count()
    return {"count": count} if count else None


def glass_search(request: StaffRequest, asked: Asked, **things: Any) -> dict[str, Any] | None:
    """The way to break the glass, under every code that was typed, whether or not anything has it."""
    return {"code": asked.code} if asked.code else None
