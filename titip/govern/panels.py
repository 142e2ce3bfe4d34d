"""What governing puts on shared pages."""

from typing import Any

from titip.govern.reads import readiness
from titip.protect.gate import StaffRequest, may


def ready(request: StaffRequest, **things: Any) -> dict[str, Any] | None:
    """Until the house is ready, for everybody; later, for whoever can mend it, what is due again."""
    if not request.actor.house_ready:
        return {"ready": False}
    return {"ready": True} if may(request, "govern.prepare") and readiness.needs_attention() else None
