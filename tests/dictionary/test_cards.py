"""The cards in other languages: written, spoken, agreed to, out of date when our own words change."""

import re
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.dictionary.test_sounds import SECRET, a_wav, an_m4a
from tests.world import STORES, World
from titip.dictionary import actions, reads
from titip.dictionary.models import CardSound
from titip.dictionary.rules.cards import card_in
from titip.dictionary.rules.codebook import canonical
from titip.dictionary.rules.rewording import reworded
from titip.protect.models import AuditEvent
from titip.protect.rules.work import JOBS

pytestmark = pytest.mark.django_db(databases=STORES)

#: Practice words in Khmer script: made up for tests, read by no speaker.
NAME, CARD, WHO = "ពាក្យសាកល្បង", "នេះជាពាក្យសាកល្បងប៉ុណ្ណោះ។", "មនុស្សសាកល្បង"


def url(name: str, *args: object) -> str:
    return reverse(f"dictionary:{name}", args=args)


def recording(content: bytes, name: str = "card.exe") -> SimpleUploadedFile:
    """As a browser sends it: its name and kind say nothing."""
    return SimpleUploadedFile(name, content, content_type="application/x-anything")


def publish(world: World) -> None:
    """By the steward; the administrator agrees where somebody must."""
    here = reads.standing()
    if reads.obstacles(here).reasons:
        actions.agree(sha256=here.sha256, actor_code=world.hun.code)
    actions.publish(note="cards", sha256=reads.standing().sha256, actor_code=world.eve.code)


def in_khmer(world: World, **words: str) -> None:
    """Khmer words for care, in the draft."""
    world.client_for(world.eve).post(url("purpose_words", "care", "km"), {"name": NAME, "card": CARD, "who_sees": WHO, "seen": reads.last_step(), **words})


def care(language: str):
    return next(card for card in reads.purposes(language) if card.code == "care")


def test_a_language_is_added_written_agreed_to_and_offered(world: World) -> None:
    steward = world.client_for(world.eve)
    before = canonical(reads.frozen_book())
    assert "Only one so far" in steward.get(url("purposes")).content.decode()
    assert "Choose a language, or write its code" in steward.post(url("card_language_new"), {}).content.decode()
    assert "its own name" in steward.post(url("card_language_new"), {"code": "rhg"}).content.decode()
    steward.post(url("card_language_new"), {"known": "km"})
    wrong = steward.post(url("card_language", "km"), {"name": "ខ្មែរ", "lasting": "no place for it", "yes": "បាទ"}).content.decode()
    assert "Write the sign # once" in wrong and "បាទ" in wrong
    steward.post(url("card_language", "km"), {"name": "ខ្មែរ", "lasting": "# ខែ", "yes": "បាទ", "seen": reads.last_step()})
    half = steward.post(url("purpose_words", "care", "km"), {"name": NAME, "card": CARD, "seen": reads.last_step()}).content.decode()
    assert "half a card is read to nobody" in half and CARD in half
    in_khmer(world)

    assert "somebody else reads it first" in steward.get(url("draft")).content.decode()
    assert canonical(reads.frozen_book()) == before and care("km").lacking, "nobody notices before it is published"
    publish(world)

    page = steward.get(url("purposes")).content.decode()
    assert "Read by no speaker yet" in page and "ខ្មែរ" in page
    card = care("km")
    assert (card.card, card.language, card.words_in, card.unread, card.lacking) == (CARD, "km", "km", True, False)
    others = [c for c in reads.purposes("km") if c.code != "care"]
    assert all(c.lacking and c.language == "en" and c.words_in == "" for c in others), "our own words, and said to be ours"
    assert [(one.code, one.words, one.of) for one in reads.card_languages()] == [("en", 6, 6), ("km", 1, 6)]
    assert reads.card_language("km").lasting == "# ខែ" and care("en").words_in == ""

    in_khmer(world, reviewed="on")
    publish(world)
    assert not care("km").unread


