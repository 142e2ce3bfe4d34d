"""Words that claim a cause, by language: no generated sentence has one, and a caption with one is warned (R18)."""

import re
from collections.abc import Mapping
from typing import Final

#: Lower case. English words are found as whole words; Thai, Khmer and Burmese run together and are found anywhere.
CAUSAL: Final[Mapping[str, tuple[str, ...]]] = {
    "en": (
        "cause",
        "causes",
        "caused",
        "causing",
        "lead to",
        "leads to",
        "led to",
        "because of",
        "drive",
        "drives",
        "driven by",
        "due to",
        "result in",
        "results in",
        "effect of",
        "impact of",
    ),
    "id": ("menyebabkan", "disebabkan", "mengakibatkan", "akibat", "karena"),
    "vi": ("gây ra", "dẫn đến", "do bởi", "bởi vì"),
    "th": ("ทำให้เกิด", "เป็นสาเหตุ", "เพราะ", "ส่งผลให้", "นำไปสู่"),
    "km": ("បណ្តាលឱ្យ", "ដោយសារ", "នាំឱ្យ"),
    "my": ("ကြောင့်", "ဖြစ်စေ"),
}
_RUN_TOGETHER = frozenset({"th", "km", "my"})


def causal_words(text: str) -> list[str]:
    """The words in ``text`` that claim a cause, whatever the language, in the order of the lists."""
    lowered = text.casefold()
    return [word for language, words in CAUSAL.items() for word in words if _stands_in(word, lowered, language in _RUN_TOGETHER)]


def _stands_in(word: str, text: str, anywhere: bool) -> bool:
    return word in text if anywhere else re.search(rf"\b{re.escape(word)}\b", text) is not None
