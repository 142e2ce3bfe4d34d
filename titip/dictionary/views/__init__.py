"""The dictionary's pages."""

from titip.dictionary.views.browsing import check, element, elements, forms, preview
from titip.dictionary.views.cards import card_language, card_language_new, purpose_sound, purpose_words, sound
from titip.dictionary.views.drafting import agree, compared, draft, draft_preview, draft_step, publish
from titip.dictionary.views.editing import edit, element_new, element_words, rule
from titip.dictionary.views.files import codebook_file, version_json, versions, xlsform_file, xlsform_limits
from titip.dictionary.views.importing import report, starter, upload
from titip.dictionary.views.kinds import kind, kind_new, kind_several
from titip.dictionary.views.lists import choice, list_new, lists, one_list
from titip.dictionary.views.places import bring_places, find_places, places
from titip.dictionary.views.placing import form_new, place
from titip.dictionary.views.purposes import purpose, purpose_new, purposes
from titip.dictionary.views.questions import keep, question, question_new, questions, retire, review, review_sign, review_write

__all__ = [
    "agree", "bring_places", "card_language", "card_language_new", "check", "choice", "codebook_file", "compared", "draft", "draft_preview",
    "draft_step", "edit", "element", "element_new", "element_words", "elements", "find_places", "form_new", "forms", "keep", "kind", "kind_new",
    "kind_several", "list_new", "lists", "one_list", "place", "places", "preview", "publish", "purpose", "purpose_new", "purpose_sound",
    "purpose_words", "purposes", "question", "question_new", "questions", "report", "retire", "review", "review_sign", "review_write", "rule",
    "sound", "starter", "upload", "version_json", "versions", "xlsform_file", "xlsform_limits",
]  # fmt: skip
