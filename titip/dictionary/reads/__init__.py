"""What other rooms see of the dictionary: always the frozen version in force, or the one a record names."""

from titip.dictionary.reads.frozen import (
    NoDictionary,
    code_list,
    current,
    declared,
    facts,
    form_spec,
    forms,
    frozen_book,
    purposes,
    questions,
    record_type_id,
    record_types,
)
from titip.dictionary.reads.rows import latest_book
from titip.dictionary.reads.versions import reports, version, versions

__all__ = [
    "NoDictionary", "code_list", "current", "declared", "facts", "form_spec", "forms", "frozen_book", "latest_book", "purposes", "questions",
    "record_type_id", "record_types", "reports", "version", "versions",
]  # fmt: skip
