"""Text of six scripts: one key however it was typed, the order that readers expect, the old Burmese encoding told."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.orders import ORDERED
from titip.kit.text import clean, clean_line, looks_zawgyi, search_key, sort_key

BLOCKS = ((0xE00, 0xEFF), (0x1000, 0x109F), (0x1780, 0x17FF))
REGION = st.text(
    st.one_of(
        st.characters(min_codepoint=0x20, max_codepoint=0x24F),
        st.characters(min_codepoint=0x1E00, max_codepoint=0x1EFF),
        *(st.characters(min_codepoint=first, max_codepoint=last, categories=["L", "M", "N", "P"]) for first, last in BLOCKS),
        st.sampled_from("\u200b\u200c\u200d\u0300\u0301\u0303\u0309\u0323đĐơƯ"),
    ),
    max_size=24,
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Đỗ Thị Hương", "do thi huong"),
        ("ＫＨ７", "kh7"),
        ("Ａ\u0301nna", "anna"),
        ("Аnnа", "anna"),  # Cyrillic letters
        ("O’Brien-Smith", "o brien smith"),
        ("เเม่น้ํา", "แม่น้ำ"),  # two sara e; am in two pieces
        ("นํ้า", "น้ำ"),
        ("ນໍ້າ", "ນ້ຳ"),
        ("ຫນອງ", "ໜອງ"),
        ("ก\u200bข", "กข"),
        ("កម្ដៅ", "កម្តៅ"),  # the feet of da and ta
        ("កេា", "កោ"),
        ("ကို၀င်း", "ကိုဝင်း"),  # zero for wa
        ("ဉီး", "ဦး"),
        ("ခါး", "ခား"),
        ("၁၂ ๑๒ ១២ ໑໒", "12 12 12 12"),
    ],
)
def test_one_key_however_it_was_typed(typed: str, meant: str) -> None:
    assert search_key(typed) == search_key(meant)


@pytest.mark.parametrize(("one", "other"), [("กา", "ก่า"), ("ក", "ខ"), ("ကာ", "ကား"), ("ນາ", "ນ້າ"), ("sok", "sak")])
def test_what_is_different_stays_different(one: str, other: str) -> None:
    assert search_key(one) != search_key(other)


@given(REGION)
def test_a_key_of_a_key_is_itself(text: str) -> None:
    key = search_key(text)

    assert search_key(key) == key
    assert search_key(unicodedata.normalize("NFD", text)) == key
    assert search_key(f" {text}\u200b ") == key


@given(st.text(max_size=40))
def test_what_is_kept_is_nfc_and_stays_the_same(text: str) -> None:
    kept = clean(text)

    assert unicodedata.is_normalized("NFC", kept) and clean(kept) == kept
    assert clean_line(clean_line(text)) == clean_line(text) and "\n" not in clean_line(text)


@pytest.mark.parametrize("language", sorted(ORDERED))
def test_words_stand_as_icu_puts_them(language: str) -> None:
    words = ORDERED[language][:]
    random.Random(7).shuffle(words)

    assert sorted(words, key=lambda word: sort_key(word, language)) == ORDERED[language]


def test_vietnamese_tones_and_letters_stand_in_their_order() -> None:
    words = ["ma", "mà", "mả", "mã", "má", "mạ", "mà một", "mẹ", "mê", "mơ", "mua", "mưa"]

    shuffled = random.Random(7).sample(words, len(words))
    assert sorted(shuffled, key=lambda word: sort_key(word, "vi")) == words


def test_a_burmese_dictionary_s_order() -> None:
    words = "ကတာ ကာ ကာ့ ကား ကဲ ကော ကော် ကံ ကို ကို့ ကိုး ကက် ကောက် ကိုက် ကင် ကောင် ကစ် ကည် ကတ် ကတ္တ ကန် ကုန် ကျာ ကျား ကြီး ကွ ကှ ကျွ ကြွ အိ အု".split()

    shuffled = random.Random(7).sample(words, len(words))
    assert sorted(shuffled, key=sort_key) == words


@given(REGION, REGION)
def test_an_order_is_total_and_hears_nothing_invisible(one: str, other: str) -> None:
    first, second = sort_key(one), sort_key(other)

    assert (first == second) is (clean_of(one) == clean_of(other))
    assert (first < second) or (second < first) or first == second
    assert sort_key(one.replace("\u200b", "")) == first
    assert sort_key(unicodedata.normalize("NFD", one)) == first


def clean_of(text: str) -> str:
    invisible = dict.fromkeys([0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF, 0x17B4, 0x17B5])
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(invisible))


@pytest.mark.parametrize("text", ["ျမန္မာ", "ေက်ာင္း", "မဂၤလာပါ", "လူ႔အခြင့္အေရး", "ကၽြန္ေတာ္", "သူ႕ အမည္က ေမာင္ေမာင္"])
def test_zawgyi_is_told(text: str) -> None:
    assert looks_zawgyi(text)


@pytest.mark.parametrize(
    "text",
    ["မြန်မာ", "ကျောင်း", "မင်္ဂလာပါ", "လူ့အခွင့်အရေး", "ယောက်ျား", "ကျွန်တော်", "ဿ", "", "Sok", "สวัสดี", "မိူင်းတႆး", "ဘာသာမန်", "ဥက္ကဋ္ဌ", "သြဂုတ်", "၎င်း", "၂၀၁၉ ခုနှစ်"],
)  # fmt: skip
def test_unicode_is_left_alone(text: str) -> None:
    assert not looks_zawgyi(text)


def test_no_name_of_a_country_in_burmese_is_taken_for_zawgyi() -> None:
    assert not [word for word in ORDERED["my"] if looks_zawgyi(word)]
