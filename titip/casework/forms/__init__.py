"""Casework asks."""

from titip.casework.forms.closing import ApprovalForm, ClosureForm
from titip.casework.forms.people import AssignForm, CaseForm, KnownPersonForm, ThirdPartyForm
from titip.casework.forms.work import AnswerForm, MoveForm, NoteForm, ServiceForm, StepForm

__all__ = [
    "AnswerForm", "ApprovalForm", "AssignForm", "CaseForm", "ClosureForm", "KnownPersonForm", "MoveForm", "NoteForm", "ServiceForm", "StepForm",
    "ThirdPartyForm",
]
