"""How a form was answered when it was entered: given, the ways not to answer, changed again. Counts by element; nothing is opened (S16)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.keys import element_of
from titip.dictionary.rules.types import ElementType
from titip.register.models import RecordVersion, SealedAnswer

#: What ``Entered.states`` counts beside the missing codes: a value, a sealed answer of which nothing more is known, nothing at all.
VALUE, SEALED, EMPTY = "value", "sealed", "empty"


@dataclass
class Entered:
    """A form under one dictionary, collected in one mode. ``states``: by element, how each record's answer stood after the last save of the form;
    ``corrected``: how often a later save changed an answer that stood."""

    version: int
    mode: str
    records: int = 0
    states: dict[str, Counter[str]] = field(default_factory=dict)
    corrected: Counter[str] = field(default_factory=Counter)


def entered(form_code: str) -> list[Entered]:
    """The counts of one form, newest dictionary first. Two queries. Whose record it is, or who wrote it, is not read."""
    found: dict[tuple[int, str], Entered] = {}
    asked = {e.code for e in dictionary.form_spec(form_code) if e.type is not ElementType.CALCULATED}
    sealed = _sealed(form_code)
    for _record, saves in groupby(_saves(form_code), key=itemgetter("record_id")):
        before: set[str] = set()
        last: dict[str, Any] | None = None
        for save in saves:
            held = set(save["answers"]) | sealed.get(save["id"], set())
            if save["form_code"] == form_code:
                _of(found, save).corrected.update({element_of(key) for key in before & set(save["changed"])})
                last = save
            before = held
        if last is not None:
            _count(_of(found, last), last, sealed.get(last["id"], set()), asked)
    return sorted(found.values(), key=lambda one: (-one.version, one.mode))


def _saves(form_code: str) -> Iterator[dict[str, Any]]:
    """The saves of every record of the form's type that is not erased, record by record, in their order."""
    rows = RecordVersion.objects.filter(record__record_type__code=dictionary.form_spec(form_code).record_type)
    rows = rows.exclude(record__person__erased_at__isnull=False).order_by("record_id", "number")
    fields = ("id", "record_id", "answers", "changed", "form_code", "mode", "dictionary_version__number")
    return (dict(row) for row in rows.values(*fields).iterator(chunk_size=2000))


def _sealed(form_code: str) -> dict[int, set[str]]:
    made: dict[int, set[str]] = {}
    rows = SealedAnswer.objects.filter(version__record__record_type__code=dictionary.form_spec(form_code).record_type)
    for version, key in rows.order_by().values_list("version_id", "element_code").iterator(chunk_size=5000):
        made.setdefault(version, set()).add(key)
    return made


def _of(found: dict[tuple[int, str], Entered], save: dict[str, Any]) -> Entered:
    key = (save["dictionary_version__number"], save["mode"])
    return found.setdefault(key, Entered(*key))


def _count(entered: Entered, save: dict[str, Any], sealed: set[str], asked: set[str]) -> None:
    entered.records += 1
    for code in asked:
        kept = save["answers"].get(code)
        state = kept.get("missing", VALUE) if kept is not None else SEALED if code in sealed else EMPTY
        entered.states.setdefault(code, Counter())[state] += 1
