"""What protection keeps."""

from titip.protect.models.audit import AuditCheckpoint, AuditEvent, AuditHead, AuditSubject
from titip.protect.models.devices import Device, OpenSession
from titip.protect.models.glass import Glass
from titip.protect.models.inviting import Invitation
from titip.protect.models.joining import StaffCheck
from titip.protect.models.kept import KeptInput
from titip.protect.models.notices import Notice
from titip.protect.models.policy import PolicyVersion
from titip.protect.models.readiness import ReadinessMark
from titip.protect.models.sealed import DataKey, SealedValue
from titip.protect.models.staff import Organisation, Staff, StaffRole, Team, Training
from titip.protect.models.standing import ClockSeen
from titip.protect.models.typing import PageDraft, SentForm
from titip.protect.models.watching import Alarm, Digest, OpenedToday, WatchRules
from titip.protect.models.work import Schedule, Work

__all__ = [
    "Alarm", "AuditCheckpoint", "AuditEvent", "AuditHead", "AuditSubject", "ClockSeen", "DataKey", "Device", "Digest", "Glass", "Invitation", "KeptInput",
    "Notice", "OpenSession", "OpenedToday", "Organisation", "PageDraft", "PolicyVersion", "ReadinessMark", "Schedule", "SealedValue", "SentForm",
    "Staff", "StaffCheck", "StaffRole", "Team", "Training", "WatchRules", "Work",
]
