"""What intake keeps."""

from titip.intake.models.drafts import Draft
from titip.intake.models.interviews import Interview
from titip.intake.models.screenings import Screening, ScreeningCount

__all__ = ["Draft", "Interview", "Screening", "ScreeningCount"]
