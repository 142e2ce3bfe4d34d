"""The control of a file: which one is kept, a place to choose one, a box to take it away."""

from collections.abc import Mapping
from typing import Any

from django import forms

#: After the element's name: the file that is sent, the wish to take the kept one away.
UPLOAD, REMOVE = "__file", "__remove"
#: What a browser offers to choose from.
ACCEPTED = "image/jpeg,image/png,application/pdf"


class FileControl(forms.Widget):
    """Its value is the id of a sealed file. Whoever takes the form in seals what was chosen and puts the id in its place."""

    template_name = "dictionary/form_builder/file.html"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        """The id that stands; none where it was taken away."""
        return "" if data.get(name + REMOVE) else str(data.get(name) or "")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template draws."""
        made = super().get_context(name, value, attrs)
        made["widget"] |= {"upload": name + UPLOAD, "remove": name + REMOVE, "accept": ACCEPTED}
        return made
