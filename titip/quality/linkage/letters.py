"""The letters of the region's scripts as classes of sound: what clerks confuse is one class.

Classes of consonants: K (k, kh, g, q), C (ch, j, ky, gy, tr), T (t, th, d), S (s, z, x, sh), P (p, ph, f, b), V (v, w), L (l, r),
N (n, ng, ny), M, H, Y. Classes of vowels: A, E (e, i and their kin), U (o, u and their kin). No romaniser is used: each
script is read from its own letters, and a name written in two scripts meets in these classes.
"""

import re
from typing import Final

VOWELS: Final = frozenset("AEU")

#: Longest first; ``(?=…)`` and ``(?!…)`` look at the letter that follows. Old and new spellings of Indonesian, the aspirates of
#: Thai and Khmer, the medials of Burmese and the finals of Vietnamese each fold into the class of the plain letter.
_LATIN_RULES: Final = (
    ("[ck]h(?=m)", ""),  # Achmad, Akhmad and Rachman are Ahmad and Rahman
    ("chh|ch|tch|dj|tj|j|[kg]y(?=[aeiou])|tr(?=[aeiouy])", "C"),
    ("ngh|ng|nh|nj|gn|ny(?=[aeiou])|hn|n", "N"),
    ("kh|gh|ck|qu(?=[aeiou])|q|k|g|c(?![eiy])", "K"),
    ("sh|sch|sy(?=[aeiou])|hs|sr|s|z|x|c", "S"),
    ("th|ht|dh|t|d", "T"),
    ("ph|hp|bh|p|f|b", "P"),
    ("hl|lh|l|r(?=[aeiouy])", "L"),
    ("hm|m", "M"),
    ("v|w(?=[aeiouy])", "V"),
    ("h(?=[aeiouy])", "H"),
    ("h", ""),
    ("[aeiouywr]+?(?=[^aeiouywr]|[rw][aeiouy]|$)", "vowel"),
    ("r|w", ""),
)
_LATIN: Final = re.compile("|".join(f"({pattern})" for pattern, _ in _LATIN_RULES))
_LATIN_CLASSES: Final = tuple(sound for _, sound in _LATIN_RULES)
_SILENT_E: Final = re.compile(r"(?<=[aeiouy])([^aeiouy]+)e$")
_REPEATED: Final = re.compile(r"(.)\1+")


def latin(word: str) -> str:
    """The classes of a word in plain Latin letters: ``kyaw`` and ``gyaw`` are ``CU``, ``thuy`` and ``tuy`` are ``TU``."""
    word = _REPEATED.sub(r"\1", _SILENT_E.sub(r"\1", word))
    starts_with_y = word.startswith("y") and len(word) > 1 and word[1] in "aeiou"
    made = "".join(_latin_class(found) for found in _LATIN.finditer(word[1:] if starts_with_y else word))
    return _REPEATED.sub(r"\1", "Y" + made if starts_with_y else made)


def _latin_class(found: "re.Match[str]") -> str:
    sound = _LATIN_CLASSES[(found.lastindex or 1) - 1]
    return _vowel(found[0]) if sound == "vowel" else sound


def _vowel(run: str) -> str:
    if any(letter in "ouw" for letter in run):
        return "U"
    return "E" if any(letter in "eiy" for letter in run) else "A" if "a" in run else ""


def _table(**groups: str) -> dict[str, str]:
    return {letter: sound.rstrip("_") for sound, letters in groups.items() for letter in letters}


