"""Casework sees: the cases within reach, what is due, who takes part."""

from titip.casework.models import Case
from titip.casework.reads.cards import card_by_code, card_of, cares_for, sealed_cards
from titip.casework.reads.cases import case_for, cases_for, facts, listed, look_for, of_person, open_cases_of
from titip.casework.reads.determinations import (
    blind_to,
    determination_in,
    determinations_in,
    differs,
    laws,
    open_determination,
    places_of_evidence,
    sealed_determinations,
)
from titip.casework.reads.due import DueStep, Line, Shown, due_for, lines, shown_due
from titip.casework.reads.notes import OpenedNote, notes_in, open_notes, sealed_references
from titip.casework.reads.parts import People, TakingPart, colleagues_on, people_in, service_kinds, services_in
from titip.casework.reads.team import Carrying, carrying, hand_over_list, overdue_of, returned_to, to_decide
from titip.casework.reads.tools import Validated, determined, loaded_tools, open_use, sealed_uses, uses_in, validation

__all__ = [
    "Carrying", "Case", "DueStep", "Line", "OpenedNote", "People", "Shown", "TakingPart", "Validated", "blind_to", "card_by_code", "card_of",
    "cares_for", "carrying", "case_for", "cases_for", "colleagues_on", "determination_in", "determinations_in", "determined", "differs", "due_for",
    "facts", "hand_over_list", "laws", "lines", "listed", "look_for", "notes_in", "of_person", "open_cases_of", "open_determination", "open_notes",
    "open_use", "overdue_of", "people_in", "places_of_evidence", "returned_to", "sealed_cards", "sealed_determinations", "sealed_references",
    "sealed_uses", "service_kinds", "services_in", "shown_due", "to_decide", "loaded_tools", "uses_in", "validation",
]
