"""What casework keeps."""

from titip.casework.models.cards import EmergencyCard
from titip.casework.models.cases import Case, CaseAssignment, Participation
from titip.casework.models.identifying import Determination, Law, Tool, ToolUse
from titip.casework.models.steps import Approval, Step, Transition
from titip.casework.models.support import CaseNote, ServiceOffered

__all__ = [
    "Approval", "Case", "CaseAssignment", "CaseNote", "Determination", "EmergencyCard", "Law", "Participation", "ServiceOffered", "Step", "Tool",
    "ToolUse", "Transition",
]
