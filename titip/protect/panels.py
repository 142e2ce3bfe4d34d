"""What protection puts on shared pages."""

from typing import Any

from titip.protect.gate import StaffRequest
from titip.protect.gate.drafting import my_page_drafts
from titip.protect.gate.keeping import waiting


def kept(request: StaffRequest, **things: Any) -> dict[str, Any] | None:
    """What was kept for her when her session ended in the middle of typing."""
    found = waiting(request.user)
    return {"kept": found} if found else None


def drafts(request: StaffRequest, **things: Any) -> dict[str, Any] | None:
    """Forms that she began to fill in and did not send."""
    found = my_page_drafts(request.user)
    return {"page_drafts": found} if found else None
