"""Puts a codebook into the tables: what is new is added, what differs becomes a new version, what is the same is left alone."""

from dataclasses import dataclass

from titip.dictionary.models import CodeList, CodeListItem, Element, ElementText, ElementVersion, Form, Placement, Purpose, Question, RecordType
from titip.dictionary.reads.rows import SAME, latest_book, latest_versions
from titip.dictionary.rules.codebook import WORDS, Codebook, CodeListEntry, ElementEntry, FormEntry


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
    for code_list in book.code_lists:
        if here.code_list(code_list.code) != code_list:
            _store_list(code_list)
    changes = _store_elements(book, here)
    for form in book.forms:
        if here.form(form.code) != form:
            _store_form(form)
    return changes


def _store_words(book: Codebook, here: Codebook) -> None:
    """Record types, questions and purposes."""
    for record_type in book.record_types:
        if record_type not in here.record_types:
            values = {"name": record_type.name, "description": record_type.description, "subject": record_type.subject}
            RecordType.objects.update_or_create(code=record_type.code, defaults=values)
    for question in book.questions:
        if question not in here.questions:
            Question.objects.update_or_create(code=question.code, defaults={"text": question.text, "objective": question.objective})
    for p in book.purposes:
        if p not in here.purposes:
            Purpose.objects.update_or_create(code=p.code, defaults={name: value for name, value in vars(p).items() if name != "code"})


def _store_list(entry: CodeListEntry) -> None:
    code_list, _ = CodeList.objects.update_or_create(code=entry.code, defaults={"name": entry.name, "source": entry.source})
    known = {item.code: item for item in code_list.items.all()}
    rows = []
    for order, item in enumerate(entry.items):
        row = known.get(item.code) or CodeListItem(code_list=code_list, code=item.code)
        row.order, row.label, row.parent, row.retired, row.htcds, row.ctdc = order, item.label, item.parent, item.retired, item.htcds, item.ctdc
        row.translations = dict(item.translations)
        rows.append(row)
    CodeListItem.objects.bulk_create([row for row in rows if row.pk is None])
    changeable = ["order", "label", "parent", "retired", "htcds", "ctdc", "translations"]
    CodeListItem.objects.bulk_update([row for row in rows if row.code in known], changeable)


def _store_elements(book: Codebook, here: Codebook) -> Changes:
    changes = Changes()
    versions = latest_versions()
    known = {e.code: e for e in here.elements}
    for entry in book.elements:
        before = known.get(entry.code)
        if before is not None and before.same_as(entry):
            changes.unchanged += 1
            continue
        _store_version(entry, versions.get(entry.code))
        changes.new += before is None
        changes.changed += before is not None
    return changes


def _store_version(entry: ElementEntry, before: ElementVersion | None) -> None:
    if before is None:
        element = Element.objects.create(code=entry.code, record_type=RecordType.objects.get(code=entry.record_type))
    else:
        element = before.element
    version = ElementVersion.objects.create(
        element=element,
        number=before.number + 1 if before else 1,
        type=entry.type,
        status=entry.status,
        identifier=entry.identifier,
        missing_codes=list(entry.missing_codes),
        code_list=CodeList.objects.get(code=entry.code_list) if entry.code_list else None,
        **{name: getattr(entry, name) for name in SAME},
    )
    version.purposes.set(Purpose.objects.filter(code__in=entry.purposes))
    version.questions.set(Question.objects.filter(code__in=entry.questions))
    texts = [ElementText(version=version, language=language, **{w: words.get(w, "") for w in WORDS}) for language, words in entry.texts.items()]
    ElementText.objects.bulk_create(texts)


def _store_form(entry: FormEntry) -> None:
    values = {
        "name": entry.name, "record_type": RecordType.objects.get(code=entry.record_type), "instructions": entry.instructions,
        "version_label": entry.version_label, "order": entry.order, "retired": False,
    }  # fmt: skip
    form, _ = Form.objects.update_or_create(code=entry.code, defaults=values)
    form.placements.all().delete()
    elements = dict(Element.objects.filter(code__in=[p.element for p in entry.placements]).values_list("code", "pk"))
    rows = [Placement(form=form, element_id=elements[p.element], order=order, section=p.section) for order, p in enumerate(entry.placements)]
    Placement.objects.bulk_create(rows)
