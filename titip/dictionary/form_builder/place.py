"""A place: countries and provinces to choose from, and with a script any place of the gazetteer, by typing its name."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.dictionary.rules.places import place_of


class PlaceSelect(forms.Select):
    """A list of provinces. What stands and is no province is offered too, under its own name; ``places.js`` finds the others."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        """The groups of the list, and what stands outside it."""
        groups = super().optgroups(name, value, attrs)
        listed = {str(option["value"]) for _label, options, _place in groups for option in options}
        for code in value:
            place = place_of(code) if code and code not in listed else None
            if place is not None:
                index = len(groups)
                groups.append((None, [self.create_option(name, code, place.label, True, index)], index))
        return groups

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With what the script needs to say."""
        told = {
            "data-places": reverse("dictionary:find_places"), "data-hint": _("Type the name of a village, town, district or province, in any letters."),
            "data-none": _("No place is called so. Try another spelling, or choose the province."), "data-many": _("# places. Use the arrow keys to choose."),
            "data-lies": _("#2 (#1 lies there)"),
            "data-unchosen": _("Not kept yet: choose one of the places that are offered, or take the list."),
            "data-list": _("Choose from the list of provinces instead"),
        }  # fmt: skip
        return super().get_context(name, value, {**told, **(attrs or {})})
