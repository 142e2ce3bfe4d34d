"""Which encoding a text file is in: stated by its first bytes, proven by decoding, or guessed from how its letters run."""

import codecs
import re
from typing import Final

from titip.share.rules.problems import TableProblem

#: Tried in this order, and named to the user where none fits.
TRIED: Final = ("utf-8", "utf-16", "cp874", "cp1258", "cp1252")
NAMES: Final = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp874": "Windows-874 (Thai)",
    "cp1258": "Windows-1258 (Vietnamese)",
    "cp1252": "Windows-1252 (Western)",
}

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
#: Of Windows-1258 alone: a tone mark, which follows its vowel there, and the letter đ. In Windows-1252 the same bytes are letters that stand elsewhere.
_VIETNAMESE = re.compile(rb"[AEIOUYaeiouy\xc2\xc3\xca\xd4\xd5\xdd\xe2\xe3\xea\xf4\xf5\xfd][\xcc\xd2\xde\xec\xf2]|[\xd0\xf0]")


def shown(encoding: str) -> str:
    """The name people know an encoding by."""
    return NAMES.get(encoding, encoding)


def known(encoding: str) -> str:
    """Python's name of an encoding that a user typed. Raises TableProblem."""
    said = {"windows-874": "cp874", "tis-620": "cp874", "tis620": "cp874", "windows-1258": "cp1258", "windows-1252": "cp1252"}
    try:
        return codecs.lookup(said.get(encoding.lower(), encoding)).name
    except LookupError:
        raise TableProblem(f"“{encoding}” is not an encoding.", "Use utf-8, utf-16, windows-874, windows-1258 or windows-1252.") from None


def stated(head: bytes) -> str:
    """The encoding that the first bytes state or prove: a mark, the zeros of UTF-16, or valid UTF-8. Empty where they do not."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if 0 in head:
        return _unmarked_utf16(head)
    return "utf-8" if is_utf8(head) else ""


def _unmarked_utf16(head: bytes) -> str:
    """Text has a zero byte only in UTF-16, beside each plain letter; anything else with zeros is not text."""
    encoding = "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
    text = head.decode(encoding, errors="replace")
    strange = sum(letter == "\ufffd" or (letter < " " and letter not in "\t\r\n") for letter in text[:-1])
    return encoding if "\n" in text and not strange else ""


def is_utf8(head: bytes) -> bool:
    """Whether bytes are UTF-8; a letter cut off at the end does not count against it."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=False)
    except UnicodeDecodeError:
        return False
    return True


def guessed(content: bytes) -> str:
    """Windows-874, Windows-1258 or Windows-1252 for bytes that are not UTF-8. Raises TableProblem where none can decode them.

    Thai is written in long unbroken runs of high bytes; the two others have one or two among plain letters, and of them only Vietnamese writes
    tone marks behind its vowels.
    """
    fits = [encoding for encoding in ("cp874", "cp1258", "cp1252") if _decodes(content, encoding)]
    if not fits:
        raise TableProblem(
            f"The text cannot be decoded. Tried: {', '.join(shown(e) for e in TRIED)}.",
            "Save the file as “CSV UTF-8” and try again, or name the encoding with --encoding.",
        )
    if len(fits) == 1:
        return fits[0]
    runs = _HIGH_RUN.findall(content[:1_000_000])
    mean = sum(map(len, runs)) / max(len(runs), 1)
    if "cp874" in fits and mean > 2.2:
        return "cp874"
    letters = [encoding for encoding in ("cp1258", "cp1252") if encoding in fits]
    return letters[0] if len(letters) == 1 or _VIETNAMESE.search(content) else letters[-1]


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
