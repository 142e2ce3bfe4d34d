"""The dictionary as it stands in the tables now: the latest version of every element, frozen or not."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import OuterRef, Prefetch, Subquery

from titip.dictionary.models import CardLanguage, CodeList, CodeListItem, ElementText, ElementVersion, Form, Placement, Purpose, Question, RecordType
from titip.dictionary.rules.codebook import (
    WORDS,
    CardLanguageEntry,
    Codebook,
    CodeListEntry,
    ElementEntry,
    FormEntry,
    ItemEntry,
    PlacementEntry,
    PurposeEntry,
    QuestionEntry,
    RecordTypeEntry,
)
from titip.dictionary.rules.types import ElementType, IdentifierKind, Status

#: Columns of ElementVersion that an entry holds under the same name and type.
SAME = (
    "label", "definition", "question_text", "indirect_text", "hint", "why", "unit", "minimum_value", "maximum_value", "max_length", "pattern",
    "pattern_hint", "required", "relevant", "constraint", "constraint_message", "calculation", "repeats", "inside", "certainty_asked", "source_asked", "risk",
    "risk_confirmed", "never_by_default", "minimum", "heavy", "offline_allowed", "searchable", "retention_months", "quasi_identifier", "sensitive",
    "generalise", "htcds", "ctdc", "ic_tip", "source",
)  # fmt: skip


def latest_book() -> Codebook:
    """Everything, in a fixed order. About a dozen queries, however many elements."""
    return Codebook(
        record_types=tuple(RecordTypeEntry(r.code, r.name, r.description, r.subject) for r in RecordType.objects.order_by("id")),
        questions=tuple(QuestionEntry(q.code, q.text, q.objective) for q in Question.objects.filter(retired_at=None).order_by("id")),
        purposes=tuple(_purpose(p) for p in Purpose.objects.order_by("order", "id")),
        code_lists=tuple(_code_list(c) for c in CodeList.objects.order_by("id").prefetch_related("items")),
        elements=tuple(_elements()),
        forms=tuple(_form(f) for f in _forms()),
        card_languages=tuple(_card_language(c) for c in CardLanguage.objects.order_by("id")),
    )


def latest_versions() -> dict[str, ElementVersion]:
    """The latest version of each element by code, in the order in which the elements were first declared."""
    newest = ElementVersion.objects.filter(element=OuterRef("element")).order_by("-number").values("pk")[:1]
    found = ElementVersion.objects.filter(pk=Subquery(newest)).select_related("element__record_type", "code_list").order_by("element_id")
    return {v.element.code: v for v in found}


def _elements() -> Iterable[ElementEntry]:
    versions = latest_versions()
    ids = {v.pk for v in versions.values()}
    texts = _texts(ids)
    served = ElementVersion.purposes.through.objects.order_by("purpose__order", "purpose_id")
    answered = ElementVersion.questions.through.objects.order_by("question_id")
    purposes = _codes(served.values_list("elementversion_id", "purpose__code"))
    questions = _codes(answered.values_list("elementversion_id", "question__code"))
    for version in versions.values():
        yield entry_of(version, texts.get(version.pk, {}), purposes.get(version.pk, ()), questions.get(version.pk, ()))


def _codes(pairs: Iterable[tuple[int, str]]) -> dict[int, tuple[str, ...]]:
    gathered: dict[int, list[str]] = defaultdict(list)
    for pk, code in pairs:
        gathered[pk].append(code)
    return {pk: tuple(codes) for pk, codes in gathered.items()}


def _texts(ids: set[int]) -> dict[int, dict[str, dict[str, str]]]:
    gathered: dict[int, dict[str, dict[str, str]]] = defaultdict(dict)
    for text in ElementText.objects.order_by("language"):
        if text.version_id in ids:
            gathered[text.version_id][text.language] = {word: getattr(text, word) for word in WORDS if getattr(text, word)}
    return gathered


def entry_of(version: ElementVersion, texts: dict[str, dict[str, str]], purposes: tuple[str, ...], questions: tuple[str, ...]) -> ElementEntry:
    """One row, with what hangs on it, as an entry."""
    return ElementEntry(
        code=version.element.code,
        record_type=version.element.record_type.code,
        version=version.number,
        type=ElementType(version.type),
        status=Status(version.status),
        identifier=IdentifierKind(version.identifier),
        code_list=version.code_list.code if version.code_list else "",
        missing_codes=tuple(version.missing_codes),
        purposes=purposes,
        questions=questions,
        texts=texts,
        **{name: getattr(version, name) for name in SAME},
    )


def _purpose(p: Purpose) -> PurposeEntry:
    return PurposeEntry(p.code, p.name, p.card, p.who_sees, p.order, p.months, p.external, p.language, p.texts, p.sounds)


def _card_language(c: CardLanguage) -> CardLanguageEntry:
    return CardLanguageEntry(c.code, c.name, c.yes, c.no, c.not_now, c.who_sees, c.lasting, c.slip)


def _code_list(c: CodeList) -> CodeListEntry:
    return CodeListEntry(c.code, c.name, c.source, tuple(_item(i) for i in c.items.all()))


def _item(i: CodeListItem) -> ItemEntry:
    return ItemEntry(i.code, i.label, i.parent, i.retired, i.htcds, i.ctdc, i.translations)


def _forms() -> Iterable[Form]:
    placements = Prefetch("placements", Placement.objects.select_related("element"))
    return Form.objects.filter(retired=False).select_related("record_type").prefetch_related(placements).order_by("order", "id")


def _form(form: Form) -> FormEntry:
    placements = tuple(PlacementEntry(p.element.code, p.section) for p in form.placements.all())
    return FormEntry(form.code, form.name, form.record_type.code, form.instructions, form.version_label, form.order, placements)
