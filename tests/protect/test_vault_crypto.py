"""Envelopes, streams and codes: what was sealed opens only there, and nothing else opens at all."""

import io

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.protect.cheap import CHEAP
from titip.protect.vault import crypto
from titip.protect.vault.crypto import NotAuthentic

KEY = bytes(range(32))
contexts = st.tuples(*[st.text(max_size=12)] * 4)
values = st.binary(max_size=300)


@settings(max_examples=300)
@given(values, contexts)
def test_what_is_sealed_opens_in_its_place(value: bytes, context: tuple[str, ...]) -> None:
    assert crypto.unseal(KEY, crypto.seal(KEY, value, context), context) == value


@settings(max_examples=1000)
@given(values, contexts, contexts)
def test_a_value_moved_elsewhere_does_not_open(value: bytes, here: tuple[str, ...], there: tuple[str, ...]) -> None:
    assume(here != there)
    with pytest.raises(NotAuthentic):
        crypto.unseal(KEY, crypto.seal(KEY, value, here), there)


@settings(max_examples=500)
@given(st.lists(st.text(max_size=5), max_size=5), st.lists(st.text(max_size=5), max_size=5))
def test_no_two_contexts_are_framed_alike(one: list[str], other: list[str]) -> None:
    assert (crypto.frame(*one) == crypto.frame(*other)) == (one == other)


@settings(max_examples=1000)
@given(values, st.data())
def test_a_flipped_bit_does_not_open(value: bytes, data: st.DataObject) -> None:
    sealed = bytearray(crypto.seal(KEY, value, ("a",)))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(NotAuthentic):
        crypto.unseal(KEY, bytes(sealed), ("a",))


@settings(max_examples=500)
@given(values, st.data())
def test_a_cut_or_lengthened_envelope_does_not_open(value: bytes, data: st.DataObject) -> None:
    sealed = crypto.seal(KEY, value, ("a",))
    cut = st.integers(0, len(sealed) - 1).map(lambda length: sealed[:length])
    changed = data.draw(cut | st.binary(min_size=1, max_size=40).map(lambda more: sealed + more))
    with pytest.raises(NotAuthentic):
        crypto.unseal(KEY, changed, ("a",))


@settings(max_examples=500)
@given(values, values)
def test_halves_of_two_envelopes_do_not_make_a_third(one: bytes, other: bytes) -> None:
    first, second = crypto.seal(KEY, one, ("a",)), crypto.seal(KEY, other, ("a",))
    for place in (7, 13, len(first) - 16, len(first) - 8):
        spliced = first[:place] + second[place:]
        with pytest.raises(NotAuthentic):
            crypto.unseal(KEY, spliced, ("a",))


@given(st.binary(max_size=200))
def test_noise_does_not_open(noise: bytes) -> None:
    with pytest.raises(NotAuthentic):
        crypto.unseal(KEY, noise, ("a",))


def test_another_key_does_not_open() -> None:
    with pytest.raises(NotAuthentic):
        crypto.unseal(crypto.new_key(), crypto.seal(KEY, b"x", ("a",)), ("a",))


def test_the_same_value_never_looks_the_same() -> None:
    assert len({crypto.seal(KEY, b"same", ("a",)) for _ in range(1000)}) == 1000


# --- streams

SIZES = [0, 1, crypto.CHUNK_BYTES - 1, crypto.CHUNK_BYTES, crypto.CHUNK_BYTES + 1, 3 * crypto.CHUNK_BYTES]


def sealed_stream(content: bytes, context: tuple[str, ...] = ("file",)) -> bytes:
    target = io.BytesIO()
    assert crypto.seal_stream(KEY, io.BytesIO(content), target, context) == len(content)
    return target.getvalue()


def opened_stream(sealed: bytes, context: tuple[str, ...] = ("file",)) -> bytes:
    return b"".join(crypto.unseal_stream(KEY, io.BytesIO(sealed), context))


@pytest.mark.parametrize("size", SIZES)
def test_a_stream_opens_as_it_was(size: int) -> None:
    content = bytes(i % 251 for i in range(size))
    assert opened_stream(sealed_stream(content)) == content


