"""The control of a pin: latitude and longitude, the name of a place instead, and how coarsely it is kept; a script draws the map.

Nothing asks the device where it is: whoever fills in may be standing in a shelter.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.dictionary.form_builder.boxes import Boxes
from titip.dictionary.rules.outlines import DIVIDED, STATES
from titip.dictionary.rules.parts import POINT_BOXES, WAY
from titip.dictionary.rules.points import box
from titip.kit.points import SIDES, SIZES, NotAPoint, Point, lowered_box

_WIDE: Final = max(SIDES)


class PointBoxes(Boxes):
    """``km``: the side of the smallest square that the element keeps."""

    template_name = "dictionary/form_builder/point.html"
    boxes = POINT_BOXES

    def __init__(self, km: int = _WIDE) -> None:
        super().__init__()
        self.km = km

    def apart(self, text: str) -> Mapping[str, str]:
        """A line as it came, in the first box, as coarse as it may stand there."""
        try:
            point = Point.parse(text).lowered(self.km)
        except NotAPoint:
            return {f"lat{self.km}": lowered_box(f"{WAY}lat{self.km}", text)} if text else {}
        return {f"lat{self.km}": f"{point.lat:f}", f"lon{self.km}": f"{point.lon:f}", "km": str(point.km) if point.km != self.km else ""}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template draws."""
        made = super().get_context(name, value, attrs)
        boxes, attrs = self.format_value(value), dict(attrs or {})
        identity = str(attrs.get("id", f"id_{name}"))
        wrong = {"aria-invalid": "true"} if "aria-invalid" in attrs else {}
        coarser = [(str(km), _(SIZES[km])) for km in sorted(SIDES) if km > self.km]
        made["widget"] |= {
            "km": self.km,
            "size": _(SIZES[self.km]),
            "lat": self._number(name, f"lat{self.km}", box(boxes, "lat"), {"id": f"{identity}_0", **wrong}),
            "lon": self._number(name, f"lon{self.km}", box(boxes, "lon"), {"id": f"{identity}{WAY}lon", **wrong}),
            "coarser": self._coarser(name, coarser, boxes.get("km", ""), identity) if coarser else None,
            "place": self._place(name, boxes.get("from", ""), identity),
            "open": bool(boxes.get("km") or boxes.get("from")),
            "map": self._map(),
            "words": _words(),
        }
        return made

    @staticmethod
    def _number(name: str, part: str, value: str, more: Mapping[str, str]) -> dict[str, Any]:
        made = {"class": "govuk-input govuk-input--width-10", "autocomplete": "off", "spellcheck": "false", **more}
        return forms.TextInput().get_context(name + WAY + part, value, made)["widget"]  # type: ignore[no-any-return]

    def _coarser(self, name: str, sizes: list[tuple[str, str]], value: str, identity: str) -> dict[str, Any]:
        usual = ("", _("As precisely as this question allows: %(size)s") % {"size": _(SIZES[self.km])})
        made = forms.Select(choices=[usual, *sizes]).get_context(name + WAY + "km", value, {"id": f"{identity}{WAY}km"})
        return made["widget"]  # type: ignore[no-any-return]

    @staticmethod
    def _place(name: str, value: str, identity: str) -> dict[str, Any]:
        made = {"id": f"{identity}{WAY}from", "autocomplete": "off", "spellcheck": "false", "maxlength": "100"}
        return forms.TextInput().get_context(name + WAY + "from", value, made)["widget"]  # type: ignore[no-any-return]

    def _map(self) -> dict[str, Any]:
        """Where the script finds what it draws: our own files only."""
        return {
            "km": self.km, "sides": json.dumps({str(km): float(side) for km, side in SIDES.items()}),
            "sizes": json.dumps({str(km): _(words) for km, words in SIZES.items()}), "find": reverse("dictionary:find_places"),
            "outlines": json.dumps({code: static(f"titip/outlines/{code}.json") for code in ("asean", *STATES)}), "divided": " ".join(sorted(DIVIDED)),
        }  # fmt: skip


def _words() -> dict[str, str]:
    """What the script says; # stands for what it fills in."""
    return {
        "show": _("Show the map"), "map": _("Map of Southeast Asia, to put a pin on"),
        "how": _("Touch the map: the pin is put down there. By keyboard: arrow keys move it by one square, with Shift by ten; Enter puts it down; "
                 "plus and minus make the map larger and smaller."),
        "larger": _("Larger"), "smaller": _("Smaller"), "whole": _("Whole map"), "put": _("Put the pin down here"), "away": _("Take the pin away"),
        "here": _("Pin: #1. Kept as a square of #2."), "moved": _("Not put down yet: #1. Press Enter, or the button."), "none": _("No pin."),
        "anew": _("Give the position anew: what stood here was coarser."), "nowhere": _("at sea, or beyond this map"), "or": _("#1 or #2"),
        "failed": _("The map could not be fetched. Write the numbers instead; they are kept as well."), "find": _("Find"),
        "unfound": _("No place is called so. Try another spelling."), "unknown": _("#1: where it lies is not known"), "found": _("# places. Choose one:"),
    }  # fmt: skip
