"""Intake sees: drafts of one's own, the sitting that is going on, what a person told us, screenings."""

from titip.intake.models import Screening
from titip.intake.reads.answers import AnswerLine, AnswerSection, answers_of
from titip.intake.reads.drafts import draft_for, drafts_by_colleague, last_pause, my_drafts, open_draft, pause_of, sealed_references
from titip.intake.reads.interviews import hard_sittings, open_interview
from titip.intake.reads.screenings import counted, screening_for
from titip.intake.reads.sheets import Sheet, open_sheet, shown_now

__all__ = [
    "AnswerLine", "AnswerSection", "Screening", "Sheet", "answers_of", "counted", "draft_for", "drafts_by_colleague", "hard_sittings", "last_pause",
    "my_drafts", "open_draft", "open_interview", "open_sheet", "pause_of", "screening_for", "sealed_references", "shown_now",
]
