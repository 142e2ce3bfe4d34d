"""The controls of dates that need more than one box: day, month and year as far as they are known; a day and a time.

Both work without a script. A box holds whatever was typed, so that nothing is lost when it is not a date.
"""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from titip.dictionary.rules.dates import time_parts
from titip.dictionary.rules.parts import DATE_BOXES, TIME_BOXES, WAY
from titip.kit.dates import EVENTS, NAMED, Moment, NotStored, PartialDate
from titip.kit.dates.reading import parts_of

Choices = list[tuple[str, Any]]
_WIDTHS: Final = {"day": 2, "month": 2, "year": 4}


class Boxes(forms.Widget):
    """Several boxes under one name. Its value is what stands in them by name, or the text of one line where only that was sent."""

    use_fieldset = True
    boxes: tuple[str, ...] = ()

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """What was sent, unchecked and unchanged."""
        if name in data and not any(name + WAY + box in data for box in self.boxes):
            return data.get(name)
        return {box: str(data.get(name + WAY + box) or "") for box in self.boxes}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether nothing was sent."""
        return not any(key in data for key in (name, *(name + WAY + box for box in self.boxes)))

    def format_value(self, value: Any) -> Mapping[str, str]:
        """What stands in each box."""
        return value if isinstance(value, Mapping) else self.apart(str(value or ""))

    def apart(self, text: str) -> Mapping[str, str]:
        """One line as boxes; what is none of ours stands in the last one that is for typing, as it is."""
        raise NotImplementedError

    def _box(self, name: str, box: str, label: str, value: Mapping[str, str], attrs: Mapping[str, Any], *, width: int, first: bool = False) -> dict[str, Any]:
        """One box. The first has the id that the list of errors jumps to."""
        identity = str(attrs.get("id", f"id_{name}"))
        made = {"id": f"{identity}_0" if first else f"{identity}{WAY}{box}", "inputmode": "numeric"}
        made["class"] = f"govuk-date-input__input govuk-input--width-{width}"
        if "aria-invalid" in attrs:
            made["aria-invalid"] = "true"
        return {"label": label, "control": forms.TextInput().get_context(name + WAY + box, value.get(box, ""), made)["widget"]}


class PartialDateBoxes(Boxes):
    """Day, month, year; *about*; and behind a line to open: before, after, between, a season, an event."""

    template_name = "dictionary/form_builder/partial_date.html"
    boxes = DATE_BOXES

    def apart(self, text: str) -> Mapping[str, str]:
        """One line as boxes."""
        try:
            return parts_of(PartialDate.parse(text))
        except NotStored:
            return {"year": text} if text else {}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template draws."""
        made = super().get_context(name, value, attrs)
        boxes, attrs = self.format_value(value), dict(attrs or {})
        identity = str(attrs.get("id", f"id_{name}"))
        made["widget"] |= {
            "boxes": self._three(name, boxes, attrs, ""),
            "second": self._three(name, boxes, attrs, "2"),
            "about": forms.CheckboxInput().get_context(f"{name}{WAY}about", bool(boxes.get("about")), {"id": f"{identity}{WAY}about"})["widget"],
            "when": self._select(f"{name}{WAY}when", _whens(), boxes.get("when", ""), identity),
            "named": self._select(f"{name}{WAY}name", _names(), boxes.get("name", ""), identity),
            "open": any(boxes.get(box) for box in ("when", "name", "day2", "month2", "year2")),
        }
        return made

    def _three(self, name: str, boxes: Mapping[str, str], attrs: Mapping[str, Any], which: str) -> list[dict[str, Any]]:
        labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
        first = "" if which else "day"
        return [self._box(name, box + which, labels[box], boxes, attrs, width=_WIDTHS[box], first=box == first) for box in labels]

    def _select(self, name: str, choices: Choices, value: str, identity: str) -> dict[str, Any]:
        return forms.Select(choices=choices).get_context(name, value, {"id": f"{identity}{WAY}{name.rpartition(WAY)[2]}"})["widget"]  # type: ignore[no-any-return]


class DateTimeBoxes(Boxes):
    """A day, and a time on the clock of the organisation."""

    template_name = "dictionary/form_builder/date_time.html"
    boxes = TIME_BOXES

    def __init__(self, zone: str = "UTC") -> None:
        super().__init__()
        self.zone = zone

    def apart(self, text: str) -> Mapping[str, str]:
        """One line as boxes."""
        try:
            return time_parts(Moment.parse(text))
        except NotStored:
            date, _space, time = text.partition(" ")
            return {"date": date, "time": time}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template draws."""
        made = super().get_context(name, value, attrs)
        boxes, attrs = self.format_value(value), dict(attrs or {})
        made["widget"] |= {
            "date": self._box(name, "date", _("Day, as 31/12/2024"), boxes, attrs, width=10, first=True),
            "time": self._box(name, "time", _("Time, as 14:30"), boxes, attrs, width=5),
            "place": self.zone.rpartition("/")[2].replace("_", " "),
        }
        return made


def _whens() -> Choices:
    return [
        ("", _("Then")), ("before", _("Then or before")), ("after", _("Then or after")), ("between", _("Between two dates")),
    ]  # fmt: skip


def _names() -> Choices:
    parts = [(code, (_(named.words) % {"year": ""}).strip(" ,")) for code, named in NAMED.items()]
    events = [(code, _(event.words)) for code, event in EVENTS.items()]
    groups = [(_("Part of the year written above"), _capital(parts)), (_("Something everybody remembers: leave the boxes empty"), _capital(events))]
    return [("", _("None")), *groups]


def _capital(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(code, label[:1].upper() + label[1:]) for code, label in choices]
