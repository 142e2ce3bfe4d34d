"""Rapid screening: nobody's identity, no score, few taps."""

import re

import pytest
from django.urls import reverse

from tests.world import STORES, World
from titip.dictionary.actions.editing import edit_element
from titip.dictionary.reads import latest_book
from titip.dictionary.rules.answers import Answer
from titip.intake.models import Screening
from titip.intake.rules.screening import NONE, SIGNS, is_cue, outcome
from titip.protect.models import AuditEvent
from titip.register.models import Person, Record
from titip.register.reads import current_answers

pytestmark = pytest.mark.django_db(databases=STORES)
SIGNS_URL = reverse("intake:signs")


def fill(client, heard: str = "no", **typed) -> str:
    """Screen a person and press the button; the address of the result."""
    page = client.get(SIGNS_URL, {"heard": heard}).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(screening|began)" value="([^"]+)"', page))
    answer = client.post(SIGNS_URL, {"heard": heard, **hidden, "screening_kind": "person", **typed})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def test_can_anybody_hear_comes_first(world: World) -> None:
    alice = world.client_for(world.alice)
    assert "Can anyone hear or watch them?" in alice.get(reverse("intake:screen")).content.decode()
    assert alice.get(SIGNS_URL).headers["Location"] == reverse("intake:screen")
    assert "Only look" in alice.get(SIGNS_URL, {"heard": "yes"}).content.decode()
    assert "Only look" not in alice.get(SIGNS_URL, {"heard": "no"}).content.decode()


def test_a_sign_says_refer_and_never_more(world: World) -> None:
    alice = world.client_for(world.alice)

    page = alice.get(fill(alice, cue_fear="was_told", cue_injury="saw_it", cue_age="not_seen", urgent_need_now="yes")).content.decode()

    main = page[page.index("<main"):page.index("</main>")]
    assert "Signs present: refer for a full interview" in main and "Afraid or without hope" in main and "Help first" in main
    assert "Too young" not in main
    assert not re.search(r"victim|score|\d+ of \d+|\d+ signs", main, re.IGNORECASE)


def test_no_sign_is_said_as_what_it_is(world: World) -> None:
    alice = world.client_for(world.alice)

    page = alice.get(fill(alice, cue_fear="not_seen", cue_age="not_known")).content.decode()

    main = page[page.index("<main"):page.index("</main>")]
    assert "No signs noted this time" in main
    assert not re.search(r"victim|negative|score", main, re.IGNORECASE)


def test_it_holds_no_identity_and_is_kept_once(world: World) -> None:
    alice = world.client_for(world.alice)
    page = alice.get(SIGNS_URL, {"heard": "unsure"}).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(screening|began)" value="([^"]+)"', page))
    for _ in range(2):
        alice.post(SIGNS_URL, {"heard": "unsure", **hidden, "screening_kind": "group", "people_count": "12", "cue_control": "saw_it"})

    screening = Screening.objects.get()
    assert (screening.subject, screening.outcome, screening.heard, screening.record.person) == ("group", "signs", "unsure", None)
    answers = current_answers(screening.record, frozenset({"can_be_heard", "people_count", "cue_control"}))
    assert answers["people_count"] == Answer(12) and answers["can_be_heard"].missing == "unknown"
    assert screening.seconds is not None
    assert not Person.objects.exists()
    assert AuditEvent.objects.filter(kind="intake.screen").count() == 1


def test_twenty_taps_are_enough(world: World) -> None:
    page = world.client_for(world.alice).get(SIGNS_URL, {"heard": "no"}).content.decode()

    form = page[page.index("<main"):page.index("</main>")]
    asked = set(re.findall(r'data-element="(\w+)"', form))
    typed = {"people_count", "screening_note"}
    assert sum(code.startswith("cue_") for code in asked) == 9
    assert 1 + len(asked - typed) + 1 <= 20, "one for who can hear, one for each answer, one for the button"


def test_wrong_input_is_shown_again(world: World) -> None:
    alice = world.client_for(world.alice)

    page = alice.post(SIGNS_URL, {"heard": "no", "screening": "junk", "began": "junk", "people_count": "many", "cue_fear": "saw_it", "screening_kind": "group"})

    assert page.status_code == 200 and 'value="many"' in page.content.decode()
    assert not Record.objects.exists()


def test_from_a_screening_to_a_person_under_a_code(world: World) -> None:
    alice = world.client_for(world.alice)
    result = fill(alice, cue_fear="saw_it")

    for _ in range(2):
        answer = alice.post(result + "register/")
    person = Person.objects.get()

    assert answer.headers["Location"] == reverse("register:person", args=[person.pk])
    assert (person.owner, person.age_status) == (world.alice, "doubt")
    assert person.code in alice.get(result).content.decode()


def test_closing(world: World) -> None:
    alice = world.client_for(world.alice)
    result = fill(alice)

    alice.post(result + "close/")

    assert Screening.objects.get().closed_at is not None
    assert "Close:" not in alice.get(result).content.decode()


def test_an_outsider_finds_nothing(world: World) -> None:
    result = fill(world.client_for(world.alice), cue_fear="saw_it")

    for outsider in (world.charlie, world.farid, world.gita, world.hun, world.dara):
        client = world.client_for(outsider)
        assert client.get(result).status_code == 404
        assert client.post(result + "register/").status_code == 404
        assert client.post(result + "close/").status_code == 404
    assert world.client_for(world.farid).get(reverse("intake:screen")).status_code == 404
    assert world.client_for(world.bob).get(result).status_code == 200


def test_one_sign_is_enough_and_more_say_no_more(world: World) -> None:
    from titip.dictionary.reads import form_spec

    elements = list(form_spec("rapid_screening"))
    cues = [e for e in elements if is_cue(e)]

    assert len(cues) == 9
    for count in range(10):
        answers = {e.code: Answer("saw_it" if i < count else "not_seen") for i, e in enumerate(cues)}
        assert outcome(elements, answers) == (SIGNS if count else NONE)


def test_somebody_elses_screening_is_not_shown_nor_is_what_was_typed_lost(world: World) -> None:
    alice, charlie = world.client_for(world.alice), world.client_for(world.charlie)
    hers = Screening.objects.get(pk=fill(alice, cue_fear="saw_it").split("/")[-2])
    answer = charlie.post(SIGNS_URL, {"heard": "no", "screening": str(hers.pk), "screening_kind": "person", "cue_fear": "was_told"})
    assert answer.status_code == 302 and str(hers.pk) not in answer.headers["Location"]
    assert Screening.objects.filter(staff=world.charlie.pk).count() == Screening.objects.filter(staff=world.alice.pk).count() == 1


def test_a_sign_that_was_given_a_sealed_class_is_refused_with_the_rest_still_typed(world: World) -> None:
    edit_element(code="cue_injury", base=latest_book().element("cue_injury").version, changes={"risk": "high"}, actor_code="tests")
    answer = world.client_for(world.alice).post(SIGNS_URL, {"heard": "no", "screening_kind": "group", "cue_injury": "saw_it", "cue_fear": "saw_it"})
    page = answer.content.decode()
    assert answer.status_code == 200 and "tell your data steward" in page and re.search(r'value="group"[^>]*checked', page)
    assert not Screening.objects.exists() and not Record.objects.exists()
