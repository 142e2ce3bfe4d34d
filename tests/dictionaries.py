"""Dictionaries for tests: the starter's purposes and kinds of record without its elements, for what needs no more."""

from titip.dictionary.actions.freezing import freeze
from titip.dictionary.actions.storing import store
from titip.dictionary.models import DictionaryVersion
from titip.dictionary.rules.codebook import Codebook
from titip.dictionary.rules.starter import starter


def load_bare() -> DictionaryVersion:
    """Purposes and record types, frozen."""
    book = starter()
    store(Codebook(record_types=book.record_types, questions=book.questions, purposes=book.purposes))
    return freeze(note="Without elements", actor_code="tests")
