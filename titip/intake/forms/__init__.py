"""Intake asks: how an interview is held, the sections of a form, a rapid screening."""

from titip.intake.forms.filling import as_answers, check_named, page_marks, section_form, typed_again, whole_form
from titip.intake.forms.screening import ScreeningForm
from titip.intake.forms.starting import StartForm

__all__ = ["ScreeningForm", "StartForm", "as_answers", "check_named", "page_marks", "section_form", "typed_again", "whole_form"]
