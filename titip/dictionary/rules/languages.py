"""The languages in which the dictionary's words can be written, each by its own name; English stands beside them all."""

from typing import Final

#: By code, in the order shown.
OTHERS: Final = {
    "th": "ไทย", "km": "ខ្មែរ", "my": "မြန်မာ", "vi": "Tiếng Việt", "id": "Bahasa Indonesia", "lo": "ລາວ", "ms": "Bahasa Melayu", "tl": "Filipino",
}  # fmt: skip
