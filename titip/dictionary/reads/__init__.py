"""What other rooms see of the dictionary: always the frozen version in force, or the one a record names."""

from titip.dictionary.reads.cards import card_sounds
from titip.dictionary.reads.drafts import (
    Obstacles,
    Standing,
    began,
    draft_book,
    last_step,
    may_agree,
    obstacles,
    open_draft,
    review_of,
    standing,
    unsigned,
    unsigned_of,
)
from titip.dictionary.reads.frozen import (
    NoDictionary,
    card_language,
    card_languages,
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
from titip.dictionary.reads.news import form_news
from titip.dictionary.reads.places import find_places, place_index, place_lists, place_of, places_current
from titip.dictionary.reads.rows import latest_book
from titip.dictionary.reads.using import Idle, idle, silent
from titip.dictionary.reads.versions import reports, version, versions

__all__ = [
    "Idle", "NoDictionary", "Obstacles", "Standing", "began", "card_language", "card_languages", "card_sounds", "code_list", "current", "declared",
    "draft_book", "facts", "find_places", "form_news", "form_spec", "forms", "frozen_book", "idle", "last_step", "latest_book", "may_agree",
    "obstacles", "open_draft", "place_index", "place_lists", "place_of", "places_current", "purposes", "questions", "record_type_id", "record_types",
    "reports", "review_of", "silent", "standing", "unsigned", "unsigned_of", "version", "versions",
]  # fmt: skip
