"""Intake changes: a draft kept, an interview begun, answers saved, a screening kept."""

from titip.intake.actions.drafts import discard_draft, forget_expired, keep_draft, settle_draft
from titip.intake.actions.ends import apply_end, apply_erase, preview_end, preview_erase
from titip.intake.actions.interviews import begin, go_on, pause
from titip.intake.actions.screenings import close_screening, keep_screening, register_from
from titip.intake.actions.submitting import submit

__all__ = [
    "apply_end", "apply_erase", "begin", "close_screening", "discard_draft", "forget_expired", "go_on", "keep_draft", "keep_screening", "pause",
    "preview_end", "preview_erase", "register_from", "settle_draft", "submit",
]
