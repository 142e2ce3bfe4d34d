"""The names under which a form sends one element: its code, followed by one of these."""

from typing import Final

from titip.kit.dates.reading import PARTS as DATE_PARTS
from titip.kit.points import SIDES

#: Before a missing code where it stands among the choices, and before each part.
WAY: Final = "__"
MISSING, CERTAINTY, SOURCE, BOTH = "__missing", "__certainty", "__source", "__both"
#: Sent as BOTH: she was told that the text looks like Zawgyi, and sends it as it is.
ZAWGYI: Final = "zawgyi"
#: Why the file that was chosen last was not taken.
BAD: Final = "__bad"
#: What stands beside the value of any element.
BESIDE: Final = (MISSING, CERTAINTY, SOURCE, BOTH)
#: The boxes of a date known in part, and of a day with its time.
DATE_BOXES: Final = DATE_PARTS
TIME_BOXES: Final = ("date", "time")
#: The boxes of a pin. Those of its numbers say in their names how precisely they may be kept (``titip.kit.points.lowered_box``).
POINT_BOXES: Final = (*(f"{axis}{km}" for axis in ("lat", "lon") for km in SIDES), "km", "from")
#: Everything that a form may send for one element, whatever its type.
PARTS: Final = ("", *BESIDE, BAD, *(WAY + box for box in (*DATE_BOXES, *TIME_BOXES, *POINT_BOXES)))
