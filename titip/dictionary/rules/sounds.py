"""Recordings of cards: told by what they hold, never by their name, and kept without what hides in them.

Four kinds that telephones record and browsers play: WAV, MP3, M4A (AAC or Opus) and Opus in Ogg. What cannot be read whole, or holds a
picture or a film, is refused. Titles, places, devices and times that a telephone writes into a recording are left out.
Sources: RIFF/WAVE (Microsoft, IBM 1991), ISO/IEC 11172-3 and 13818-3, ISO/IEC 14496-12, RFC 3533, RFC 7845.
"""

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from titip.dictionary.rules.messages import Told
from titip.dictionary.rules.messages import gettext_noop as _

#: The most that a recording may weigh (bytes) and last (seconds): half a minute is usual.
LARGEST: Final = 3 * 1024 * 1024
LONGEST: Final = 180
MEDIA: Final = {"wav": "audio/wav", "mp3": "audio/mpeg", "m4a": "audio/mp4", "opus": "audio/ogg"}


class BadSound(Told):
    """No recording that can be kept; the message says why and what to do."""


@dataclass(frozen=True)
class Sound:
    """A recording as it is kept. ``seconds`` is None where the file does not say."""

    kind: str
    content: bytes
    seconds: float | None

    @property
    def sha256(self) -> str:
        """By which it is named."""
        return hashlib.sha256(self.content).hexdigest()


_NO_KIND = _("This is no recording that can be played here. Record it with the telephone's own recorder, or save it as MP3, M4A, WAV or Opus.")
_BROKEN = _("This recording is broken or not whole. Record it once more, or save it again as MP3 or WAV.")
_MORE = _("This file holds a film or a picture, not only a voice. Save the sound alone, as MP3 or WAV.")


def read_sound(data: bytes) -> Sound:
    """The recording that ``data`` holds, without anything beside it. Raises BadSound."""
    if len(data) > LARGEST:
        raise BadSound("large", _("This recording is larger than %(megabytes)d MB. Half a minute of speech is enough; save it as MP3 or M4A."),
                       megabytes=LARGEST // 1024**2)
    try:
        found = _read(data)
    except BadSound:
        raise
    except (struct.error, IndexError, ValueError):
        raise BadSound("broken", _BROKEN) from None
    if found.seconds is not None and found.seconds > LONGEST:
        raise BadSound("long", _("This recording is longer than %(minutes)d minutes. Say only what stands on the card."), minutes=LONGEST // 60)
    if found.seconds is not None and found.seconds < 0.2:
        raise BadSound("short", _("Nothing can be heard in this recording. Record it once more."))
    return found


def _read(data: bytes) -> Sound:
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return _wav(data)
    if data[:4] == b"OggS":
        return _opus(data)
    if data[4:8] == b"ftyp":
        return _m4a(data)
    if data[:3] == b"ID3" or _mp3_frame(data, 0):
        return _mp3(data)
    raise BadSound("kind", _NO_KIND)


# --- WAV: the chunks that say how it sounds, and the sound


def _wav(data: bytes) -> Sound:
    chunks: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        if at + 8 + size > len(data):
            raise BadSound("broken", _BROKEN)
        chunks.setdefault(name, data[at + 8 : at + 8 + size])
        at += 8 + size + size % 2
    how, sound = chunks.get(b"fmt ", b""), chunks.get(b"data", b"")
    coded, channels, rate, per_second = struct.unpack_from("<HHII", how)
    if coded not in (1, 3, 6, 7, 0xFFFE) or not 1 <= channels <= 2 or not 8000 <= rate <= 96000 or not per_second:
        raise BadSound("kind", _NO_KIND)
    body = b"".join(name + struct.pack("<I", len(held)) + held + b"\0" * (len(held) % 2) for name, held in ((b"fmt ", how), (b"data", sound)))
    return Sound("wav", b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WAVE" + body, len(sound) / per_second)


# --- MP3: the frames of sound and nothing else


_RATES: Final = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_KILOBITS: Final = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320), False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}  # fmt: skip


def _mp3_frame(data: bytes, at: int) -> tuple[int, float] | None:
    """The length in bytes and in seconds of the layer III frame that begins here, or None."""
    if at + 4 > len(data) or data[at] != 0xFF or data[at + 1] & 0xE6 != 0xE2:
        return None
    version, bits, rate = data[at + 1] >> 3 & 3, data[at + 2] >> 4, data[at + 2] >> 2 & 3
    if version == 1 or bits in (0, 15) or rate == 3:
        return None
    hertz, first = _RATES[version][rate], version == 3
    length = (144 if first else 72) * _KILOBITS[first][bits] * 1000 // hertz + (data[at + 2] >> 1 & 1)
    return length, (1152 if first else 576) / hertz


def _mp3(data: bytes) -> Sound:
    at = 0
    if data[:3] == b"ID3":
        at = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True)) + (10 if data[5] & 0x10 else 0)
    while at < len(data) and data[at] == 0:  # padding after the tag
        at += 1
    frames, seconds, skipped = [], 0.0, 0
    while at < len(data) and data[at : at + 3] != b"TAG" and data[at : at + 8] != b"APETAGEX":
        frame = _mp3_frame(data, at)
        if frame is None or at + frame[0] > len(data):
            at, skipped = at + 1, skipped + 1
            if skipped > 4096:
                raise BadSound("broken", _BROKEN)
            continue
        frames.append(data[at : at + frame[0]])
        at, seconds = at + frame[0], seconds + frame[1]
    if len(frames) < 3:
        raise BadSound("kind", _NO_KIND)
    return Sound("mp3", b"".join(frames), seconds)


