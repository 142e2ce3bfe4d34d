"""What governing asks."""

from titip.govern.forms.readiness import ForDrill, PlanForm

__all__ = ["ForDrill", "PlanForm"]
