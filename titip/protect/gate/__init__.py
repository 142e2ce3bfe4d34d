"""The one gate from URL to view: every view says what it needs, and nothing passes that does not.

This is its whole face; the modules beside it are its inside.
"""

from titip.protect.gate.asking import NotHere, NotReady, StaffRequest, allow, may, only, reference_in, second_factor_at
from titip.protect.gate.covering import cover, keep_sent
from titip.protect.gate.drafting import done, keep_typed, typing, unjudged
from titip.protect.gate.keeping import hold
from titip.protect.gate.marks import Mark, open_page, page
from titip.protect.gate.middleware import Gate, enter
from titip.protect.gate.proving import asks_to_prove, prove, unproven
from titip.protect.gate.undoing import offer_undo, take_up

__all__ = [
    "Gate", "Mark", "NotHere", "NotReady", "StaffRequest", "allow", "asks_to_prove", "cover", "done", "enter", "hold", "keep_sent", "keep_typed", "may",
    "offer_undo", "only", "open_page", "page", "prove", "reference_in", "second_factor_at", "take_up", "typing", "unjudged", "unproven",
]
