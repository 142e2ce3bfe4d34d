"""An organisation's own instrument: read from its sheets, asked with its skips in its languages, scored where everybody can follow it.

The result never says that somebody is not a victim: signs are present, or none was noted by this tool this time.
"""

from titip.casework.rules.instruments.reading import read_csv, read_xlsform
from titip.casework.rules.instruments.scoring import NONE, RESULTS, SIGNS, Scored, arises, score
from titip.casework.rules.instruments.shape import MODES, SETTINGS, BadInstrument, Band, Instrument, Item, Kind, Option, Wording, from_json

__all__ = [
    "MODES", "NONE", "RESULTS", "SETTINGS", "SIGNS", "BadInstrument", "Band", "Instrument", "Item", "Kind", "Option", "Scored", "Wording",
    "arises", "from_json", "read_csv", "read_xlsform", "score",
]