def test_other_words_of_ours_set_a_translation_aside_until_somebody_looks(world: World) -> None:
    steward = world.client_for(world.eve)
    steward.post(url("card_language_new"), {"known": "km"})
    in_khmer(world)
    publish(world)
    before = reads.frozen_book().purposes

    def draft(**changes: object) -> None:
        form = steward.get(url("purpose", "care")).context["form"]
        steward.post(url("purpose", "care"), {**{n: form[n].value() for n in form.fields if form[n].value() is not False}, **changes})

    draft(card="We keep what you tell us, and nothing else.")
    (found,) = reworded(before, reads.draft_book().purposes)
    assert found.reaches("") and found.reaches("km") and found.reaches("rhg"), "those who were read the Khmer words are asked again too"
    assert "Of earlier words" in steward.get(url("purposes")).content.decode()
    assert "have changed since" in steward.get(url("purpose_words", "care", "km")).content.decode()
    assert card_in(next(p for p in reads.draft_book().purposes if p.code == "care"), "km").lacking

    in_khmer(world)  # looked at, and they say the same
    (found,) = reworded(before, reads.draft_book().purposes)
    assert found.reaches("") and not found.reaches("km")
    in_khmer(world, card="ពាក្យថ្មី")
    (found,) = reworded(before, reads.draft_book().purposes)
    assert found.reaches("km")

    draft(card=before[0].card)
    in_khmer(world, card="ពាក្យថ្មី")
    (found,) = reworded(before, reads.draft_book().purposes)
    assert found.reaches("km") and not found.reaches(""), "only the Khmer words changed"
    in_khmer(world, name="ឈ្មោះថ្មី", reviewed="on")
    assert reworded(before, reads.draft_book().purposes) == (), "a new name and a speaker's reading change nobody's word"
    draft(external="on")
    (found,) = reworded(before, reads.draft_book().purposes)
    assert found.reaches("") and found.reaches("km")


def test_a_recording_is_put_in_listened_to_replaced_set_aside_and_taken_out(world: World) -> None:
    steward, page = world.client_for(world.eve), url("purpose_sound", "care", "en")
    assert "No recording yet" in steward.get(page).content.decode()
    assert "Choose a recording" in steward.post(page, {}).content.decode()
    assert "no recording that can be played" in steward.post(page, {"file": recording(b"%PDF-1.7 no", "card.mp3")}).content.decode()
    assert not CardSound.objects.exists()

    heard = steward.post(page, {"file": recording(an_m4a())}, follow=True).content.decode()
    kept = CardSound.objects.get()
    assert kept.kind == "m4a" and SECRET not in bytes(kept.content) and kept.made_by == world.eve.code
    assert f'src="{url("sound", kept.pk)}"' in heard and "We keep what you tell us" in heard, "what it says stands beside it"
    assert not care("").sound, "a draft is played to nobody"
    agreeing = world.client_for(world.hun).get(url("draft")).content.decode()
    assert "somebody else listens to it first" in agreeing and url("sound", kept.pk) in agreeing
    publish(world)
    assert care("").sound == kept.pk and care("en").sound == kept.pk

    alice = world.client_for(world.alice)
    whole = alice.get(url("sound", kept.pk))
    assert whole.content == bytes(kept.content) and whole.headers["Content-Type"] == "audio/mp4" and whole.headers["X-Content-Type-Options"] == "nosniff"
    part = alice.get(url("sound", kept.pk), headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content, part.headers["Content-Range"]) == (206, b"ftyp", f"bytes 4-7/{kept.size}")
    assert alice.get(url("sound", kept.pk), headers={"Range": "bytes=-4"}).content == whole.content[-4:]
    assert alice.get(url("sound", kept.pk), headers={"Range": "bytes=9-2"}).status_code == 200
    assert alice.get(url("sound", "0" * 64)).status_code == 404

    steward.post(page, {"file": recording(a_wav())})
    publish(world)
    assert care("").sound != kept.pk and CardSound.objects.count() == 2, "an earlier one stays with the version that names it"
    assert kept.pk in canonical(reads.frozen_book(reads.current().number - 1))

    form = steward.get(url("purpose", "care")).context["form"]
    steward.post(url("purpose", "care"), {**{n: form[n].value() for n in form.fields if form[n].value() is not False}, "name": "Helping you"})
    assert "Says earlier words" in steward.get(url("purposes")).content.decode() and "offered to nobody" in steward.get(page).content.decode()
    publish(world)
    assert not care("").sound

    steward.post(page, {"file": recording(a_wav())})
    steward.post(page, {"go": "remove"})
    assert "No recording yet" in steward.get(page).content.decode()
    steward.post(url("draft_step"), {"go": "undo"})
    assert "No recording yet" not in steward.get(page).content.decode()


