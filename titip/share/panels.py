"""What share puts on Today: releases that wait for a decision."""

from typing import Any

from titip.protect.gate import StaffRequest
from titip.share import reads


def deciding(request: StaffRequest, **_things: Any) -> dict[str, Any] | None:
    """Releases to the outside that a colleague asked for; nothing where there is none."""
    rows = list(reads.to_decide(request.actor)[:10])
    return {"releases": rows} if rows else None
