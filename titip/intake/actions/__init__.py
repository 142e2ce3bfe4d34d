"""Intake changes: a draft kept, an interview begun, answers saved, a screening kept."""

from titip.intake.actions.drafts import Kept, discard_draft, forget_expired, keep_draft, meet_draft, settle_draft, undo_discard
from titip.intake.actions.ends import apply_end, apply_erase, preview_end, preview_erase
from titip.intake.actions.interviews import begin, choose_layout, go_on, pause, set_house_way, stop_here
from titip.intake.actions.kind_roles import CannotOpen, open_kind_to
from titip.intake.actions.programmes import CannotName, add_activity, add_programme, forget_participant, name_participant, remove_activity, unname_participant
from titip.intake.actions.records import CannotLink, add_record, link_own, save_own, unlink_own
from titip.intake.actions.refusing import count_refused
from titip.intake.actions.screenings import close_screening, keep_screening, register_from, reopen_screening
from titip.intake.actions.submitting import submit
from titip.intake.actions.surveys import count_contact, design_survey, undo_contact
from titip.intake.actions.undoing import restore, set_aside, settle, undo_save

__all__ = [
    "CannotLink", "CannotName", "CannotOpen", "Kept", "add_activity", "add_programme", "add_record", "apply_end", "apply_erase", "begin",
    "choose_layout", "close_screening", "count_contact", "count_refused", "design_survey", "discard_draft", "forget_expired", "forget_participant",
    "go_on", "keep_draft", "keep_screening", "link_own", "meet_draft", "name_participant", "open_kind_to", "pause", "preview_end", "preview_erase",
    "register_from", "remove_activity", "reopen_screening", "restore", "save_own", "set_aside", "set_house_way", "settle", "settle_draft",
    "stop_here", "submit", "undo_contact", "undo_discard", "undo_save", "unlink_own", "unname_participant",
]  # fmt: skip
