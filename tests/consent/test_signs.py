"""How she gave her word: a drawn sign, a witness, limits of her own; what was drawn is sealed and read strictly."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.consent.test_pages import SAID
from tests.dictionary.test_sounds import SECRET, an_m4a
from tests.people import ALL_SAID, registered
from tests.world import STORES, World, actor_for
from titip.consent import actions, reads
from titip.consent.models import Basis
from titip.consent.reads.certificates import open_certificate, open_sign, open_voice
from titip.consent.rules import Assent, CannotRecord, Choice, State
from titip.consent.rules.signing import HEIGHT, WIDTH, lines, read_strokes
from titip.kit import clock
from titip.protect.models import AuditEvent
from titip.protect.rules.grounds import GroundsKind

DRAWN = json.dumps([[[10, 20], [30, 40]], [[WIDTH, HEIGHT]]])


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5), lambda inner: st.lists(inner, max_size=4)))
def test_what_is_no_drawing_is_refused_and_nothing_else_happens(found: object) -> None:
    try:
        strokes = read_strokes(json.dumps(found))
    except CannotRecord as refused:
        assert refused.field == "sign"
    else:
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for stroke in strokes for x, y in stroke)


def test_a_drawing_is_lines_of_whole_numbers_within_its_frame() -> None:
    assert lines(read_strokes(DRAWN)) == ["10,20 30,40", f"{WIDTH},{HEIGHT}"]
    for bad in ("", "[]", "[[]]", "[[[1]]]", "[[[1,2.5]]]", "[[[true,2]]]", f"[[[{WIDTH + 1},2]]]", "[[[-1,2]]]", "[" * 99_999, "<svg>", "[[[1,1]]," * 61):
        with pytest.raises(CannotRecord):
            read_strokes(bad)


@pytest.mark.django_db(databases=STORES)
def test_she_draws_limits_and_is_read_back(world: World) -> None:
    person, alice = registered(world.alice), world.client_for(world.alice)
    ask = reverse("consent:ask", args=[person.pk])
    said = {**SAID, "card_care": "yes", "formats": ["numbers", "words"], "lasting": "3", "compensation": "Bus fare"}
    page = alice.post(ask, {**said, "step": "read"}).content.decode()
    assert "Her own words, without her name" in page and "At most three months" in page
    for wrong, told in (({"sign": "drawn"}, "Nothing was drawn"), ({"sign": "oral"}, "Say who heard it")):
        page = alice.post(ask, {**said, "step": "save", "read_back": "yes", **wrong}).content.decode()
        assert told in page and not Basis.objects.exists()
    assert alice.post(ask, {**said, "step": "save", "read_back": "yes", "sign": "drawn", "drawn": DRAWN}).status_code == 302

    basis = Basis.objects.get()
    assert (basis.formats, basis.sign, basis.compensation) == ("numbers,words", "drawn", "Bus fare")
    assert basis.decisions.get().valid_until < clock.now() + timedelta(days=93)
    assert open_sign(actor_for(world.alice), basis) == json.loads(DRAWN)
    assert open_certificate(actor_for(world.alice), basis)["sign"] == "drawn"
    assert reads.sealed_references([basis.sign_id]) == {basis.sign_id}
    certificate = reverse("consent:certificate", args=[basis.pk])
    assert "<polyline" not in alice.get(certificate).content.decode(), "shown to nobody who did not ask"
    assert 'points="10,20 30,40"' in alice.post(certificate).content.decode()
    assert AuditEvent.objects.filter(kind="consent.certificate", detail__sign=True).count() == 2


@pytest.mark.django_db(databases=STORES)
def test_a_child_is_asked_herself_on_the_day_she_turns_18(world: World) -> None:
    child = registered(world.alice, age_status="child")
    actions.record_consent(
        actor=actor_for(world.alice), person=child, choices=[Choice("care", State.GIVEN), Choice("statistics", State.GIVEN)], conditions=ALL_SAID,
        kind=GroundsKind.GUARDIAN, assent=Assent.GIVEN, guardian_clear=True, turns_18=clock.today() + timedelta(days=20),
    )
    assert reads.grounds_for(child).purposes == {"care", "statistics"}
    assert [one.person.pk for one in reads.ending_soon([child.pk])] == [child.pk], "on Today before it comes"
    with clock.at(clock.now() + timedelta(days=22)):
        assert reads.grounds_for(child).purposes == {"care"}


@pytest.mark.django_db(databases=STORES)
def test_her_voice_is_kept_only_if_she_wants_sealed_and_heard_with_a_line_in_the_log(world: World) -> None:
    person, alice = registered(world.alice), world.client_for(world.alice)
    ask = reverse("consent:ask", args=[person.pk])
    said = {**SAID, "card_care": "yes", "step": "save", "read_back": "yes", "sign": "voice"}
    assert "There is no recording" in alice.post(ask, said).content.decode()
    broken = SimpleUploadedFile("voice.mp3", b"no sound", content_type="audio/mpeg")
    assert "no recording that can be played" in alice.post(ask, {**said, "voice": broken}).content.decode() and not Basis.objects.exists()
    assert alice.post(ask, {**said, "voice": SimpleUploadedFile("x", an_m4a())}).status_code == 302

    basis = Basis.objects.get()
    assert basis.sign == "voice" and open_sign(actor_for(world.alice), basis) is None
    assert reads.sealed_references([basis.sign_id]) == {basis.sign_id}
    kind, content = open_voice(actor_for(world.alice), basis) or ("", b"")
    assert kind == "m4a" and SECRET in an_m4a() and SECRET not in content
    page = reverse("consent:certificate", args=[basis.pk])
    heard = reverse("consent:voice", args=[basis.pk])
    assert heard not in alice.get(page).content.decode() and heard in alice.post(page).content.decode(), "only to whoever asks"
    before = AuditEvent.objects.filter(kind="consent.certificate", detail={"voice": True}).count()
    answer = alice.get(heard)
    assert answer.content == content and answer.headers["Cache-Control"] == "no-store"
    assert AuditEvent.objects.filter(kind="consent.certificate", detail={"voice": True}).count() == before + 1
    part = alice.get(heard, headers={"Range": "bytes=0-1"})
    assert (part.status_code, part.content, part.headers["Cache-Control"]) == (206, content[:2], "no-store"), "some telephones play nothing else"
    assert world.client_for(world.charlie).get(heard).status_code == 404
