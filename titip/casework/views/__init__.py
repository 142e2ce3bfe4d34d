"""Casework shows: the list, a case, and a form for each change."""

from titip.casework.views.cards import card, keep_card, remove_card
from titip.casework.views.cases import case_page, listing, new
from titip.casework.views.identifying import (
    assess_decide,
    assess_elements,
    assess_evidence,
    assess_let_go,
    assess_protocol,
    assessment,
    begin_assessment,
    determinations,
    record_decision,
)
from titip.casework.views.laws import add_law, laws
from titip.casework.views.moving import ask_closure, decide_closure, move
from titip.casework.views.notes import heavy_note, notes, write_note
from titip.casework.views.people import add_known, add_third_party, assign, end_assignment, end_part
from titip.casework.views.team import hand_over, team
from titip.casework.views.tools import retire_tool, tool_result, tool_uses, tools, use_tool, validation
from titip.casework.views.undoing import undo
from titip.casework.views.work import add_step, answer_service, end_service, finish_step, offer_service

__all__ = [
    "add_known", "add_law", "add_step", "add_third_party", "answer_service", "ask_closure", "assess_decide", "assess_elements", "assess_evidence",
    "assess_let_go", "assess_protocol", "assessment", "assign", "begin_assessment", "card", "case_page", "decide_closure", "determinations",
    "end_assignment", "end_part", "end_service", "finish_step", "hand_over", "heavy_note", "keep_card", "laws", "listing", "move", "new", "notes",
    "offer_service", "record_decision", "remove_card", "retire_tool", "team", "tool_result", "tool_uses", "tools", "undo", "use_tool", "validation",
    "write_note",
]
