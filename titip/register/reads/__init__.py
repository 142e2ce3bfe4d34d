"""The register sees: lists by code, what a colleague may see of a record, and the one door to releases."""

from titip.register.reads.opening import Opened, current_answers, open_identity, open_record
from titip.register.reads.people import facts, find, people_for, person_for, registration_of
from titip.register.reads.releasing import ReleaseRows, for_release

__all__ = [
    "Opened", "ReleaseRows", "current_answers", "facts", "find", "for_release", "open_identity", "open_record", "people_for", "person_for", "registration_of",
]
