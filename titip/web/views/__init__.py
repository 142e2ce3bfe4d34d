"""What the entrance itself shows: Today, Exit, help, and what is said when something cannot be shown."""

from titip.web.views.errors import csrf_failure

__all__ = ["csrf_failure"]
