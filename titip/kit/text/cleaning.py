"""Text as it is kept: NFC, no stray spaces, no invisible controls."""

import unicodedata

_KEPT_CONTROLS = {"\n", "\t"}
#: Joiners carry meaning in Khmer, Lao, Burmese and Thai typing and stay.
_KEPT_FORMAT = {"\u200b", "\u200c", "\u200d"}


def clean(text: str) -> str:
    """One line or several: NFC, ends stripped, control characters out, line ends as ``\\n``."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in text if _keeps(c)).strip()


def clean_line(text: str) -> str:
    """As ``clean``, on one line, with runs of spaces folded."""
    return " ".join(clean(text).split())


def _keeps(character: str) -> bool:
    if character in _KEPT_CONTROLS or character in _KEPT_FORMAT:
        return True
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co"}
