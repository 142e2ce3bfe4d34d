"""Casework shows: the list, a case, and a form for each change."""

from titip.casework.views.cards import card, keep_card, remove_card
from titip.casework.views.cases import case_page, listing, new
from titip.casework.views.moving import ask_closure, decide_closure, move
from titip.casework.views.notes import heavy_note, notes, write_note
from titip.casework.views.people import add_known, add_third_party, assign, end_assignment, end_part
from titip.casework.views.team import hand_over, team
from titip.casework.views.undoing import undo
from titip.casework.views.work import add_step, answer_service, end_service, finish_step, offer_service

__all__ = [
    "add_known", "add_step", "add_third_party", "answer_service", "ask_closure", "assign", "card", "case_page", "decide_closure", "end_assignment", "end_part",
    "end_service", "finish_step", "hand_over", "heavy_note", "keep_card", "listing", "move", "new", "notes", "offer_service",
    "remove_card", "team", "undo", "write_note",
]
