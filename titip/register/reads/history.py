"""Who changed what in a record, and when: names of elements, never values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.keys import labelled
from titip.register.models import Record


@dataclass(frozen=True)
class Change:
    """One version of a record. ``elements`` are labels; ``form`` is the name of its form, the code where there is no such form any more."""

    number: int
    at: datetime
    author: str
    form_code: str
    mode: str
    elements: Sequence[str]
    kind: str = "saved"
    of_number: int | None = None
    form: str = ""


def history(record: Record) -> list[Change]:
    """The versions of a record, newest first. A constant number of queries."""
    declared = dictionary.declared(record.record_type.code)
    forms = {form.code: form.name for form in dictionary.forms(record.record_type.code)}
    return [
        Change(
            version.number, version.at, version.author.name, version.form_code, version.mode,
            list(dict.fromkeys(labelled(declared, key) for key in version.changed)),
            version.kind, version.of_number, forms.get(version.form_code, version.form_code),
        )
        for version in record.versions.select_related("author").order_by("-number")
    ]
