"""What a file really is, whatever its name says: of few kinds, of a bearable size; and a picture's copy without what hides in it."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

#: Bytes of the biggest file that is taken.
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 60_000_000
_KINDS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"%PDF-", "application/pdf"))
_PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG"}
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}


class BadFile(ValueError):
    """The file is not taken. ``code``: size, kind, damaged or pixels."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def kind_of(content: bytes) -> str:
    """The media type of a file that may be taken. Raises BadFile. A picture is opened as far as its size; nothing is kept of it."""
    if not content or len(content) > MOST_BYTES:
        raise BadFile("size")
    media_type = next((kind for start, kind in _KINDS if content.startswith(start)), "")
    if not media_type:
        raise BadFile("kind")
    if media_type in _PICTURES:
        _opened(content, media_type)
    return media_type


def can_be_stripped(media_type: str) -> bool:
    """Whether a copy without metadata can be made of it here."""
    return media_type in _PICTURES


def stripped(content: bytes, media_type: str) -> bytes:
    """A copy of a picture with its points and nothing else: no place, no camera, no time, no thumbnail, no comment. Raises BadFile.

    The picture is turned as its metadata say before they go. Made anew from the points, so that nothing can be left behind.
    """
    picture = ImageOps.exif_transpose(_opened(content, media_type)) or _opened(content, media_type)
    plain = picture.convert("RGB" if media_type == "image/jpeg" or picture.mode not in ("RGBA", "LA", "P") else "RGBA")
    bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    out = io.BytesIO()
    bare.save(out, format=_PICTURES[media_type], **({"quality": 90} if media_type == "image/jpeg" else {}))
    return out.getvalue()


def _opened(content: bytes, media_type: str) -> Image.Image:
    """The picture, its points read. Raises BadFile where it is damaged or would fill the memory."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # size is judged below, by us
            picture = Image.open(io.BytesIO(content), formats=[_PICTURES[media_type]])
            if picture.width * picture.height > MOST_PIXELS:
                raise BadFile("pixels")
            picture.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise error if isinstance(error, BadFile) else BadFile("damaged") from None
    return picture
