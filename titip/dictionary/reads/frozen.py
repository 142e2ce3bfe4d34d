"""The dictionary in force: read once from its frozen version, then kept in memory, because a frozen version never changes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

from django.utils.translation import get_language

from titip.dictionary.models import DictionaryVersion, RecordType
from titip.dictionary.rules.cards import CardLanguage, card_in, languages_of, name_of
from titip.dictionary.rules.codebook import CardLanguageEntry, Codebook, CodeListEntry, FormEntry, QuestionEntry, RecordTypeEntry, from_plain
from titip.dictionary.rules.declared import Choice, Declared
from titip.dictionary.rules.forms import FormSpec, PurposeCard, declare_all
from titip.dictionary.rules.forms import form_spec as made_form_spec
from titip.dictionary.rules.keys import Declarations
from titip.kit.noted import noted
from titip.protect.rules.access import ElementFacts
from titip.protect.rules.roles import Risk

T = TypeVar("T")


class NoDictionary(LookupError):
    """There is no dictionary yet: load the starter or import a form first."""


class _Kept:
    """The last few things made of frozen versions, by version hash. Threads share it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return cast(T, self._things[key])
        made = make()
        with self._lock:
            self._things[key] = made
            while len(self._things) > self._most:
                self._things.popitem(last=False)
        return made


_BOOKS = _Kept(4)
_DECLARED = _Kept(64)
_FORMS = _Kept(64)


def current() -> DictionaryVersion | None:
    """The dictionary version in force, without its content; None before the first is frozen. One query in a request, however often it is asked."""
    return noted("dictionary version", lambda: DictionaryVersion.objects.defer("content").order_by("-number").first())


def _find(version: DictionaryVersion | int | None) -> DictionaryVersion:
    if isinstance(version, DictionaryVersion):
        return version
    found = current() if version is None else DictionaryVersion.objects.defer("content").filter(number=version).first()
    if found is None:
        raise NoDictionary("There is no data dictionary yet. Load the starter dictionary or import a form.")
    return found


def frozen_book(version: DictionaryVersion | int | None = None) -> Codebook:
    """The whole frozen dictionary (by number, or the one in force). Raises NoDictionary. One query, two where it was not read before."""
    found = _find(version)
    return _BOOKS.get(found.sha256, lambda: from_plain(found.content))


def declared(record_type: str, version: DictionaryVersion | int | None = None) -> Declarations:
    """The elements of a record type by code, in the language of whoever asks. Raises NoDictionary.

    Of the version in force, without retired elements; of the version that a record names (by number), with them.
    """
    found = _find(version)
    language = get_language() or "en"

    def make() -> Declarations:
        book = frozen_book(found)
        lists = {c.code: c for c in book.code_lists}
        elements = (e for e in book.elements if e.record_type == record_type and (version is not None or e.status != "retired"))
        return declare_all(elements, lists, language)

    return Declarations(_DECLARED.get((found.sha256, record_type, language, version is None), make))


def form_spec(code: str, version: DictionaryVersion | int | None = None) -> FormSpec:
    """A form with its sections, in the language of whoever asks. Raises KeyError, NoDictionary."""
    found = _find(version)
    language = get_language() or "en"
    return _FORMS.get((found.sha256, code, language), lambda: made_form_spec(frozen_book(found), code, language))


def forms(record_type: str | None = None) -> list[FormEntry]:
    """The forms in force, in order; those of one record type where it is named. Empty before there is a dictionary."""
    return [form for form in _book_or_empty().forms if record_type in (None, form.record_type)]


def _book_or_empty() -> Codebook:
    found = current()
    return frozen_book(found) if found else Codebook()


def purposes(language: str = "") -> list[PurposeCard]:
    """The purposes a person may agree to, in the order of their cards; in ``language`` as far as it has words (empty: our own)."""
    return [card_in(entry, language) for entry in sorted(_book_or_empty().purposes, key=lambda p: p.order)]


def card_languages() -> list[CardLanguage]:
    """The languages in which at least one card can be gone through, our own first."""
    return languages_of(_book_or_empty())


def card_language(code: str) -> CardLanguageEntry:
    """A language of the cards with the words around them; without words where nobody wrote any."""
    held = _book_or_empty().card_languages
    return next((entry for entry in held if entry.code == code), CardLanguageEntry(code, name_of(code)))


def questions() -> list[QuestionEntry]:
    """The questions that the organisation wants answered."""
    return list(_book_or_empty().questions)


def record_types() -> list[RecordTypeEntry]:
    """The kinds of record."""
    return list(_book_or_empty().record_types)


def record_type_id(code: str) -> int:
    """The key of a record type, for a record's foreign key. Raises NoDictionary."""
    found = RecordType.objects.filter(code=code).values_list("pk", flat=True).first()
    if found is None:
        raise NoDictionary(f"There is no record type '{code}'. Load the starter dictionary first.")
    return found


def code_list(code: str) -> tuple[Choice, ...]:
    """The values of a code list, retired ones included, in the language of whoever asks. Raises KeyError."""
    found: CodeListEntry | None = _book_or_empty().code_list(code)
    if found is None:
        raise KeyError(code)
    language = get_language() or "en"
    mappings = ({name: value for name, value in (("htcds", i.htcds), ("ctdc", i.ctdc)) if value} for i in found.items)
    return tuple(
        Choice(i.code, i.translations.get(language) or i.label, i.parent, i.retired, mapping) for i, mapping in zip(found.items, mappings, strict=True)
    )


def facts(element: Declared) -> ElementFacts:
    """What the access decision must know of an element."""
    return ElementFacts(element.code, Risk(element.risk), element.never_by_default, element.purposes)
