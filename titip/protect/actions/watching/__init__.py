"""The watch over who reads what: alarms raised, told, noted as looked at; the limits; the weekly digest and its anchors."""

from titip.protect.actions.watching.alarms import CannotLook, look, sound
from titip.protect.actions.watching.catching_up import catch_up
from titip.protect.actions.watching.digesting import as_text, digest, digest_due, note_anchor, retry_copies
from titip.protect.actions.watching.ruling import BadRules, set_rules

__all__ = ["BadRules", "CannotLook", "as_text", "catch_up", "digest", "digest_due", "look", "note_anchor", "retry_copies", "set_rules", "sound"]
