"""What a version of a record is: a save, or one that goes back to something."""

from enum import StrEnum


class Kind(StrEnum):
    """Why a version was written."""

    SAVED = "saved"
    UNDONE = "undone"  # the save before it was taken back
    RESTORED = "restored"  # answers of an earlier version stand again
    SET_ASIDE = "set_aside"  # an answer that did not stand: of two edits the other was preferred
    BESIDE = "beside"  # an answer kept beside the one that stands: both are right
    STANDS = "stands"  # what stood before one was set aside stands again
