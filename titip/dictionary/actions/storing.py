"""Puts a codebook into the tables: what is new is added, what differs becomes a new version, what is the same is left alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from titip.dictionary.models import CardLanguage, CodeList, CodeListItem, Element, ElementText, ElementVersion, Form, Placement, Purpose, Question, RecordType
from titip.dictionary.reads.rows import SAME, latest_book
from titip.dictionary.rules.codebook import WORDS, Codebook, ElementEntry, ItemEntry


@dataclass
class Changes:
    """How many elements came, changed and stayed."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


def store(book: Codebook) -> Changes:
    """Store inside the caller's transaction. Storing the same again changes nothing."""
    here = latest_book()
    _store_words(book, here)
    _store_lists(book, here)
    changes = _store_elements(book, here)
    _store_forms(book, here)
    return changes


def _store_words(book: Codebook, here: Codebook) -> None:
    """Record types, questions, purposes and the languages of their cards."""
    _store_rows(RecordType, book.record_types, here.record_types)
    _store_rows(Question, book.questions, here.questions)
    _store_rows(Purpose, book.purposes, here.purposes)
    _store_rows(CardLanguage, book.card_languages, here.card_languages)


def _store_rows(model: Any, entries: tuple[Any, ...], here: tuple[Any, ...]) -> None:
    """Entries whose fields are the model's columns, named by their code."""
    differing = [vars(entry) for entry in entries if entry not in here]
    names = [name for name in differing[0] if name != "code"] if differing else []
    rows = [model(**values) for values in differing]
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=names)


def _store_lists(book: Codebook, here: Codebook) -> None:
    entries = [entry for entry in book.code_lists if here.code_list(entry.code) != entry]
    rows = [CodeList(code=entry.code, name=entry.name, source=entry.source) for entry in entries]
    CodeList.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=["name", "source"])
    keys = dict(CodeList.objects.filter(code__in=[entry.code for entry in entries]).values_list("code", "pk"))
    items = [_item_row(keys[entry.code], order, item) for entry in entries for order, item in enumerate(entry.items)]
    changeable = ["order", "label", "parent", "retired", "htcds", "ctdc", "translations"]
    CodeListItem.objects.bulk_create(items, update_conflicts=True, unique_fields=["code_list", "code"], update_fields=changeable)


def _item_row(list_id: int, order: int, item: ItemEntry) -> CodeListItem:
    return CodeListItem(code_list_id=list_id, order=order, **{**vars(item), "translations": dict(item.translations)})


def _store_elements(book: Codebook, here: Codebook) -> Changes:
    known = {e.code: e for e in here.elements}
    differing = [e for e in book.elements if e.code not in known or not known[e.code].same_as(e)]
    new = [e for e in differing if e.code not in known]
    if differing:
        _store_versions(differing, new)
    return Changes(new=len(new), changed=len(differing) - len(new), unchanged=len(book.elements) - len(differing))


def _store_versions(differing: list[ElementEntry], new: list[ElementEntry]) -> None:
    """A first or a next version of each, with its purposes, questions and words: a fixed number of queries, however many they are."""
    types = dict(RecordType.objects.values_list("code", "pk"))
    Element.objects.bulk_create([Element(code=e.code, record_type_id=types[e.record_type]) for e in new])
    elements = dict(Element.objects.values_list("code", "pk"))
    lists = dict(CodeList.objects.values_list("code", "pk"))
    before = dict(ElementVersion.objects.values_list("element_id").annotate(last=Max("number")).order_by())
    rows = [_version_row(e, elements[e.code], before.get(elements[e.code], 0) + 1, lists[e.code_list] if e.code_list else None) for e in differing]
    made = [(row.pk, entry) for row, entry in zip(ElementVersion.objects.bulk_create(rows), differing, strict=True)]
    _tie(ElementVersion.purposes.through, "purpose_id", Purpose, ((pk, entry.purposes) for pk, entry in made))
    _tie(ElementVersion.questions.through, "question_id", Question, ((pk, entry.questions) for pk, entry in made))
    texts = [
        ElementText(version_id=pk, language=language, **{w: words.get(w, "") for w in WORDS})
        for pk, entry in made
        for language, words in entry.texts.items()
    ]  # fmt: skip
    ElementText.objects.bulk_create(texts)


def _version_row(entry: ElementEntry, element_id: int, number: int, list_id: int | None) -> ElementVersion:
    return ElementVersion(
        element_id=element_id,
        number=number,
        type=entry.type,
        status=entry.status,
        identifier=entry.identifier,
        missing_codes=list(entry.missing_codes),
        code_list_id=list_id,
        **{name: getattr(entry, name) for name in SAME},
    )


def _tie(through: Any, column: str, model: type[Purpose | Question], named: Iterable[tuple[int, tuple[str, ...]]]) -> None:
    """Tie versions to the purposes or questions they name; a code that does not exist is left out."""
    keys = dict(model._default_manager.values_list("code", "pk"))
    rows = [through(elementversion_id=pk, **{column: keys[code]}) for pk, codes in named for code in codes if code in keys]
    through.objects.bulk_create(rows)


def _store_forms(book: Codebook, here: Codebook) -> None:
    entries = [form for form in book.forms if here.form(form.code) != form]
    types = dict(RecordType.objects.values_list("code", "pk")) if entries else {}
    rows = [
        Form(code=f.code, name=f.name, record_type_id=types[f.record_type], instructions=f.instructions, version_label=f.version_label, order=f.order)
        for f in entries
    ]  # fmt: skip
    changeable = ["name", "record_type", "instructions", "version_label", "order", "retired"]
    Form.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=changeable)
    forms = dict(Form.objects.filter(code__in=[f.code for f in entries]).values_list("code", "pk"))
    elements = dict(Element.objects.values_list("code", "pk")) if entries else {}
    Placement.objects.filter(form__in=forms.values()).delete()
    Placement.objects.bulk_create(
        Placement(form_id=forms[f.code], element_id=elements[p.element], order=order, section=p.section)
        for f in entries
        for order, p in enumerate(f.placements)
    )  # fmt: skip
