"""Intake shows: the rapid screening, the beginning of an interview, its sections, what could not be saved and why."""

from titip.intake.views.autosave import draft
from titip.intake.views.filling import fill
from titip.intake.views.screening import close, go_on, result, screen, screen_first
from titip.intake.views.starting import discard, pause, start

__all__ = ["close", "discard", "draft", "fill", "go_on", "pause", "result", "screen", "screen_first", "start"]
