"""What intake keeps."""

from titip.intake.models.drafts import Draft
from titip.intake.models.interviews import HouseWay, Interview, Refused
from titip.intake.models.kind_roles import KindRole
from titip.intake.models.programmes import Activity, ActivityCount, ActivityPerson, Programme
from titip.intake.models.records import OwnLink, OwnRecord
from titip.intake.models.screenings import Screening, ScreeningCount
from titip.intake.models.surveys import FrameCount, Survey, SurveyContact

__all__ = [
    "Activity", "ActivityCount", "ActivityPerson", "Draft", "FrameCount", "HouseWay", "Interview", "KindRole", "OwnLink", "OwnRecord", "Programme",
    "Refused", "Screening", "ScreeningCount", "Survey", "SurveyContact",
]  # fmt: skip
