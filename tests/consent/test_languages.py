"""She chooses the language of the cards: what she was given is kept with her answer, and asked again when it changes."""

from dataclasses import replace

import pytest
from django.urls import reverse

from tests.consent.test_pages import SAID, url
from tests.dictionary.test_cards import CARD, NAME, WHO
from tests.dictionary.test_sounds import a_wav
from tests.people import ALL_SAID, agrees, registered
from tests.world import STORES, World, actor_for
from titip.consent import actions, reads
from titip.consent.models import Basis, ConsentDecision
from titip.consent.reads.certificates import open_certificate
from titip.consent.rules import CannotRecord, Choice, State
from titip.dictionary import actions as dictionary
from titip.dictionary import reads as books
from titip.dictionary.actions.storing import store
from titip.dictionary.models import CardLanguage, CardSound
from titip.dictionary.rules.cards import meaning, speech
from titip.dictionary.rules.codebook import CardLanguageEntry, PurposeEntry
from titip.dictionary.rules.sounds import read_sound

pytestmark = pytest.mark.django_db(databases=STORES)

KHMER = CardLanguageEntry("km", "ខ្មែរ", yes="បាទ", no="ទេ", who_sees="អ្នកណាឃើញ៖", lasting="# ខែ", slip="ពាក្យលើក្រដាស")


def in_force(**changes: dict[str, object]) -> None:
    """These purposes otherwise, and Khmer among the languages; frozen."""
    book = books.latest_book()
    store(replace(book, card_languages=(KHMER,), purposes=tuple(_changed(p, changes.get(p.code, {})) for p in book.purposes)))
    dictionary.freeze(note="cards", actor_code="tests")


def _changed(entry: PurposeEntry, changes: dict[str, object]) -> PurposeEntry:
    """With its Khmer words looked at again where they are given."""
    made = replace(entry, **changes)
    return replace(made, texts={"km": {**made.texts["km"], "of": meaning(made)}}) if "texts" in changes else made


def khmer(card: str = CARD) -> dict[str, object]:
    return {"texts": {"km": {"name": NAME, "card": card, "who_sees": WHO}}}


def test_the_language_is_hers_to_choose_and_every_run_of_words_says_which_it_is(world: World) -> None:
    alice, person = world.client_for(world.alice), registered(world.alice)
    assert "One choice at a time" in alice.get(url("ask", person)).content.decode(), "with one language nobody is asked which"
    in_force(care=khmer())
    first = alice.get(url("ask", person)).content.decode()
    assert "Which language is easiest for her?" in first and "1 of 6 cards written" in first and "checked" not in first

    page = alice.get(url("ask", person) + "?cards_in=km").content.decode()

    assert f'<span class="consent-card__says" lang="km" dir="auto">{CARD}</span>' in page and f'<span lang="km" dir="auto">{NAME}</span>' in page
    assert '<span lang="km" dir="auto">បាទ</span> · Yes' in page and "24 ខែ" in page and 'value="ខ្មែរ"' in page
    assert '<input type="hidden" name="cards_in" value="km">' in page and 'The cards are in <span lang="km" dir="auto">ខ្មែរ</span>' in page
    assert page.count("yet: say this in her language") == 5 and "No speaker of this language has read these words yet" in page
    assert '<span class="consent-card__says" lang="en" dir="auto">A lawyer may use' in page
    assert "One choice at a time" in alice.get(url("ask", person) + "?cards_in=en").content.decode()

    answers = {**SAID, "card_care": "yes", "card_legal": "no", "cards_in": "km", "words": "2"}
    other = alice.post(url("ask", person), {**answers, "step": "language"}).content.decode()
    assert "Which language is easiest for her?" in other and 'name="card_care" value="yes"' in other
    back = alice.post(url("ask", person), {**answers, "cards_in": "en", "step": "cards"}).content.decode()
    assert 'value="yes" class' not in back and "checked" in back and "Please check these answers" not in back

    read_back = alice.post(url("ask", person), {**answers, "step": "read"}).content.decode()
    assert CARD in read_back and "បាទ" in read_back and 'name="cards_in" value="km"' in read_back
    alice.post(url("ask", person), {**answers, "step": "save", "read_back": "yes"})
    basis = Basis.objects.get()
    assert (basis.cards_in, basis.words_version) == ("km", 2)
    assert dict(basis.decisions.values_list("purpose", "words_in")) == {"care": "km", "legal": ""}, "what she was given, not what was wanted"

    slip = alice.get(url("slip", basis)).content.decode()
    assert '<p class="consent-slip__words" lang="km" dir="auto">ពាក្យលើក្រដាស</p>' in slip
    assert "ពាក្យលើក្រដាស" not in alice.get(url("slip", basis) + "?plain=1").content.decode()
    in_ours = alice.get(url("slip", basis) + "?size=a4&in=en").content.decode()
    assert "ពាក្យលើក្រដាស" not in in_ours and 'href="?size=a4&amp;in=km"' in in_ours and 'href="?plain=1&amp;size=a4&amp;in=en"' in in_ours
    certificate = alice.get(url("certificate", basis)).content.decode()
    assert f'lang="km" dir="auto">“{CARD}”' in certificate and "Words of version 2" in certificate and "A lawyer may use" in certificate