def test_what_is_said_to_hold_for_other_words_of_ours_is_heard_and_read_by_somebody_else_again(world: World) -> None:
    steward, page = world.client_for(world.eve), url("purpose_sound", "care", "en")
    steward.post(url("card_language_new"), {"known": "km"})
    in_khmer(world)
    steward.post(page, {"file": recording(an_m4a())})
    publish(world)
    form = steward.get(url("purpose", "care")).context["form"]
    steward.post(url("purpose", "care"), {**{n: form[n].value() for n in form.fields if form[n].value() is not False}, "card": "We keep less."})
    publish(world)
    assert care("km").lacking and not care("").sound

    steward.post(page, {"file": recording(an_m4a())})
    (reason,) = reads.obstacles(reads.standing()).reasons
    assert "listens to it first" in reason.template and url("sound", CardSound.objects.get().pk) in steward.get(url("draft")).content.decode()
    steward.post(url("draft_step"), {"go": "undo"})
    in_khmer(world)
    (reason,) = reads.obstacles(reads.standing()).reasons
    assert "reads it first" in reason.template, "the same words, said to render other ones"


def test_a_recording_that_nothing_names_is_destroyed_and_any_other_stays(world: World) -> None:
    steward, page = world.client_for(world.eve), url("purpose_sound", "care", "en")
    steward.post(page, {"file": recording(an_m4a())})
    published = CardSound.objects.get().pk
    publish(world)
    steward.post(page, {"file": recording(a_wav())})
    publish(world)
    steward.post(page, {"file": recording(a_wav(seconds=2))})
    steward.post(page, {"go": "remove"})
    forget = JOBS.known["dictionary.sounds"].run
    assert forget(SimpleNamespace(actor_code="system")) == {"destroyed": 0} and CardSound.objects.count() == 3, "the last step can be taken back"

    steward.post(url("draft_step"), {"go": "drop"})
    assert forget(SimpleNamespace(actor_code="system")) == {"destroyed": 1}
    assert CardSound.objects.count() == 2 and CardSound.objects.filter(pk=published).exists(), "an earlier version names it"
    assert AuditEvent.objects.filter(kind="dictionary.edit").last().detail == {"what": "sounds", "destroyed": 1}


def test_a_language_that_is_only_spoken_is_offered_with_what_it_says(world: World) -> None:
    steward = world.client_for(world.eve)
    steward.post(url("card_language_new"), {"code": "rhg", "name": "Ruáingga"})
    steward.post(url("purpose_sound", "care", "rhg"), {"file": recording(a_wav())})
    publish(world)

    card = care("rhg")
    assert (card.words_in, card.language, card.lacking) == ("rhg", "en", False) and card.sound
    assert [(one.code, one.name, one.words, one.sounds) for one in reads.card_languages()][1:] == [("rhg", "Ruáingga", 0, 1)]
    assert re.search(r"Recording.{0,200}there", steward.get(url("purposes")).content.decode(), re.DOTALL)

    steward.post(url("card_language", "rhg"), {"go": "remove"})
    publish(world)
    assert [one.code for one in reads.card_languages()] == ["en"], "no longer offered"
