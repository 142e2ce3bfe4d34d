"""The control of each type of element, as Django's own template-based widgets, so that the house's renderer draws them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from titip.dictionary.form_builder.boxes import DateTimeBoxes, PartialDateBoxes
from titip.dictionary.form_builder.file import FileControl
from titip.dictionary.form_builder.hierarchy import levels
from titip.dictionary.form_builder.place import PlaceSelect
from titip.dictionary.form_builder.point import PointBoxes
from titip.dictionary.rules.declared import Choice, Declared
from titip.dictionary.rules.types import ElementType

#: Up to so many choices are laid open; more are a list to choose from.
LAID_OPEN = 9
Choices = list[tuple[str, Any]]


def ways(declared: Declared) -> list[tuple[str, str]]:
    """The ways not to answer that this element offers, each with its words. The last leaves it empty, so that a choice can be taken back."""
    words = {"declined": _("Prefer not to say"), "unknown": _("Not known"), "ask_later": _("Ask later")}
    return [*((code, words[code]) for code in words if code in declared.missing), ("", _("Leave empty"))]


def certainties() -> list[tuple[str, str]]:
    """How sure a value is (D4)."""
    return [("", _("Not said")), ("verified", _("Seen on a document")), ("reported", _("As told")), ("approximate", _("Estimated"))]


def sources(held: str = "") -> list[tuple[str, str]]:
    """Where a value is from, for answers that are not sealed. ``held``: words that stand already, from before there was a list."""
    known = [
        ("", _("Not said")), ("person", _("She told us herself")), ("relative", _("A relative or friend")), ("document", _("A document we saw")),
        ("observed", _("We saw it ourselves")), ("organisation", _("Another organisation")), ("authority", _("Police, court or other authority")),
        ("record", _("An older record")),
    ]  # fmt: skip
    return known if held in {code for code, _label in known} else [*known, (held, held)]


def one_group(declared: Declared) -> bool:
    """Whether value and ways not to answer are choices of one group, of which one can be picked."""
    return declared.type is ElementType.YES_NO or (declared.type is ElementType.SELECT_ONE and len(declared.choices) <= LAID_OPEN)


def control(declared: Declared, held: Iterable[str] = (), *, zone: str = "UTC") -> forms.Widget:
    """The widget for the value alone. ``held``: codes that stand already and are offered even where they are retired; ``zone``: the clock for times."""
    kind = declared.type
    if kind is ElementType.PARTIAL_DATE:
        return PartialDateBoxes()
    if kind is ElementType.DATE_TIME:
        return DateTimeBoxes(zone)
    if kind is ElementType.GEOPOINT:
        return PointBoxes(declared.finest_km)
    if one_group(declared):
        return forms.RadioSelect(choices=_plain(declared, held))
    if kind is ElementType.SELECT_MANY:
        return forms.CheckboxSelectMultiple(choices=_plain(declared, held))
    if kind is ElementType.HIERARCHY:
        return levels(declared, held)
    if kind is ElementType.FILE:
        return FileControl()
    if kind is ElementType.PLACE:
        return PlaceSelect(attrs={"data-finest": str(declared.finest_place)}, choices=[("", _("Choose")), *_grouped(_offered(declared, held))])
    if kind is ElementType.SELECT_ONE:
        return forms.Select(choices=[("", _("Choose")), *_grouped(_offered(declared, held))])
    if kind is ElementType.LONG_TEXT:
        return forms.Textarea(attrs={"rows": "8", **({"maxlength": str(declared.max_length)} if declared.max_length else {})})
    return forms.TextInput(attrs=_attrs(declared))


def _attrs(declared: Declared) -> dict[str, str]:
    if declared.type is ElementType.INTEGER:
        return {"inputmode": "numeric", "class": "govuk-input--width-5"}
    if declared.type is ElementType.DECIMAL:
        return {"inputmode": "decimal", "class": "govuk-input--width-10"}
    if declared.type is ElementType.DATE:
        return {"class": "govuk-input--width-10"}
    if declared.type is ElementType.PERSON:
        return {"class": "govuk-input--width-10 titip-code", "autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}
    if declared.identifier == "phone":
        return {"inputmode": "tel", "class": "govuk-input--width-20"}
    return {}


def _offered(declared: Declared, held: Iterable[str]) -> list[Choice]:
    kept = set(held)
    return [c for c in declared.choices if not c.retired or c.code in kept]


def _plain(declared: Declared, held: Iterable[str]) -> Choices:
    if declared.type is ElementType.YES_NO:
        return [("yes", _("Yes")), ("no", _("No"))]
    return [(c.code, c.label) for c in _offered(declared, held)]


def _grouped(offered: list[Choice]) -> Choices:
    """Choices under the wider value they belong to, where they have one: provinces under their country."""
    parents = {c.parent for c in offered if c.parent}
    labels = {c.code: c.label for c in offered}
    groups: dict[str, Choices] = {}
    for choice in offered:
        if choice.code in parents:
            label = _("%(country)s, province not known") % {"country": choice.label}
            groups.setdefault(choice.label, []).insert(0, (choice.code, label))
        else:
            groups.setdefault(labels.get(choice.parent, ""), []).append((choice.code, choice.label))
    loose = groups.pop("", [])
    return [*loose, *((label, choices) for label, choices in groups.items())]
