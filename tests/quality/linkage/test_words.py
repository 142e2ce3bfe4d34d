"""What of a written name is compared, and which spellings of the region meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titip.quality.linkage.letters import skeleton
from titip.quality.linkage.words import name_words, sounds


def heard(name: str) -> list[str]:
    return sorted(sounds(word) for word in name_words(name))


def bones(name: str) -> list[str]:
    return sorted(skeleton(sounds(word)) for word in name_words(name))


@pytest.mark.parametrize(("one", "other"), [
    ("U Aung Kyaw", "Oung Gyaw"),  # Burmese: an honorific, and two spellings
    ("Daw Khin Htay", "Khin Tay"),
    ("Htun Naing", "Tun Nine"),
    ("Mg Phyo Wai", "Pyo Way"),
    ("Nguyễn Thị Thủy", "NGUYEN THI TUY"),  # Vietnamese: marks lost
    ("Đỗ Văn Dũng", "Do Van Dung"),
    ("Mohd. Yusuf bin Ahmad", "Muhammad Yusuf Achmad"),  # Malay and Indonesian: short forms, particles, old spelling
    ("Boedi Soeharto", "Budi Suharto"),
    ("Djoko Tjahjo", "Joko Chacho"),
    ("Ma. Cristina dela Cruz", "Maria Kristina Cruz"),  # Filipino
    ("Mr. Sok Sreymom", "Seymom Sokh"),  # Khmer: order, and a cluster said in two ways
    ("Khun Phichit Thongdee", "Pichit Tongdi"),  # Thai
    ("Mr.Somchai", "Somchay"),
])
def test_spellings_that_clerks_confuse_sound_alike(one: str, other: str) -> None:
    assert heard(one) == heard(other)


@pytest.mark.parametrize(("native", "latin"), [
    ("นายสมชาย ใจดี", "Somchai Jaidee"),
    ("สมศักดิ์", "Somsak"),
    ("អ្នក សុខ សុភាព", "Sok Sopheap"),
    ("ဦးအောင်ကျော်", "Aung Kyaw"),
    ("ဇော်ဝင်း", "Zaw Win"),
    ("ທ້າວ ສົມສັກ", "Somsak"),
])
def test_a_name_in_its_own_script_has_the_skeleton_of_its_romanised_form(native: str, latin: str) -> None:
    assert bones(native) == bones(latin) or set(bones(latin)) & set(bones(native))


@pytest.mark.parametrize("name", ["U", "Ko", "Daw", "Ma", "Nang", "ဦး"])
def test_an_honorific_that_is_all_there_is_stays(name: str) -> None:
    assert len(name_words(name)) == 1


@pytest.mark.parametrize("cell", ["", " ", "-", "?", "Unknown", "N/A", "not known", "no name"])
def test_no_name_is_no_name(cell: str) -> None:
    assert name_words(cell) == []


@pytest.mark.parametrize(("one", "other"), [("Aung", "Naing"), ("Somchai", "Somsak"), ("Sok", "Chea"), ("Lan", "Hoa"), ("Maria", "Jose")])
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert heard(one) != heard(other)


@given(st.text(max_size=40))
def test_any_text_can_be_read(text: str) -> None:
    for word in name_words(text):
        assert word
        assert skeleton(sounds(word)) == skeleton(sounds(word))


@given(st.lists(st.sampled_from("Sok Dara Aung Kyaw Siti Nur Maria Somchai Nguyen Lan".split()), min_size=1, max_size=4))
def test_case_and_titles_change_nothing(words: list[str]) -> None:
    name = " ".join(words)

    assert name_words(name.upper()) == name_words(name.lower()) == name_words(f"Mr. {name}")
