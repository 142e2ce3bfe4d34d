"""The register changes: a person registered, a record saved, a colleague assigned."""

from titip.register.actions.assigning import end_share, hand_over, share
from titip.register.actions.files import drop_never_named, drop_unattached, keep_file
from titip.register.actions.forgetting import forget_records
from titip.register.actions.indexing import reindex
from titip.register.actions.links import link
from titip.register.actions.people import assign, register_person, set_age_status, unassign
from titip.register.actions.resealing import Resealed, reseal
from titip.register.actions.same import CannotMerge, merge, unmerge
from titip.register.actions.saving import NotAllowed, Saved, StaleBase, save_record
from titip.register.actions.undoing import restore, set_aside, undo_save

__all__ = [
    "CannotMerge", "NotAllowed", "Resealed", "Saved", "StaleBase", "assign", "drop_never_named", "drop_unattached", "end_share", "forget_records",
    "hand_over", "keep_file", "link", "merge", "register_person", "reindex", "reseal", "restore", "save_record", "set_age_status", "set_aside",
    "share", "unassign", "undo_save", "unmerge",
]  # fmt: skip
