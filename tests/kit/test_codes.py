"""Codes: every single wrong character and every swap of two is caught, and a refusal helps nobody to guess."""

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titip.kit import codes
from titip.kit.codes import ALPHABET, BadCode, new_code, read_code, spoken

PLACES = 7


def whole(body: str) -> str:
    return body + codes._check(body)


BODIES = st.text(ALPHABET, min_size=6, max_size=6)


def refused(code: str) -> bool:
    try:
        read_code(code)
    except BadCode:
        return True
    return False


def test_the_proof() -> None:
    """The check is a weighted sum modulo a prime: single errors change it by w(a-b), swaps by (v-w)(a-b); neither is ever zero."""
    prime = len(ALPHABET)
    zero = ALPHABET[0] * 6
    weights = [-ALPHABET.index(codes._check(zero[:place] + ALPHABET[1] + zero[place + 1 :])) % prime for place in range(6)] + [1]

    assert all(prime % divisor for divisor in range(2, prime)) and len(set(ALPHABET)) == prime
    assert codes._check(zero) == ALPHABET[0]
    assert all(weight for weight in weights) and len(set(weights)) == PLACES
    assert all((v * d) % prime for v in weights for d in range(1, prime))
    assert all(((v - w) * d) % prime for v, w in combinations(weights, 2) for d in range(1, prime))


@given(BODIES, BODIES)
def test_the_check_is_the_sum_that_the_proof_is_about(one: str, other: str) -> None:
    added = "".join(ALPHABET[(ALPHABET.index(a) + ALPHABET.index(b)) % len(ALPHABET)] for a, b in zip(one, other, strict=True))

    sums = (ALPHABET.index(codes._check(one)) + ALPHABET.index(codes._check(other))) % len(ALPHABET)
    assert ALPHABET.index(codes._check(added)) == sums


@given(BODIES)
def test_every_single_error_and_every_swap_of_a_code_is_refused(body: str) -> None:
    code = whole(body)

    assert not refused(code)
    for place, letter in product(range(PLACES), ALPHABET):
        if letter != code[place]:
            assert refused(code[:place] + letter + code[place + 1 :])
    for first, second in combinations(range(PLACES), 2):
        swapped = list(code)
        swapped[first], swapped[second] = swapped[second], swapped[first]
        assert refused("".join(swapped)) is (code[first] != code[second])


@given(BODIES, st.integers(0, 6))
def test_a_character_left_out_is_refused(body: str, place: int) -> None:
    code = whole(body)

    assert refused(code[:place] + code[place + 1 :])


@given(st.sampled_from(["", "C", "S"]))
def test_however_it_is_typed(prefix: str) -> None:
    code = new_code(prefix)

    dashes = [code.replace("-", dash) for dash in ("", "–", "\u200b", " ")]
    for typed in (*dashes, code.lower(), f" {code} ", " ".join(code), code.replace("3", "៣").replace("7", "๗")):
        assert read_code(typed) == code


def test_a_refusal_tells_nobody_which_code_was_near() -> None:
    """A suggestion would be an answer to the question which codes exist. The refusal is the same for every text and looks nothing up."""
    code = new_code()
    wrong = code[:-1] + next(letter for letter in ALPHABET if letter != code[-1])

    with pytest.raises(BadCode) as near:
        read_code(wrong)
    with pytest.raises(BadCode) as far:
        read_code("XXXXXXX")

    assert near.value.args == (wrong,) and far.value.args == ("XXXXXXX",)
    assert not {name for name in vars(near.value) if not name.startswith("_")}
    assert near.value.__cause__ is None and near.value.__context__ is None


def test_each_letter_is_said_with_a_word_of_its_own() -> None:
    assert spoken("C-KH7-4WM") == "Charlie, Kilo Hotel seven, four Whiskey Mike"
    words = [spoken(letter) for letter in ALPHABET]
    assert len(set(words)) == len(ALPHABET) and all(word.isascii() and word.isalpha() and len(word) > 2 for word in words)


@pytest.mark.parametrize("text", ["", "KH7", "3KH74WMT", "ÄKH74WMT", "KH7-4WM0", "KH7-4WMT-KH7"])
def test_what_is_no_code(text: str) -> None:
    assert refused(text)
