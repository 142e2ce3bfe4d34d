"""How a picture looks in grey, and to eyes that lack one kind of cone: the proof that its parts stay apart (R34)."""

from __future__ import annotations

import io
from typing import Final

import numpy as np
import numpy.typing as npt

from titip.present.charts.colours import VISIONS

Pixels = npt.NDArray[np.uint8]
GREY: Final = "grey"


def seen(png: bytes, vision: str) -> bytes:
    """A PNG as it is seen with ``vision``: grey, protanopia, deuteranopia or tritanopia. Raises KeyError for another."""
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(as_seen(_pixels(png), vision)).save(out, format="PNG")
    return out.getvalue()


def as_seen(pixels: Pixels, vision: str) -> Pixels:
    """Pixels (height, width, 3) as they are seen. Grey keeps the luminance of each, as a laser printer does."""
    share = pixels.astype(np.float64) / 255
    light = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    matrix = np.tile([0.2126, 0.7152, 0.0722], (3, 1)) if vision == GREY else np.array(VISIONS[vision])
    changed = np.clip(light @ matrix.T, 0, 1)
    back = np.where(changed <= 0.0031308, changed * 12.92, 1.055 * changed ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(back * 255), dtype=np.uint8)


def proof(png: bytes) -> bytes:
    """A sheet of four: in grey and with each of the three visions, two beside two, half as large each way."""
    from PIL import Image

    pixels = _pixels(png)
    kinds = (GREY, *VISIONS)
    height, width = pixels.shape[0] // 2, pixels.shape[1] // 2
    sheet = Image.new("RGB", (2 * width, 2 * height), "#ffffff")
    for place, vision in enumerate(kinds):
        small = Image.fromarray(as_seen(pixels, vision)).resize((width, height), Image.Resampling.LANCZOS)
        sheet.paste(small, (place % 2 * width, place // 2 * height))
    out = io.BytesIO()
    sheet.save(out, format="PNG")
    return out.getvalue()


def _pixels(png: bytes) -> Pixels:
    from PIL import Image

    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=np.uint8)