def test_the_slip_of_another_basis_is_printed_in_her_language_too(world: World) -> None:
    alice, person = world.client_for(world.alice), registered(world.alice)
    by_law = {"kind": "immediate_safety", "law_or_reason": "In hospital", "scope": "Ward", "purposes": ["care"], "reviewer": world.bob.code}
    alice.post(url("basis", person), {**by_law, "review_on": "28/02/2571"})
    basis = Basis.objects.get()
    assert "?in=" not in alice.get(url("slip", basis)).content.decode(), "with one language there is nothing to choose"
    in_force(care=khmer())

    ours = alice.get(url("slip", basis)).content.decode()

    assert 'href="?in=km"' in ours and "ពាក្យលើក្រដាស" not in ours
    assert "ពាក្យលើក្រដាស" in alice.get(url("slip", basis) + "?in=km").content.decode()
    assert "tell us this code" in alice.get(url("slip", basis) + "?in=nothing").content.decode()


def test_other_words_in_one_language_are_asked_about_in_that_language(world: World) -> None:
    in_force(care=khmer(), statistics=khmer())
    hers, other = registered(world.alice), registered(world.alice)
    choices = [Choice(code, State.GIVEN) for code in ("care", "statistics")]
    actions.record_consent(actor=actor_for(world.alice), person=hers, choices=choices, conditions=ALL_SAID, cards_in="km")
    agrees(world.alice, other, "care", "statistics")

    in_force(statistics=khmer("ពាក្យផ្សេង"))
    assert not reads.live(hers, "statistics").ok and reads.live(other, "statistics").ok
    assert reads.live(hers, "care").ok

    ConsentDecision.objects.update(reworded_at=None)
    in_force(statistics={"card": "We count.", **khmer("ពាក្យផ្សេង")})
    assert reads.live(hers, "statistics").ok, "our own words changed; hers were looked at, and stand"
    assert not reads.live(other, "statistics").ok


def test_a_yes_to_words_that_changed_while_she_was_asked_is_not_kept(world: World) -> None:
    in_force(care=khmer(), statistics=khmer())
    number = books.current().number
    alice, person = world.client_for(world.alice), registered(world.alice)
    answers = {**SAID, "card_care": "yes", "card_statistics": "yes", "cards_in": "km", "words": str(number)}
    in_force(statistics=khmer("ពាក្យផ្សេង"))

    page = alice.post(url("ask", person), {**answers, "step": "save", "read_back": "yes"}).content.decode()

    assert "got other words since they were read to her" in page and "ពាក្យផ្សេង" in page and not Basis.objects.exists()
    assert 'name="words" value="3"' in page and page.count(' checked') >= 8, "what else was typed stands; the card that changed is asked again"
    with pytest.raises(CannotRecord, match="other words"):
        actions.record_consent(
            actor=actor_for(world.alice), person=person, choices=[Choice("statistics", State.GIVEN)], conditions=ALL_SAID, cards_in="km", words=number,
        )
    actions.record_consent(
        actor=actor_for(world.alice), person=person, choices=[Choice("statistics", State.DECLINED)], conditions=ALL_SAID, cards_in="km", words=number,
    )


def test_a_yes_in_a_language_that_was_taken_out_meanwhile_is_not_kept_as_one_to_our_own_words(world: World) -> None:
    in_force(care=khmer())
    alice, person = world.client_for(world.alice), registered(world.alice)
    answers = {**SAID, "card_care": "yes", "cards_in": "km", "words": str(books.current().number)}
    CardLanguage.objects.all().delete()
    dictionary.freeze(note="no Khmer", actor_code="tests")

    page = alice.post(url("ask", person), {**answers, "step": "save", "read_back": "yes"}).content.decode()

    assert "got other words since they were read to her" in page and "We keep what you tell us" in page and not Basis.objects.exists()
    assert 'name="cards_in" value="en"' in page and 'name="words" value="3"' in page


def test_a_card_that_is_only_heard_shows_what_it_says_and_the_certificate_names_it(world: World) -> None:
    in_force()
    sound = read_sound(a_wav())
    CardSound.objects.create(sha256=sound.sha256, kind=sound.kind, content=sound.content, size=len(sound.content))
    care = next(p for p in books.latest_book().purposes if p.code == "care")
    in_force(care={"sounds": {"km": {"file": sound.sha256, "of": speech(care, "km")}}})
    alice, person = world.client_for(world.alice), registered(world.alice)

    page = alice.get(url("ask", person) + "?cards_in=km").content.decode()
    assert reverse("dictionary:sound", args=[sound.sha256]) in page and "It says this in her language:" in page
    basis = actions.record_consent(actor=actor_for(world.alice), person=person, choices=[Choice("care", State.GIVEN)], conditions=ALL_SAID, cards_in="km")

    assert basis.decisions.get().words_in == "km"
    (choice,) = open_certificate(actor_for(world.alice), basis)["choices"]
    assert (choice["recording"], choice["words_in"], choice["language"]) == (sound.sha256, "km", "en")
    assert "could be listened to" in alice.get(url("certificate", basis)).content.decode()
