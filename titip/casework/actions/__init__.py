"""Casework changes: cases opened and moved, people in them, notes, steps, services, closing."""

from titip.casework.actions.assigning import assign, end_assignment
from titip.casework.actions.cards import OpenedCard, keep_card, open_card, read_for_change, remove_card
from titip.casework.actions.cases import add_participant, add_third_party, end_participation, open_case
from titip.casework.actions.closing import ask_closure, decide_closure
from titip.casework.actions.ends import apply_end, apply_erase, preview_end, preview_erase
from titip.casework.actions.handing import hand_over, hand_over_work
from titip.casework.actions.identifying import (
    begin_assessment,
    decide,
    keep_elements,
    keep_evidence,
    keep_law,
    keep_protocol,
    let_go,
    record_decision,
)
from titip.casework.actions.moving import move
from titip.casework.actions.notes import note
from titip.casework.actions.problems import CannotDo
from titip.casework.actions.services import answer_service, end_service, offer_service
from titip.casework.actions.steps import add_step, finish_step
from titip.casework.actions.tools import load_tool, read_instrument, retire_tool, use_tool
from titip.casework.actions.undoing import UNDO

__all__ = [
    "CannotDo", "OpenedCard", "UNDO", "add_participant", "add_step", "add_third_party", "answer_service", "apply_end", "apply_erase", "ask_closure",
    "assign", "begin_assessment", "decide", "decide_closure", "end_assignment", "end_participation", "end_service", "finish_step", "hand_over",
    "hand_over_work", "keep_card", "keep_elements", "keep_evidence", "keep_law", "keep_protocol", "let_go", "load_tool", "move", "note",
    "offer_service", "open_card", "open_case", "preview_end", "preview_erase", "read_for_change", "read_instrument", "record_decision", "remove_card",
    "retire_tool", "use_tool",
]
