"""What changes the dictionary: each action is atomic and writes its event."""

from titip.dictionary.actions.editing import CannotEdit, edit_element
from titip.dictionary.actions.exporting import export_codebook_csv, export_xlsform
from titip.dictionary.actions.freezing import freeze
from titip.dictionary.actions.importing import import_xlsform
from titip.dictionary.actions.starter import load_starter

__all__ = ["CannotEdit", "edit_element", "export_codebook_csv", "export_xlsform", "freeze", "import_xlsform", "load_starter"]
