"""What casework keeps."""

from titip.casework.models.cards import EmergencyCard
from titip.casework.models.cases import Case, CaseAssignment, Participation
from titip.casework.models.steps import Approval, Step, Transition
from titip.casework.models.support import CaseNote, ServiceOffered

__all__ = ["Approval", "Case", "CaseAssignment", "CaseNote", "EmergencyCard", "Participation", "ServiceOffered", "Step", "Transition"]
