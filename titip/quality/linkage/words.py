"""A name as it was written, taken apart into the words that are compared."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final

from titip.quality.linkage import letters

#: What stands before a name and is no part of it. Some (Ko, Maung, Saw, Ma) can also begin a name: they are taken off at the
#: front only, and only while something is left.
HONORIFICS: Final = frozenset(
    "mr mrs ms miss mister madam dr sir "
    "nai nang nangsao naang nangsaw khun khunying dek ด.ช ด.ญ นาย นาง นางสาว คุณ ด.ช. ด.ญ. เด็กชาย เด็กหญิง น.ส น.ส. "
    "lok neang bong oknha លោក អ្នក នាង កញ្ញា លោកស្រី អ្នកស្រី "
    "u daw ko ma maung mg saw sai naw nan sao sayama saya ဦး ဒေါ် ကို မ မောင် စော စိုင်း နော် နန်း ဆရာ ဆရာမ "
    "thao nang ท้าว ທ້າວ ນາງ ທ່ານ "
    "anh chi co ba ong em chu bac "
    "bapak bpk pak ibu bu mbak mas sdr sdri saudara saudari tn ny h hj haji hajjah encik puan cik tuan "
    "kuya ate aling mang ginang ginoo".split()
)
#: Short forms that clerks write, and the word they stand for.
ABBREVIATIONS: Final = {
    **dict.fromkeys("muhammad mohammad mohamad mohamed mohammed muhamad muhamed muhammed mohd md muh moh mohamat mochamad mochammad".split(), "muhammad"),
    **dict.fromkeys("abd abdul abdoel".split(), "abdul"),
    "ma.": "maria", "sta.": "santa", "sto.": "santo", "fco.": "francisco", "jr.": "", "sr.": "", "jr": "", "ii": "", "iii": "",
    "bt": "binti", "bte": "binti", "binte": "binti", "b.": "bin", "s/o": "bin", "d/o": "binti", "n.": "nguyen", "ng.": "nguyen", "ng": "nguyen",
}
#: Words inside a name that say "of" or "child of": kept apart from the name itself.
PARTICLES: Final = frozenset("bin binti al el de la las los del dela delos da dos van von y".split())

_MARKS: Final = re.compile(r"[\u0300-\u036f]")
_BREAKS: Final = re.compile(r"[\s,;:()\[\]{}\"“”/\\|_\-–—·•&+]+")
_QUOTES: Final = str.maketrans("", "", "'’‘`´*?!\u200b\u200c\u200d\ufeff")
#: Titles that Thai and Lao write without a space before the name.
_JOINED_TITLE: Final = re.compile("^(?:นางสาว|นาย|นาง|คุณ|เด็กชาย|เด็กหญิง|ท้าว|ທ້າວ|ນາງ)(?=[ก-ຮເ-ໄเ-ไ]{2})")
#: What stands in a cell where no name is known.
NO_NAME: Final = frozenset({"", "-", "--", ".", "?", "x", "xx", "xxx", "n/a", "na", "nil", "none", "null", "unknown", "not known", "no name", "unnamed"})


def fold(text: str) -> str:
    """Case, accents and width folded; native letters untouched: ``Đỗ`` → ``do``."""
    if text.isascii():
        return text.lower().translate(_QUOTES)
    wide = unicodedata.normalize("NFKC", text).casefold().replace("đ", "d").replace("ı", "i")
    if "\u0e33" in text or "\u0eb3" in text:  # the width folding takes am apart in Thai and Lao
        wide = wide.replace("\u0e4d\u0e32", "\u0e33").replace("\u0ecd\u0eb2", "\u0eb3")
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", wide))).translate(_QUOTES)


def name_words(text: str) -> list[str]:
    """The words of a name, folded: honorifics off the front, short forms spelt out, particles out, Burmese syllable by syllable."""
    folded = fold(text)
    if folded.strip() in NO_NAME:
        return []
    found = [word for part in _BREAKS.split(_JOINED_TITLE.sub("", folded)) if part for word in _spelt(part)]
    while len(found) > 1 and found[0] in HONORIFICS:
        found = found[1:]
    kept = [word for word in found if word not in PARTICLES] or found
    return [syllable for word in kept for syllable in _syllables(word)]


def text_words(text: str) -> list[str]:
    """The words of any other text (an address, a place in words), folded."""
    folded = fold(text)
    return [] if folded.strip() in NO_NAME else [word for part in _BREAKS.split(folded) if (word := part.strip("."))]


def _spelt(part: str) -> list[str]:
    """One written word as one or two: a short form spelt out, ``Mr.Sok`` parted at its dot."""
    if part in ABBREVIATIONS:
        return [ABBREVIATIONS[part]] if ABBREVIATIONS[part] else []
    if part in HONORIFICS:
        return [part]
    pieces = [piece for piece in part.split(".") if piece]
    return [expanded for piece in pieces if (expanded := ABBREVIATIONS.get(piece, piece))]


def _syllables(word: str) -> Iterable[str]:
    return letters.burmese_syllables(word) if "\u1000" <= word[:1] <= "\u109f" else (word,)


def sounds(word: str) -> str:
    """The word's classes of sound, from whatever script it is written in; empty for a word without letters that we know."""
    if word.isascii():
        return letters.latin(word)
    return letters.native(word) or letters.latin(re.sub("[^a-z]", "", word))


class Remembered(dict[str, str]):
    """What a reading made of each text so far, the first so many of them: the same words come again and again. Whoever holds it empties it."""

    def __init__(self, work: Callable[[str], str], most: int = 200_000) -> None:
        super().__init__()
        self._work, self._most = work, most

    def __missing__(self, text: str) -> str:
        made = self._work(text)
        if len(self) < self._most:
            self[text] = made
        return made
