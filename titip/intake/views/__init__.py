"""Intake shows: the rapid screening, the beginning of an interview, its sections, what could not be saved and why."""

from titip.intake.views.autosave import draft
from titip.intake.views.files import file
from titip.intake.views.filling import fill
from titip.intake.views.history import compare, restore
from titip.intake.views.house_way import house_way
from titip.intake.views.kind_roles import kind_roles
from titip.intake.views.programmes import activity, activity_change, activity_new, programme, programme_new, programmes
from titip.intake.views.record_filling import record_about, record_edit, record_new
from titip.intake.views.records import record, record_link, record_list, record_unlink, record_versions, records
from titip.intake.views.screening import close, go_on, result, screen, screen_first
from titip.intake.views.starting import discard, pause, start
from titip.intake.views.surveys import contact_back, survey, survey_contact, survey_design
from titip.intake.views.undoing import draft_back, reopen, undo_save

__all__ = [
    "activity", "activity_change", "activity_new", "close", "compare", "contact_back", "discard", "draft", "draft_back", "file", "fill", "go_on",
    "house_way", "kind_roles", "pause", "programme", "programme_new", "programmes", "record", "record_about", "record_edit", "record_link",
    "record_list", "record_new", "record_unlink", "record_versions", "records", "reopen", "restore", "result", "screen", "screen_first", "start",
    "survey", "survey_contact", "survey_design", "undo_save",
]  # fmt: skip