# --- M4A: what is told beside the sound is overwritten in its place, so that nothing moves


_INSIDE: Final = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
_TOLD: Final = (b"udta", b"meta", b"uuid")


def _boxes(data: bytes | bytearray, start: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Each box: name, where it begins, where its content begins, where it ends."""
    at = start
    while at + 8 <= end:
        size, name, head = struct.unpack_from(">I", data, at)[0], bytes(data[at + 4 : at + 8]), 8
        if size == 1:
            size, head = struct.unpack_from(">Q", data, at + 8)[0], 16
        size = size or end - at
        if size < head or at + size > end:
            raise BadSound("broken", _BROKEN)
        yield name, at, at + head, at + size
        at += size


def _m4a(data: bytes) -> Sound:
    made, kinds, coded, seconds = bytearray(data), list[bytes](), list[bytes](), None
    todo = [(0, len(made))]
    while todo:
        for name, at, inner, end in _boxes(made, *todo.pop()):
            if name in _INSIDE:
                todo.append((inner, end))
            elif name in _TOLD:
                made[at + 4 : at + 8], made[inner:end] = b"free", bytes(end - inner)
            elif name == b"free":
                made[inner:end] = bytes(end - inner)
            elif name == b"hdlr":
                kinds.append(bytes(made[inner + 8 : inner + 12]))
            elif name == b"stsd":
                coded.append(bytes(made[inner + 12 : inner + 16]))
            elif name in (b"mvhd", b"tkhd", b"mdhd"):
                wide = 8 if made[inner] == 1 else 4
                made[inner + 4 : inner + 4 + 2 * wide] = bytes(2 * wide)  # when it was recorded
                if name == b"mvhd":
                    scale, length = struct.unpack_from(">IQ" if wide == 8 else ">II", made, inner + 4 + 2 * wide)
                    seconds = length / scale if scale and length else None
    if any(kind in (b"vide", b"pict") for kind in kinds):
        raise BadSound("more", _MORE)
    if kinds.count(b"soun") != 1 or not coded or not set(coded) <= {b"mp4a", b"Opus"}:
        raise BadSound("kind", _NO_KIND)
    return Sound("m4a", bytes(made), seconds)


# --- Opus in Ogg: the page that tells of the maker and the title is written anew, empty


def _opus(data: bytes) -> Sound:
    pages = list(_pages(data))
    if len(pages) < 3 or data[pages[0][1] : pages[0][1] + 8] != b"OpusHead" or data[pages[1][1] : pages[1][1] + 8] != b"OpusTags":
        raise BadSound("kind", _NO_KIND)
    serials = {data[at + 14 : at + 18] for at, _inner, _end in pages}
    if len(serials) != 1 or data[pages[2][0] + 5] & 1:  # a second stream, or a title so long that it holds a picture
        raise BadSound("more", _MORE)
    at, end = pages[1][0], pages[2][0]
    skip, last = struct.unpack_from("<H", data, pages[0][1] + 10)[0], struct.unpack_from("<q", data, pages[-1][0] + 6)[0]
    tags = b"OpusTags" + struct.pack("<I", 0) + struct.pack("<I", 0)
    page = data[at : at + 22] + bytes(4) + bytes((1, len(tags))) + tags
    page = page[:22] + struct.pack("<I", _crc(page)) + page[26:]
    return Sound("opus", data[:at] + page + data[end : pages[-1][2]], max(0, last - skip) / 48000)


def _pages(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Each page: where it begins, where its content begins, where it ends."""
    at = 0
    while data[at : at + 4] == b"OggS":
        inner = at + 27 + data[at + 26]
        end = inner + sum(data[at + 27 : inner])
        if end > len(data):
            raise BadSound("broken", _BROKEN)
        yield at, inner, end
        at = end


def _crc(page: bytes) -> int:
    """The checksum of an Ogg page (RFC 3533: polynomial 0x04C11DB7, begun with 0)."""
    found = 0
    for byte in page:
        found ^= byte << 24
        for _bit in range(8):
            found = (found << 1 ^ 0x04C11DB7 if found & 0x80000000 else found << 1) & 0xFFFFFFFF
    return found
