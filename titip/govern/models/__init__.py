"""What governing keeps."""

from titip.govern.models.breach import BreachPlan

__all__ = ["BreachPlan"]
