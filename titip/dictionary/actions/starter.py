"""Loads the starter dictionary, so that a new organisation can begin the same day."""

from collections.abc import Collection
from dataclasses import replace

from django.db import transaction

from titip.dictionary.actions.freezing import freeze
from titip.dictionary.actions.storing import store
from titip.dictionary.models import DictionaryVersion, RecordType
from titip.dictionary.reads.rows import latest_book
from titip.dictionary.rules.choosing import for_questions
from titip.dictionary.rules.codebook import Codebook
from titip.dictionary.rules.starter import starter
from titip.protect.actions import audit


@transaction.atomic
def load_starter(*, actor_code: str, questions: Collection[str] | None = None) -> DictionaryVersion:
    """Add what the starter has and this dictionary lacks, then freeze. Nothing that is here already is changed; doing it twice does nothing.

    ``questions``: codes of those the organisation wants to answer; elements that answer none of them are left out (S1). None: all.
    """
    book = starter() if questions is None else for_questions(starter(), questions)
    missing = _lacking(book, latest_book())
    changes = store(missing)
    version = freeze(note="Starter dictionary", actor_code=actor_code)
    if changes.new:
        subjects = [("dictionary_version", version.number)]
        audit.record(kind="dictionary.starter", actor_code=actor_code, subjects=subjects, detail={"elements": changes.new, "number": version.number})
    return version


def ensure_words() -> None:
    """The starter's kinds of record, purposes and questions, where there are none yet: what an import brings must stand under them."""
    if not RecordType.objects.exists():
        book = starter()
        store(Codebook(record_types=book.record_types, purposes=book.purposes, questions=book.questions))


def _lacking(book: Codebook, here: Codebook) -> Codebook:
    known = {kind: {entry.code for entry in getattr(here, kind)} for kind in vars(here)}
    return replace(book, **{kind: tuple(e for e in getattr(book, kind) if e.code not in codes) for kind, codes in known.items()})
