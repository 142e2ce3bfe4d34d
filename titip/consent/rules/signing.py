"""A sign drawn with a finger, or spoken: read strictly, never compared with another."""

import json

from titip.consent.rules.deciding import CannotRecord
from titip.dictionary.rules.messages import gettext_noop as _
from titip.dictionary.rules.sounds import BadSound, Sound, read_sound

#: The width and height in which points are counted.
WIDTH, HEIGHT = 600, 240
_MOST_STROKES, _MOST_POINTS = 60, 4000

Strokes = list[list[list[int]]]


def read_strokes(text: str) -> Strokes:
    """Strokes as the page sends them: JSON lists of [x, y] in whole numbers. Raises CannotRecord where there is no drawing, or none of ours."""
    try:
        found = json.loads(text) if len(text) <= 100_000 else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or not found or len(found) > _MOST_STROKES or not all(isinstance(stroke, list) and stroke for stroke in found):
        raise CannotRecord("sign", _("Nothing was drawn. Let her draw with a finger, or choose another way."))
    points = [point for stroke in found for point in stroke]
    if len(points) > _MOST_POINTS or not all(_is_point(point) for point in points):
        raise CannotRecord("sign", _("The drawing is too long, or cannot be read. Clear it and draw once more, or choose another way."))
    return found


def read_voice(data: bytes) -> Sound:
    """A recording of her words, without what the telephone wrote into it. Raises CannotRecord."""
    if not data:
        raise CannotRecord("sign", _("There is no recording. Record it with the telephone's own recorder, or choose another way."))
    try:
        return read_sound(data)
    except BadSound as refused:
        raise CannotRecord("sign", str(refused)) from None


def _is_point(point: object) -> bool:
    if not isinstance(point, list) or len(point) != 2 or not all(type(n) is int for n in point):
        return False
    x, y = point
    return bool(0 <= x <= WIDTH and 0 <= y <= HEIGHT)


def lines(strokes: Strokes) -> list[str]:
    """The points of each line, as a picture's ``points`` take them."""
    return [" ".join(f"{x},{y}" for x, y in stroke) for stroke in strokes]
