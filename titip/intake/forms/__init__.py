"""Intake asks: how an interview is held, the sections of a form, a rapid screening."""

from titip.intake.forms.filling import as_answers, check_named, page_marks, section_form, typed_again, whole_form
from titip.intake.forms.kind_roles import KindRoles
from titip.intake.forms.own_sheets import as_data, check_people, own_answers, own_form
from titip.intake.forms.programmes import ActivityNew, NameParticipant, Period, ProgrammeNew
from titip.intake.forms.records import AboutPerson, LinkOwn, Narrow, Way, choices_in_words
from titip.intake.forms.screening import ScreeningForm
from titip.intake.forms.starting import HouseWayForm, StartForm
from titip.intake.forms.surveys import SurveyDesign

__all__ = [
    "AboutPerson", "ActivityNew", "HouseWayForm", "KindRoles", "LinkOwn", "NameParticipant", "Narrow", "Period", "ProgrammeNew", "ScreeningForm",
    "StartForm", "SurveyDesign", "Way", "as_answers", "as_data", "check_named", "check_people", "choices_in_words", "own_answers", "own_form",
    "page_marks", "section_form", "typed_again", "whole_form",
]  # fmt: skip