_THAI = _table(
    K="กขฃคฅฆ", N="งณน", C="จฉชฌ", S="ซศษส", Y="ญย", T="ฎฏฐฑฒดตถทธ", P="บปผฝพฟภ", M="ม", L="รลฬฤ", V="ว", H="หฮ",
    A="ะัาๅ", E="ิีึืเแไใ็", U="ุูโอ",
) | {"ำ": "AM"}
_LAO = _table(
    K="ກຂຄ", N="ງນໜ", C="ຈ", S="ຊສ", Y="ຍຢ", T="ດຕຖທ", P="ບປຜຝພຟ", M="ມໝ", L="ຣລຼ", V="ວ", H="ຫຮ",
    A="ະັາ", E="ິີຶືເແໄໃຽ", U="ຸູໂອົ",
) | {"ຳ": "AM"}
_KHMER = _table(
    K="កខគឃ", N="ងញណន", C="ចឆជឈ", T="ដឋឌឍតថទធ", P="បផពភ", M="មំ", Y="យ", L="រលឡឫឬឭឮ", V="វ", S="សឝឞ", H="ហ",
    A="ាអ", E="ិីឹឺេែៃៀឥឦឯឰ", U="ុូួើឿោៅឧឩឱឳ",
)
_BURMESE = _table(
    K="ကခဂဃ", N="ငညဉဏနံ", S="စဆဇဈ", T="ဋဌဍဎတထဒဓသဿ", P="ပဖဗဘ", M="မ", Y="ယရ", L="လဠ", V="ဝ", H="ဟ",
    A="ာါ", E="ိီေဲဣဤဧ", U="ုူဥဦဩဪွ",
)
#: Vowels that are written before the consonant they are spoken after.
_BEFORE: Final = re.compile("([เแโใไເແໂໃໄ])(.)")
_THAI_SILENCED: Final = re.compile(".[ิุ]?์")
_LEADING_H: Final = re.compile("[หຫ](?=[งญนมยรลวງຍນມຣລວ])")
_KHMER_NIKAHIT: Final = re.compile("រ៍|.៍")
_BURMESE_FINALS: Final = (("ယ်", ""), ("ည်", "ိ"), ("ော်", "ု"), ("ော", "ု"), ("ို", "ု"))
_BURMESE_CH: Final = re.compile("[ကခဂဃ][ျြ]")
_BURMESE_SYLLABLE: Final = re.compile("(?<!^)(?<![္\\s])(?=[က-အဣ-ဪဿ](?![်္]))")


def burmese_syllables(word: str) -> list[str]:
    """A Burmese word as its syllables: names are written joined or apart at will."""
    return _BURMESE_SYLLABLE.sub(" ", word).split()


def native(word: str) -> str:
    """The classes of a word in Thai, Lao, Khmer or Burmese letters; empty for any other script."""
    first = word[:1]
    if "\u0e00" <= first <= "\u0eff":
        word = _LEADING_H.sub("", _BEFORE.sub(r"\2\1", _THAI_SILENCED.sub("", word)))
        return _ended(_through(word, _THAI | _LAO), final={"L": "N", "Y": "E", "V": "U", "C": "T", "S": "T"})
    if "\u1780" <= first <= "\u17ff":
        return _ended(_through(_KHMER_NIKAHIT.sub("", word), _KHMER), final={"L": "", "Y": "E", "V": "U"})
    if "\u1000" <= first <= "\u109f":
        for written, spoken in _BURMESE_FINALS:
            word = word.replace(written, spoken)
        return _through(_BURMESE_CH.sub("C", word), _BURMESE | {"C": "C"})
    return ""


def _through(word: str, table: dict[str, str]) -> str:
    return _REPEATED.sub(r"\1", "".join(table.get(letter, "") for letter in word))


def _ended(sounds: str, *, final: dict[str, str]) -> str:
    if len(sounds) > 1 and sounds[-1] in final:
        return _REPEATED.sub(r"\1", sounds[:-1] + final[sounds[-1]])
    return sounds


def skeleton(sounds: str) -> str:
    """The consonants alone; a word that begins with a vowel keeps one, so that ``aung`` and ``naing`` stay apart."""
    consonants = "".join(sound for sound in sounds if sound not in VOWELS)
    return _REPEATED.sub(r"\1", ("A" if sounds[:1] in VOWELS else "") + consonants)
