"""Recordings of cards: told by what they hold, kept without what hides in them, refused where they are none."""

import io
import struct
import wave

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titip.dictionary.rules.sounds import LARGEST, BadSound, _crc, read_sound

SECRET = b"13.7563N 100.5018E Mali's phone"


def a_wav(seconds: float = 1.0, rate: int = 8000) -> bytes:
    """Silence, as a recorder writes it."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(b"\0\0" * int(rate * seconds))
    return out.getvalue()


def an_mp3(frames: int = 40) -> bytes:
    """Empty frames of MPEG 1 layer III, 32 kbit/s, 44.1 kHz, with a tag before and one after."""
    frame = b"\xff\xfb\x10\xc4" + bytes(100)
    head = b"ID3\x04\x00\x00" + bytes((0, 0, 0, len(SECRET))) + SECRET
    return head + frame * frames + b"TAG" + SECRET.ljust(125, b"\0")


def box(name: bytes, *inner: bytes) -> bytes:
    body = b"".join(inner)
    return struct.pack(">I", 8 + len(body)) + name + body


def an_m4a(*, film: bool = False, coded: bytes = b"mp4a") -> bytes:
    """The boxes of a telephone's recording: when, where and with which device, and the sound."""
    when = struct.pack(">II", 3_900_000_000, 3_900_000_001)
    tracks = [
        box(b"trak", box(b"tkhd", b"\0\0\0\7", when, bytes(72)), box(
            b"mdia", box(b"mdhd", bytes(4), when, struct.pack(">II", 44100, 88200), bytes(4)), box(b"hdlr", bytes(8), kind, bytes(13)),
            box(b"minf", box(b"stbl", box(b"stsd", bytes(4), struct.pack(">I", 1), struct.pack(">I", 16), code, bytes(8)))),
        ), box(b"udta", box(b"name", SECRET)))
        for kind, code in ((b"soun", coded), *([(b"vide", b"avc1")] if film else []))
    ]  # fmt: skip
    head = box(b"mvhd", bytes(4), when, struct.pack(">II", 1000, 2000), bytes(80))
    return box(b"ftyp", b"M4A \0\0\0\0") + box(b"moov", head, *tracks, box(b"udta", box(b"\xa9xyz", SECRET))) + box(b"mdat", b"sound" * 40)


def ogg_page(content: bytes, *, number: int, granule: int = 0, flags: int = 0, serial: bytes = b"card") -> bytes:
    lacing = bytes([255] * (len(content) // 255) + [len(content) % 255])
    page = b"OggS\0" + bytes((flags,)) + struct.pack("<q", granule) + serial + struct.pack("<I", number) + bytes(4) + bytes((len(lacing),)) + lacing + content
    return page[:22] + struct.pack("<I", _crc(page)) + page[26:]


def an_opus(*, tags: bytes = b"OpusTags" + struct.pack("<I", 4) + b"phon" + struct.pack("<II", 1, len(SECRET)) + SECRET) -> bytes:
    head = b"OpusHead\x01\x01" + struct.pack("<HIhB", 312, 48000, 0, 0)
    return ogg_page(head, number=0, flags=2) + ogg_page(tags, number=1) + ogg_page(b"\xfc" * 300, number=2, granule=96312, flags=4)


KINDS = [(a_wav(), "wav", 1.0), (an_mp3(), "mp3", 40 * 1152 / 44100), (an_m4a(), "m4a", 2.0), (an_opus(), "opus", 2.0)]


@pytest.mark.parametrize(("made", "kind", "seconds"), KINDS)
def test_each_kind_is_told_by_its_content_and_loses_what_hides_in_it(made: bytes, kind: str, seconds: float) -> None:
    if kind == "wav":
        body = made[12:] + b"LIST" + struct.pack("<I", len(SECRET)) + SECRET + b"\0"
        made = b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WAVE" + body

    found = read_sound(made)

    assert (found.kind, round(found.seconds or 0, 3)) == (kind, round(seconds, 3))
    assert SECRET in made and SECRET not in found.content
    assert read_sound(found.content) == found, "reading again changes nothing"


def test_a_wav_still_plays_and_an_m4a_forgets_when() -> None:
    with wave.open(io.BytesIO(read_sound(a_wav(0.5)).content)) as file:
        assert file.getnframes() == 4000
    assert struct.pack(">I", 3_900_000_000) not in read_sound(an_m4a()).content and len(read_sound(an_m4a()).content) == len(an_m4a())


def test_the_checksum_of_an_ogg_page_is_the_standards_own() -> None:
    # Polynomial 0x04C11DB7, begun with 0, on the word that catalogues of checksums use.
    assert _crc(b"123456789") == 0x89A1897F


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (b"", "no recording"), (b"hello", "no recording"), (b"%PDF-1.7", "no recording"), (b"\x1aE\xdf\xa3webm", "no recording"),
        (b"RIFF\0\0\0\0AVI ", "no recording"),
        (a_wav()[:-10], "broken"), (an_m4a()[:-10], "broken"), (an_opus()[:-10], "broken"), (an_m4a(film=True), "film or a picture"),
        (an_m4a(coded=b"samr"), "no recording"), (an_opus() + ogg_page(b"film", number=0, serial=b"film"), "film or a picture"),
        (an_opus(tags=b"OpusHead"), "no recording"), (a_wav(0.1), "Nothing can be heard"), (a_wav(181, 8000), "longer than 3 minutes"),
        (bytes(LARGEST + 1), "larger than 3 MB"), (b"\xff\xfb\x10\xc4" + bytes(9000), "broken"),
    ],
)  # fmt: skip
def test_what_is_no_recording_is_refused_in_words(made: bytes, told: str) -> None:
    with pytest.raises(BadSound) as refused:
        read_sound(made)
    assert told in refused.value.template % refused.value.params


CHANGES = st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=8)


@given(st.sampled_from([a_wav(0.3), an_mp3(5), an_m4a(), an_opus()]), CHANGES, st.integers(0, 3000))
def test_damaged_recordings_are_refused_or_read_and_nothing_else(made: bytes, changes: list[tuple[int, int]], length: int) -> None:
    damaged = bytearray(made)
    for at, value in changes:
        damaged[at % len(damaged)] = value
    try:
        found = read_sound(bytes(damaged[: max(1, length)]))
    except BadSound:
        return
    assert 0 < len(found.content) <= len(made) + 40
