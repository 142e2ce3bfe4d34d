"""Tells Burmese text in Zawgyi, an older font encoding that uses the code points of Unicode for other letters.

What was typed in Zawgyi shows as nonsense on other devices, is found by no search and sorted nowhere. Each sign below cannot occur in
Burmese written in Unicode (the order of a syllable is fixed: The Unicode Standard, chapter 16.3; the differences: Unicode Technical Note 11).
"""

import re
from typing import Final

_BASE = "\u1000-\u1021\u1023-\u102a\u103f\u104e"
_MEDIAL = "\u103b-\u103e"
_BURMESE: Final = re.compile("[\u1000-\u109f]")
#: Languages of Myanmar other than Burmese (Mon, Karen, Shan, Palaung …) have letters where Zawgyi has stacked ones; these are theirs alone.
_SIGNS: Final = (
    re.compile(f"(?:^|[^{_BASE}{_MEDIAL}\u1039\u1050-\u109f])\u1031"),  # e before its consonant: at the beginning, or after a vowel
    re.compile(f"(?:^|[^{_BASE}{_MEDIAL}\u103a\u1050-\u109f])[\u103b\u103c](?=[{_BASE}])"),  # ra around its consonant, typed before it
    re.compile(f"\u1039(?![{_BASE}\u1050-\u109f])"),  # the stacker used as the visible killer
    re.compile("[\u1000-\u103f][\u1033\u1034\u105a\u1064\u106a\u106b\u108f\u1090\u1094\u1095\u1097]"),  # forms of letters that Unicode has once
    re.compile("\u1031\u1031|\u103a\u103a"),
)  # fmt: skip
#: Letters of Mon, Karen and Shan: text that has them is not judged.
_OTHER_LANGUAGE: Final = re.compile("[\u1022\u1028\u1035\u105b-\u105d\u1062\u1065\u106e\u1075-\u1089\u108b-\u108d]")


def looks_zawgyi(text: str) -> bool:
    """Whether Burmese text is probably Zawgyi. One Burmese letter alone says nothing; text in Shan, Mon or Karen letters is left alone."""
    if len(_BURMESE.findall(text)) < 2:
        return False
    if any(sign.search(text) for sign in _SIGNS[:3]):
        return True
    return not _OTHER_LANGUAGE.search(text) and any(sign.search(text) for sign in _SIGNS[3:])
