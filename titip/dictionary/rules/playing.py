"""A recording as it is sent to a page that plays it: whole, or the part that the browser asks for. Telephones of Apple play nothing else (RFC 9110, 14)."""

import re
from typing import Final

from titip.dictionary.rules.sounds import MEDIA

_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)")


def played(content: bytes, kind: str, asked: str) -> tuple[bytes, int, dict[str, str]]:
    """What is sent, its status and its headers. ``asked``: the Range that the browser names; ``kind``: one of ``MEDIA``."""
    headers = {"Content-Type": MEDIA[kind], "Accept-Ranges": "bytes", "Content-Security-Policy": "default-src 'none'; sandbox"}
    part = _part(asked, len(content))
    if part is None:
        return content, 200, headers
    start, end = part
    return content[start:end], 206, {**headers, "Content-Range": f"bytes {start}-{end - 1}/{len(content)}"}


def _part(asked: str, size: int) -> tuple[int, int] | None:
    """From where to where (exclusive) one part goes; None where the whole is to be sent."""
    found = _RANGE.fullmatch(asked.strip()[:60])
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    start, end = (max(0, size - int(last)), size) if not first else (int(first), min(size, int(last) + 1) if last else size)
    return (start, end) if start < end else None
