"""One element's control with its ways not to answer, how sure it is, and where it comes from."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from titip.dictionary.form_builder.controls import certainties, control, one_group, sources, ways
from titip.dictionary.form_builder.raw import Raw, raw_of
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.parts import BAD, BOTH, CERTAINTY, MISSING, SOURCE, WAY, ZAWGYI
from titip.dictionary.rules.types import ElementType
from titip.kit.text import looks_zawgyi


class ElementWidget(forms.Widget):
    """Draws and reads everything of one element. Its value is a Raw."""

    template_name = "dictionary/form_builder/widget.html"

    def __init__(self, declared: Declared, held: Answer | None = None, *, zone: str = "UTC") -> None:
        super().__init__()
        self.declared = declared
        value = held.value if held else None
        codes = value if isinstance(value, list) else [str(value)]
        self.control = control(declared, codes, zone=zone)
        self.one_group = one_group(declared)
        self.use_fieldset = self.control.use_fieldset

    def id_for_label(self, id_: str | None) -> str:
        """A group of choices is named by its legend; anything else by a label for the control."""
        return "" if self.use_fieldset else str(id_ or "")

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Raw:
        """What was sent, unchecked and unchanged."""
        value = self.control.value_from_datadict(data, files, name)
        missing = str(data.get(name + MISSING) or "")
        if self.one_group and isinstance(value, str) and value.startswith(WAY):
            value, missing = "", value.removeprefix(WAY)
        certainty, source, both = (str(data.get(name + part) or "") for part in (CERTAINTY, SOURCE, BOTH))
        if not isinstance(value, Mapping):
            value = list(value) if isinstance(value, (list, tuple)) else str(value or "")
        bad = str(data.get(name + BAD) or "") if self.declared.type is ElementType.FILE else ""
        return Raw(value, missing, certainty, source, both, bad)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether nothing of this element was sent at all."""
        beside = any(key in data for key in (name + MISSING, name + CERTAINTY, name + SOURCE))
        return not beside and name not in data and self.control.value_omitted_from_data(data, files, name)

    def format_value(self, value: Any) -> Any:
        """As it is: the control formats it."""
        return value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template draws."""
        raw = value if isinstance(value, Raw) else raw_of(value, self.declared)
        attrs = dict(attrs or {})
        made = super().get_context(name, raw, attrs)
        shown: Any = [raw.value] if isinstance(self.control, forms.RadioSelect) and isinstance(raw.value, str) else raw.value
        identity = str(attrs.get("id", f"id_{name}"))
        made["widget"] |= {
            "declared": self.declared,
            "control": self.control.get_context(name, shown, {**self.control.attrs, **attrs})["widget"],
            "ways": [self._way(name, identity, place, *way, raw) for place, way in enumerate(ways(self.declared))],
            "ways_legend": _("%(label)s: no answer") % {"label": self.declared.label},
            "one_group": self.one_group,
            "folded": self.declared.heavy and "aria-invalid" not in attrs,
            "written": not raw.empty,
            "both": raw.missing if raw.missing and not raw.empty else ZAWGYI if isinstance(raw.value, str) and looks_zawgyi(raw.value) else "",
            "unit": self.declared.unit if self.declared.type in (ElementType.INTEGER, ElementType.DECIMAL) else "",
            **self._beside(name, identity, raw),
        }
        return made

    def _way(self, name: str, identity: str, place: int, code: str, label: str, raw: Raw) -> dict[str, Any]:
        own_group = not self.one_group
        return {
            "name": name + MISSING if own_group else name,
            "value": code if own_group else (WAY + code if code else ""),
            "label": label,
            "checked": bool(code) and raw.missing == code,
            "id": f"{identity}__way_{place}",
        }

    def _beside(self, name: str, identity: str, raw: Raw) -> dict[str, Any]:
        beside: dict[str, Any] = {"beside_open": bool(raw.certainty or raw.source)}
        if self.declared.certainty_asked:
            select = forms.Select(choices=certainties())
            beside["certainty"] = select.get_context(name + CERTAINTY, raw.certainty, {"id": f"{identity}__certainty"})["widget"]
        if self.declared.source_asked:
            control = forms.TextInput() if self.declared.sealed else forms.Select(choices=sources(raw.source))
            beside["source"] = control.get_context(name + SOURCE, raw.source, {"id": f"{identity}__source"})["widget"]
        return beside
