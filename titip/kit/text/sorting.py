"""Sort keys: our own order, near CLDR 48's for Latin, Vietnamese, Thai, Lao, Khmer and Burmese, with no library of binaries.

Three levels, as in the Unicode Collation Algorithm: letters, then marks and tones, then case. Digits of every script are their number;
spaces come before letters; zero-width characters count for nothing. How each script is taken:

* Thai and Lao: a vowel written before its consonant sorts after it; tone marks decide only between words that are otherwise the same;
  Lao ໜ and ໝ are ຫນ and ຫມ.
* Khmer: letters, then vowels (those of two signs are one), then feet (coeng); an independent vowel is អ with that vowel; shifters and other signs decide last.
* Burmese: syllable by syllable: consonant, medials, final, vowel, tone, as in its dictionaries; a stacked consonant closes the syllable before it.
* Vietnamese (``language="vi"``): ă â đ ê ô ơ ư are letters of their own; tones in the order ngang, huyền, hỏi, ngã, sắc, nặng.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from titip.kit.text.searching import _INVISIBLE

#: The levels, and the text itself so that only equal texts have equal keys.
SortKey = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], str]

_COMMON = 32
#: Readers of these languages look for Latin letters after their own.
_OWN_SCRIPT_FIRST: Final = frozenset({"th", "lo", "km", "my"})
_AFTER_ALL: Final = 50_000
_THAI_BEFORE: Final = re.compile("([เแโใไ])([ก-ฮ])")
_LAO_BEFORE: Final = re.compile("([ເແໂໃໄ])([ກ-ຮໜໝ])")
_SPELT: Final = (
    ("\u0e40\u0e40", "\u0e41"), ("\u0e4d\u0e32", "\u0e33"), ("\u0ecd\u0eb2", "\u0eb3"), ("\u0ec0\u0ec0", "\u0ec1"), ("ໜ", "ຫນ"), ("ໝ", "ຫມ"),
    ("ឣ", "អ"), ("ឤ", "អា"), ("ឥ", "អិ"), ("ឦ", "អី"), ("ឧ", "អុ"), ("ឨ", "អុក"), ("ឩ", "អូ"), ("ឪ", "អូវ"), ("ឯ", "អែ"), ("ឰ", "អៃ"), ("ឱ", "អោ"),
    ("ឲ", "អោ"), ("ឳ", "អៅ"), ("ុំ", "\ue000"), ("ាំ", "\ue001"), ("ុះ", "\ue002"), ("េះ", "\ue003"), ("ោះ", "\ue004"),  # vowels of two signs: one letter each
    ("ဣ", "အိ"), ("ဤ", "အီ"), ("ဥ", "အု"), ("ဦ", "အူ"), ("ဧ", "အေ"), ("ဩ", "အော"), ("ဪ", "အော်"), ("ါ", "ာ"),
)  # fmt: skip
_LETTERS: Final = {
    3000: "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮํะัาำิีึืุูเแโใไฺ",
    4000: "ກຂຄຆງຈຉສຊຌຎຍຏຐຑຒຓດຕຖທຘນບປຜຝພຟຠມຢຣລວຨຩຫຬອຮຯະັາຳິີຶື຺ຸູົຼຽເແໂໃໄ",
    7000: "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរឫឬលឭឮវឝឞសហឡអៜាិីឹឺុូួើឿៀេែៃោៅ\ue000ំ\ue001ះ\ue002\ue003\ue004្",
}
_PRIMARY: Final = {letter: base + place for base, letters in _LETTERS.items() for place, letter in enumerate(letters)}
#: Marks that decide only between otherwise equal words, in their order.
_SIGNS: Final = "์็่้๊๋๎" + "່້໊໋໌ໍ໎" + "៌៎៏៑័ៈ៝់៉៊៍" + "ๆฯໆៗ"
_TONES_VI: Final = "\u0300\u0309\u0303\u0301\u0323"
_OWN_LETTERS_VI: Final = {"ă": ("a", 1), "â": ("a", 2), "đ": ("d", 1), "ê": ("e", 1), "ô": ("o", 1), "ơ": ("o", 2), "ư": ("u", 1)}
_LATIN_PLAIN: Final = {"đ": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ð": "d", "þ": "th", "ħ": "h"}

_BURMESE: Final = "ကခဂဃငစဆဇဈဉညဋဌဍဎဏတထဒဓနပဖဗဘမယရလဝသဟဠအဿ"
_MEDIALS: Final = ("ျ", "ြ", "ွ", "ှ", "ျွ", "ြွ", "ျှ", "ြှ", "ွှ", "ျွှ", "ြွှ")
_VOWELS: Final = ("ာ", "ိ", "ီ", "ု", "ူ", "ေ", "ဲ", "ော", "ော်", "ံ", "ို", "ုံ", "ိံ")
_SYLLABLE: Final = re.compile(
    "(?P<initial>[က-အဿ])(?P<medials>[ျ-ှ]*)(?P<vowels>[ာ-ဲံ]*(?:(?<=ော)်)?)(?P<tone>[့း]*)(?:(?P<final>[က-အ])(?:(?:့)?်|္)(?P<after>[့း]*))?"
)


def sort_key(text: str, language: str = "") -> SortKey:
    """A key by which texts of any of the scripts sort together: Latin (last where ``language`` has letters of its own), then Thai, Lao,
    Burmese, Khmer, then the rest by code point.
    """
    plain = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    shown = plain
    for written, spelt in _SPELT if not plain.isascii() else ():
        plain = plain.replace(written, spelt)
    plain = _LAO_BEFORE.sub(r"\2\1", _THAI_BEFORE.sub(r"\2\1", plain))
    primary: list[int] = []
    secondary: list[int] = []
    tertiary: list[int] = []
    for part in _parts(plain):
        if part[0] in _BURMESE_LETTERS:
            weights = _syllable(part)
            primary += weights
            secondary += [_COMMON] * len(weights)
            tertiary += [0] * len(weights)
        else:
            _character(part, language, primary, secondary, tertiary)
    if language in _OWN_SCRIPT_FIRST:
        primary = [weight + _AFTER_ALL if 1000 <= weight < 3000 else weight for weight in primary]
    return tuple(primary), tuple(secondary), tuple(tertiary), shown


_BURMESE_LETTERS: Final = frozenset(_BURMESE)


def _parts(text: str) -> Iterator[str]:
    """Burmese syllables whole, everything else character by character."""
    place = 0
    while place < len(text):
        found = _SYLLABLE.match(text, place) if text[place] in _BURMESE_LETTERS else None
        yield found[0] if found else text[place]
        place = found.end() if found else place + 1


def _syllable(part: str) -> list[int]:
    found = _SYLLABLE.fullmatch(part)
    assert found
    weights = [5000 + _BURMESE.index(found["initial"])]
    if found["medials"]:
        weights.append(5600 + _place(_MEDIALS, "".join(sorted(set(found["medials"])))))
    if found["final"]:
        weights.append(5400 + _BURMESE.index(found["final"]))
    if found["vowels"]:
        weights.append(5200 + _place(_VOWELS, found["vowels"]))
    weights += [5100 + "့း".index(sign) for sign in dict.fromkeys(found["tone"] + (found["after"] or ""))]
    return weights


def _place(known: tuple[str, ...], written: str) -> int:
    """Where a combination stands; one that is not in use stands after all that are, by its letters."""
    return known.index(written) if written in known else len(known) + sum(ord(c) & 0xF for c in written) % 64


def _character(character: str, language: str, primary: list[int], secondary: list[int], tertiary: list[int]) -> None:
    if (known := _PRIMARY.get(character)) is not None:
        _add(primary, secondary, tertiary, known)
        return
    if character in _SIGNS:
        secondary.append(_COMMON + 1 + _SIGNS.index(character))
        tertiary.append(0)
        return
    digit = unicodedata.digit(character, None)
    if digit is not None:
        _add(primary, secondary, tertiary, 100 + digit)
        return
    lower = character.lower()
    upper = int(lower != character)
    for piece in unicodedata.normalize("NFD", lower) if not _own(lower, language) else [lower]:
        _latin(piece, language, upper, primary, secondary, tertiary)


def _own(lower: str, language: str) -> bool:
    return len(lower) == 1 and language == "vi" and _without_tone(lower) in _OWN_LETTERS_VI


def _without_tone(letter: str) -> str:
    return unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", letter) if c not in _TONES_VI))


def _latin(piece: str, language: str, upper: int, primary: list[int], secondary: list[int], tertiary: list[int]) -> None:
    if _own(piece, language):
        base, more = _OWN_LETTERS_VI[_without_tone(piece)]
        _add(primary, secondary, tertiary, 1000 + 10 * (ord(base) - 97) + more, upper)
        for mark in unicodedata.normalize("NFD", piece):
            if mark in _TONES_VI:
                _mark(mark, secondary, tertiary)
    elif "a" <= piece <= "z":
        _add(primary, secondary, tertiary, 1000 + 10 * (ord(piece) - 97), upper)
    elif piece in _LATIN_PLAIN:
        for letter in _LATIN_PLAIN[piece]:
            _add(primary, secondary, tertiary, 1000 + 10 * (ord(letter) - 97), upper)
        secondary.append(_COMMON + 60)
        tertiary.append(0)
    elif unicodedata.combining(piece) or unicodedata.category(piece) == "Mn":
        _mark(piece, secondary, tertiary)
    else:
        _add(primary, secondary, tertiary, _other(piece))


def _mark(mark: str, secondary: list[int], tertiary: list[int]) -> None:
    secondary.append(_COMMON + 100 + (_TONES_VI.index(mark) if mark in _TONES_VI else 10 + ord(mark) % 1000))
    tertiary.append(0)


def _other(character: str) -> int:
    """Spaces first, then punctuation, then letters of other scripts after all that we know."""
    kind = unicodedata.category(character)
    if kind.startswith("Z") or kind == "Cc":
        return 1
    return 10 + ord(character) % 80 if kind[0] in "PS" else 100_000 + ord(character)


def _add(primary: list[int], secondary: list[int], tertiary: list[int], weight: int, upper: int = 0) -> None:
    primary.append(weight)
    secondary.append(_COMMON)
    tertiary.append(upper)
