"""The field of a repeated group: its rows, how many there are, the ways not to answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from titip.dictionary.form_builder.bound import BoundElement
from titip.dictionary.form_builder.controls import ways
from titip.dictionary.form_builder.field import ElementField
from titip.dictionary.form_builder.raw import Raw
from titip.dictionary.form_builder.rows import GONE, ids
from titip.dictionary.rules.answers import MOST_ROWS, Answer
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.keys import member_key, row_key
from titip.dictionary.rules.parts import MISSING


@dataclass(frozen=True)
class Row:
    """One repetition, for the template."""

    number: int
    id: str
    name: str
    fields: list[BoundField]
    folded: bool = False


class RowsWidget(forms.Widget):
    """Reads the rows' ids and the way not to answer. Its template is the field's."""

    template_name = "dictionary/form_builder/rows.html"
    use_fieldset = True

    def id_for_label(self, id_: str | None) -> str:
        """A group is named by its legend."""
        return ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Raw:
        """The ids, unchecked."""
        sent = data.getlist(name) if hasattr(data, "getlist") else list(data.get(name, ()))
        return Raw(ids({name: sent}, name), str(data.get(name + MISSING) or ""))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether nothing of this group was sent."""
        return name not in data and name + MISSING not in data


class RepeatField(ElementField):
    """Cleans to the answer that names the rows which say something. The form tells it which those are."""

    template_name = "dictionary/form_builder/repeat.html"

    def __init__(self, declared: Declared, held: Answer | None, rows: Sequence[str], *, readonly: bool = False) -> None:
        super().__init__(declared, held, readonly=readonly)
        self.widget = RowsWidget()
        self.rows = list(rows)
        self.said = list(rows)

    def _checked(self, raw: Raw) -> Answer:
        said = [row for row in self.rows if row in self.said]
        return super()._checked(Raw(said, raw.missing, both=raw.missing if not said else raw.both))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the rows differ from those held."""
        raw = data if isinstance(data, Raw) else Raw()
        held = initial.value if isinstance(initial, Answer) and isinstance(initial.value, list) else []
        return list(raw.value) != list(held) or raw.missing != (str(initial.missing or "") if isinstance(initial, Answer) else "")

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> "BoundRows":
        """Bound to its rows."""
        return BoundRows(form, self, field_name)


class BoundRows(BoundElement):
    """A group on a form, with its rows."""

    field: RepeatField

    @property
    def rows(self) -> list[Row]:
        """The rows with their fields, numbered from one."""
        made = []
        for number, row in enumerate(self.field.rows, start=1):
            fields = [self.form[member_key(self.field.declared.code, row, member.code)] for member in self.field.declared.members]
            made.append(Row(number, row, row_key(self.html_name, row), fields, self._folded(row, fields)))
        return made

    def _folded(self, row: str, fields: list[BoundField]) -> bool:
        """Whether a row is folded: on a page of one idea, once it says something and nothing of it is to be looked at again."""
        form = self.form
        if not form.folds or any(field.errors for field in fields):  # type: ignore[attr-defined]
            return False
        return any(form.tentative[field.name].given or field.name in form.unseen for field in fields)  # type: ignore[attr-defined]

    @property
    def full(self) -> bool:
        """Whether no more fit."""
        most = self.field.declared.maximum_value
        return len(self.field.rows) >= min(int(most) if most is not None else MOST_ROWS, MOST_ROWS)

    @property
    def gone(self) -> list[dict[str, Any]]:
        """The rows that were removed and can be put back, each with what its fields hold, to be sent again unseen."""
        data = self.form.data
        if not hasattr(data, "lists"):
            return []
        values = {name: [str(one) for one in sent] for name, sent in data.lists()}
        found = []
        for row in ids(values, self.html_name + GONE):
            if row not in self.field.rows:
                start = row_key(self.html_name, row)
                hidden = [(name, one) for name, sent in values.items() if name == start or name.startswith(start + "/") for one in sent]
                found.append({"id": row, "hidden": hidden})
        return found

    @property
    def ways(self) -> list[dict[str, Any]]:
        """The ways not to answer."""
        value = self.value()
        chosen = value.missing if isinstance(value, Raw) else str(value.missing or "") if isinstance(value, Answer) else ""
        return [
            {"name": self.html_name + MISSING, "value": code, "label": label, "checked": bool(code) and code == chosen, "id": f"{self.auto_id}__way_{place}"}
            for place, (code, label) in enumerate(ways(self.field.declared))
        ]
