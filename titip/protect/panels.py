"""What protection puts on shared pages."""

from typing import Any

from titip.protect.gate import StaffRequest, may
from titip.protect.gate.drafting import my_page_drafts
from titip.protect.gate.keeping import waiting
from titip.protect.reads import work as reads
from titip.protect.reads.notices import unread


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
