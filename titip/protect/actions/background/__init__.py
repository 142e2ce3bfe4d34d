"""Changes of work in the background: asked for, planned by the schedule, carried out, cancelled, tried again."""

from titip.protect.actions.background.cleaning import clean
from titip.protect.actions.background.planning import CannotAsk, ask, cancel, hasten, retry, tick
from titip.protect.actions.background.running import Runner

__all__ = ["CannotAsk", "Runner", "ask", "cancel", "clean", "hasten", "retry", "tick"]
