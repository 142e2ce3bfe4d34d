"""The glossary: our own plain words, found by any of their names."""

import csv
import re

from django.urls import reverse

from titip.govern.rules.glossary import look_up, terms


def test_every_term_is_told_in_a_few_plain_sentences():
    assert len(terms()) >= 40
    assert len({term.word for term in terms()}) == len(terms())
    for term in terms():
        assert term.meaning.endswith(".") and 20 < len(term.meaning) < 330, term.word


def test_a_word_is_found_by_its_other_names_and_by_what_it_means():
    assert [term.word for term in look_up("survivor")][0] == "Person concerned"
    assert "k-anonymity" in [term.word for term in look_up("released table")]
    assert look_up("") == terms() and look_up("zzz") == ()
    assert look_up("MEDIAN")[0].word == "Median"


def test_our_words_are_our_own(shared):
    """Definitions are facts; sentences are written anew."""
    rows = csv.DictReader((shared / "standards" / "glossary.csv").read_text(encoding="utf-8").splitlines())
    theirs = {plain(row["definition"]) for row in rows}
    assert theirs and not theirs & {plain(term.meaning) for term in terms()}


def plain(sentence):
    return re.sub(r"\W+", " ", sentence).casefold().strip()


def test_the_page_looks_up_and_says_when_a_word_is_not_there(world):
    client = world.client_for(world.alice)
    assert "Palms" not in client.get(reverse("govern:glossary")).content.decode()
    assert "Taking consent back" in client.get(reverse("govern:glossary"), {"q": "withdrawal"}).content.decode()
    missing = client.get(reverse("govern:glossary"), {"q": "<b>palms</b>"}).content.decode()
    assert "This word is not here" in missing and "<b>palms" not in missing
