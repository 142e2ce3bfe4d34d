"""The languages in which the dictionary's words can be written, each by its own name; English stands beside them all."""

from typing import Final

#: By code, in the order shown.
OTHERS: Final = {
    "th": "ไทย", "km": "ខ្មែរ", "my": "မြန်မာ", "vi": "Tiếng Việt", "id": "Bahasa Indonesia", "lo": "ລາວ", "ms": "Bahasa Melayu", "tl": "Filipino",
}  # fmt: skip

#: Languages that people who are trafficked within and into the region speak, by their own names: offered for the cards. Any other is
#: written down by its code and its own name.
KNOWN: Final = {
    "en": "English", **OTHERS, "zh": "中文", "ceb": "Binisaya", "jv": "Basa Jawa", "su": "Basa Sunda", "tet": "Tetun", "shn": "တႆး", "hmn": "Hmoob",
    "bn": "বাংলা", "hi": "हिन्दी", "ne": "नेपाली", "ta": "தமிழ்", "ur": "اردو", "ru": "Русский", "uz": "Oʻzbekcha", "ar": "العربية", "am": "አማርኛ",
    "sw": "Kiswahili", "fr": "Français", "pt": "Português",
}  # fmt: skip