class Dribble(io.BytesIO):
    """Gives less than it is asked for, as a pipe does."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size or 0, 1000))


def test_a_slow_source_makes_the_same_stream() -> None:
    content = b"z" * (crypto.CHUNK_BYTES + 5)
    target = io.BytesIO()
    crypto.seal_stream(KEY, Dribble(content), target, ("file",))
    assert b"".join(crypto.unseal_stream(KEY, Dribble(target.getvalue()), ("file",))) == content


CHUNK = crypto.CHUNK_BYTES + crypto.TAG_BYTES
HEAD = 1 + crypto.SALT_BYTES


def _chunks(sealed: bytes) -> list[bytes]:
    return [sealed[start : start + CHUNK] for start in range(HEAD, len(sealed), CHUNK)]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda head, c: head + b"".join(c[:-1]), id="last chunk cut off"),
        pytest.param(lambda head, c: head + c[0], id="all but the first cut off"),
        pytest.param(lambda head, c: head, id="head alone"),
        pytest.param(lambda head, c: b"", id="empty"),
        pytest.param(lambda head, c: head + c[1] + c[0] + c[2], id="reordered"),
        pytest.param(lambda head, c: head + c[0] + c[0] + c[1] + c[2], id="repeated"),
        pytest.param(lambda head, c: head + c[0] + c[2], id="middle left out"),
        pytest.param(lambda head, c: head + b"".join(c) + c[2], id="lengthened by a chunk"),
        pytest.param(lambda head, c: head + b"".join(c) + b"x", id="lengthened by a byte"),
        pytest.param(lambda head, c: head + b"".join(c)[:-1], id="cut by a byte"),
        pytest.param(lambda head, c: b"\x02" + head[1:] + b"".join(c), id="another version"),
        pytest.param(lambda head, c: head[:-1] + bytes([head[-1] ^ 1]) + b"".join(c), id="another salt"),
    ],
)
def test_a_changed_stream_does_not_open(change) -> None:  # type: ignore[no-untyped-def]
    sealed = sealed_stream(b"q" * (2 * crypto.CHUNK_BYTES + 77))
    with pytest.raises(NotAuthentic):
        opened_stream(change(sealed[:HEAD], _chunks(sealed)))


def test_a_stream_moved_elsewhere_does_not_open() -> None:
    with pytest.raises(NotAuthentic):
        opened_stream(sealed_stream(b"abc", ("file", "1")), ("file", "2"))


# --- codes

def test_argon2id_gives_the_value_of_its_standard() -> None:
    """Our call of the library gives what the reference implementation gives."""
    from argon2.low_level import Type, hash_secret_raw

    ours = crypto.stretch(b"passphrase", b"0123456789abcdef", crypto.Stretch(256, 2, 2))
    assert ours == hash_secret_raw(b"passphrase", b"0123456789abcdef", time_cost=2, memory_cost=256, parallelism=2, hash_len=32, type=Type.ID)


@pytest.mark.parametrize("costs", [(10**10, 1, 1), (64, 0, 1), (64, 1, 0), (64, 1000, 1), (64, 1, 100), (4, 1, 1)])
def test_costs_out_of_bounds_are_refused(costs: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="out of bounds"):
        crypto.Stretch(*costs)


def test_cheap_stretching_is_not_the_default() -> None:
    assert crypto.STRETCH.memory_kib >= 65_536 and crypto.STRETCH.passes >= 3  # RFC 9106, section 4
    assert CHEAP != crypto.STRETCH


def test_derived_keys_differ_by_context_and_salt() -> None:
    keys = {crypto.derive(KEY, "a"), crypto.derive(KEY, "b"), crypto.derive(KEY, "a", "b"), crypto.derive(KEY, "ab"), crypto.derive(KEY, "a", salt=b"s" * 16)}
    assert len(keys) == 5


def test_signatures_hold_for_their_message_and_key_only() -> None:
    seed, other = crypto.new_key(), crypto.new_key()
    signature = crypto.sign(seed, b"message")
    assert crypto.verified(crypto.public_key(seed), b"message", signature)
    assert not crypto.verified(crypto.public_key(seed), b"massage", signature)
    assert not crypto.verified(crypto.public_key(other), b"message", signature)
    assert not crypto.verified(b"short", b"message", signature)


def test_wiping_overwrites() -> None:
    key = bytearray(KEY)
    crypto.wipe(key)
    assert key == bytearray(32)
