"""Fills the stores of a practice organisation in bulk: past the actions, by the same rules. A real organisation's keys refuse."""

from titip.protect.actions.loading.events import Events
from titip.protect.actions.loading.notices import Notices
from titip.protect.actions.loading.sealing import Sealing, ToSeal
from titip.protect.actions.loading.stores import NotPractice, Rows, Store
from titip.protect.actions.loading.tokens import tokens

__all__ = ["Events", "NotPractice", "Notices", "Rows", "Sealing", "Store", "ToSeal", "tokens"]
