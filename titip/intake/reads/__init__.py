"""Intake sees: drafts of one's own, the sitting that is going on, what a person told us, screenings."""

from titip.intake.models import Screening
from titip.intake.reads.answers import AnswerLine, AnswerSection, answers_of
from titip.intake.reads.attending import PROGRAMMES, attendances, attended
from titip.intake.reads.drafts import draft_for, drafts_by_colleague, last_pause, my_drafts, open_draft, sealed_references
from titip.intake.reads.interviews import hard_sittings, house_layout, open_interview, usual_layout
from titip.intake.reads.kind_roles import closed_to
from titip.intake.reads.programmes import Totals, activities_of, activity_for, named_at, programme_for, programmes, totals
from titip.intake.reads.records import (
    Kind,
    OwnSheet,
    find_own,
    kind_of,
    kinds,
    linked_to,
    linked_to_people,
    open_own,
    open_own_sheet,
    own_about,
    own_facts,
    own_for,
    own_links,
    readable,
    within,
)
from titip.intake.reads.records import counts as own_counts
from titip.intake.reads.screenings import counted, screening_for
from titip.intake.reads.sheets import Sheet, open_sheet, shown_now
from titip.intake.reads.sittings import Sitting, mode_words, refused, sittings
from titip.intake.reads.surveys import Standing, standing_of, survey_of
from titip.intake.reads.telling import place_words, reach_in_words, summaries, telling

__all__ = [
    "AnswerLine", "AnswerSection", "Kind", "OwnSheet", "PROGRAMMES", "Screening", "Sheet", "Sitting", "Standing", "Totals", "activities_of",
    "activity_for", "answers_of", "attendances", "attended", "closed_to", "counted", "draft_for", "drafts_by_colleague", "find_own", "hard_sittings",
    "house_layout", "kind_of", "kinds", "last_pause", "linked_to", "linked_to_people", "mode_words", "my_drafts", "named_at", "open_draft",
    "open_interview", "open_own", "open_own_sheet", "open_sheet", "own_about", "own_counts", "own_facts", "own_for", "own_links", "place_words",
    "programme_for", "programmes", "reach_in_words", "readable", "refused", "screening_for", "sealed_references", "shown_now", "sittings",
    "standing_of", "summaries", "survey_of", "telling", "totals", "usual_layout", "within",
]  # fmt: skip
