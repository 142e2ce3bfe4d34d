"""Intake shows: the rapid screening, the beginning of an interview, its sections, what could not be saved and why."""

from titip.intake.views.autosave import draft
from titip.intake.views.files import file
from titip.intake.views.filling import fill
from titip.intake.views.history import compare, restore
from titip.intake.views.screening import close, go_on, result, screen, screen_first
from titip.intake.views.starting import discard, pause, start
from titip.intake.views.undoing import draft_back, reopen, undo_save

__all__ = [
    "close", "compare", "discard", "draft", "draft_back", "file", "fill", "go_on", "pause", "reopen", "restore", "result", "screen", "screen_first", "start",
    "undo_save",
]
