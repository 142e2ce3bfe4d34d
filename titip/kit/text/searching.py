"""Search keys: one text for everything that looks alike or is meant alike, in Latin, Thai, Lao, Khmer, Burmese and Vietnamese.

A key is for finding, never for keeping or showing: it loses accents, tones of Latin letters and the difference between look-alikes.
"""

import re
import unicodedata
from typing import Final

from titip.kit.dates.whole import NATIVE_DIGITS

#: Letters of other alphabets and of mathematics that look like a Latin letter, after case folding.
_LOOK_ALIKE: Final = dict(
    zip(map(ord, "авсеѕіјкмнорԛгтухԝѵαεικνορτυχηω"), "abceŝijkmnopqrtyxwvaeiknoptuxnw".replace("ŝ", "s"), strict=True)
) | {ord("đ"): "d", ord("ð"): "d", ord("ł"): "l", ord("ø"): "o", ord("ħ"): "h", ord("ı"): "i", ord("æ"): "ae", ord("œ"): "oe", ord("þ"): "th"}
_MARKS: Final = re.compile("[\u0300-\u036f]")
_INVISIBLE: Final = dict.fromkeys([0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF, 0x17B4, 0x17B5])
#: What is typed in two ways and looks the same, or nearly so that readers do not see it.
_TYPED: Final = (
    ("\u0e40\u0e40", "\u0e41"),  # Thai: two sara e for sara ae
    ("\u0e4d\u0e32", "\u0e33"),  # Thai: nikhahit and sara aa for sara am
    ("\u0e24\u0e45", "\u0e24\u0e32"), ("\u0e45", "\u0e32"),  # Thai: lakkhangyao
    ("\u0ec0\u0ec0", "\u0ec1"), ("\u0ecd\u0eb2", "\u0eb3"),  # Lao: the same two
    ("\u0eab\u0e99", "\u0edc"), ("\u0eab\u0ea1", "\u0edd"),  # Lao: ho no and ho mo, joined or not
    ("\u17a3", "\u17a2"), ("\u17a4", "\u17a2\u17b6"), ("\u17b2", "\u17b1"),  # Khmer: letters no longer used
    ("\u17d2\u178a", "\u17d2\u178f"),  # Khmer: the feet of da and ta look the same
    ("\u17c1\u17b6", "\u17c4"), ("\u17c1\u17b8", "\u17be"), ("\u17c1\u17ba", "\u17bf"),  # Khmer: vowels typed in two pieces
    ("\u17bb\u17c6", "\u17c6\u17bb"),  # Khmer: am, in either order
    ("\u102b", "\u102c"),  # Burmese: tall and round aa
    ("\u1009\u103a", "\u1025\u103a"), ("\u1009", "\u1025"),  # Burmese: nya and the letter u
    ("\u1025\u102e", "\u1026"), ("\u101e\u103c\u1031\u102c", "\u1029"), ("\u101e\u103c", "\u1029"),
    ("\u102f\u102d", "\u102d\u102f"), ("\u1037\u103a", "\u103a\u1037"), ("\u1036\u102f", "\u102f\u1036"),
    ("\u1088", "\u103e\u102f"), ("\u108a", "\u103d\u103e"),
)  # fmt: skip
#: Burmese zero and wa, seven and ra are typed for each other: beside a Burmese letter they are letters.
_BURMESE_ZERO: Final = re.compile("(?<=[\u1000-\u103f])\u1040|\u1040(?=[\u1000-\u103f])")
_BURMESE_SEVEN: Final = re.compile("(?<=[\u1000-\u103f])\u1047|\u1047(?=[\u1000-\u103f])")
_BREAKS: Final = re.compile(
    r"[\s\u0020-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2010-\u2027\u2030-\u205e\u3000-\u303f\u0e2f\u0e4f\u0e5a\u0e5b\u104a\u104b\u17d4-\u17d6\u17d8-\u17da]+"
)
#: Am of Thai and Lao with its tone typed between its two signs.
_AM: Final = re.compile("\u0e4d([\u0e48-\u0e4b])\u0e32|\u0ecd([\u0ec8-\u0ecb])\u0eb2")
_KHMER_RO: Final = re.compile("(\u17d2\u179a)(\u17d2[\u1780-\u17a2])")


def search_key(text: str) -> str:
    """The key: case, accents, width, invisible characters, punctuation, native digits and look-alikes folded. ``search_key`` of a key is itself."""
    return " ".join(search_words(text))


def search_words(text: str) -> list[str]:
    """The words of the key. Thai, Lao, Khmer and Burmese without spaces are one word."""
    return _BREAKS.sub(" ", _folded(_folded(text))).split()


def _folded(text: str) -> str:
    plain = text.translate(_INVISIBLE)
    if not plain.isascii():
        plain = _BURMESE_SEVEN.sub("\u101b", _BURMESE_ZERO.sub("\u101d", plain)).translate(NATIVE_DIGITS)
        plain = _unwide(plain).casefold().translate(_LOOK_ALIKE)
        plain = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", plain))).translate(_LOOK_ALIKE)
        plain = _AM.sub(lambda am: f"{am[1]}\u0e33" if am[1] else f"{am[2]}\u0eb3", plain)
        for typed, meant in _TYPED:
            if typed in plain:
                plain = plain.replace(typed, meant)
        plain = _KHMER_RO.sub(r"\2\1", plain)
        return plain.translate(_INVISIBLE).translate(NATIVE_DIGITS)
    return plain.casefold()


def _unwide(text: str) -> str:
    """Compatibility forms as plain letters, but am of Thai and Lao, and the joined letters of Lao, left whole."""
    return "".join(c if c in "\u0e33\u0eb3\u0edc\u0edd" else unicodedata.normalize("NFKC", c) for c in text)
