"""What governing changes: each action writes its event in the same transaction."""

from titip.govern.actions.breach import sign_plan

__all__ = ["sign_plan"]
