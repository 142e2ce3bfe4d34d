"""What changes the dictionary: each action is atomic and writes its event."""

from titip.dictionary.actions.cards import record_card, unrecord_card
from titip.dictionary.actions.drafting import agree, ask_agreement, drop, publish, put, take_back
from titip.dictionary.actions.editing import edit_element
from titip.dictionary.actions.exporting import CODEBOOKS, codebook_as, export_codebook, export_codebook_csv, export_xlsform
from titip.dictionary.actions.freezing import freeze
from titip.dictionary.actions.importing import import_xlsform
from titip.dictionary.actions.places import BadList, build_places, import_places
from titip.dictionary.actions.reviewing import keep_element, sign_review, write_review
from titip.dictionary.actions.starter import load_starter
from titip.dictionary.rules.weighing import CannotEdit

__all__ = [
    "BadList", "CODEBOOKS", "CannotEdit", "agree", "ask_agreement", "build_places", "codebook_as", "drop", "edit_element", "export_codebook",
    "export_codebook_csv", "export_xlsform", "freeze", "import_places", "import_xlsform", "keep_element", "load_starter", "publish", "put",
    "record_card", "sign_review", "take_back", "unrecord_card", "write_review",
]  # fmt: skip
