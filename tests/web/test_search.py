"""One box: by code, chosen name, place and day; only what one may see; nothing sealed; absent and forbidden look the same."""

import re
import time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.people import agrees, registered
from tests.world import STORES, World, actor_for, make_world
from titip.casework import actions as casework
from titip.casework.models import Case
from titip.consent import reads as consent
from titip.dictionary import actions as dictionary
from titip.dictionary.rules.answers import Answer
from titip.kit import clock
from titip.kit.codes import ALPHABET, new_code
from titip.protect.models import AuditEvent
from titip.protect.rules.looking import read_asked
from titip.register import actions as register
from titip.register.models import Link, Person

pytestmark = pytest.mark.django_db(databases=STORES)


@pytest.fixture
def world() -> World:
    made = make_world()
    dictionary.load_starter(actor_code="tests")
    return made


def ask(world: World, staff: Any, typed: str) -> str:
    answer = world.client_for(staff).post(reverse("search"), {"q": typed})
    assert answer.status_code == 200
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def test_what_was_typed_is_understood() -> None:
    today = clock.today()
    code = new_code()
    wrong = code[:-1] + next(character for character in ALPHABET if character != code[-1])
    swapped = code[0] + code[2] + code[1] + code[3:]

    def kind(typed: str) -> str:
        asked = read_asked(typed, today=today)
        return asked.kind if asked else ""

    assert [kind(code), kind(code.lower().replace("-", " ")), kind(f"C-{code[:3]}{code[4:]}")] != ["words"] * 3
    assert kind(code) == kind(code.lower()) == "code"
    assert kind(wrong) == "slip"
    assert swapped == code or kind(swapped) == "slip"
    assert [kind(text) for text in ("Sun-Moon", "Srey Mom", "Kampot", "សុខា", "a", "", "Little Bird")] == ["words", "words", "words", "words", "", "", "words"]
    assert [kind(text) for text in ("31/12/2025", "March 2026", "2026")] == ["day", "day", "day"]


def test_found_by_code_chosen_name_place_and_day_and_only_within_reach(world: World) -> None:
    person = registered(world.alice, pseudonym="Little Bird")
    agrees(world.alice, person, "care")
    case = casework.open_case(actor=actor_for(world.alice), person=person, reason="for the test")
    Link.objects.create(person=person, kind="place", place_code="Poipet crossing", made_by="tests")
    today = clock.today()
    for typed in (person.code, person.code.lower().replace("-", ""), "little bi", "poipet CROSSING", f"{today:%d/%m/%Y}", f"{today:%B %Y}"):
        assert reverse("register:person", args=[person.pk]) in ask(world, world.alice, typed), typed
    for typed in (case.code, person.code, f"{today:%d/%m/%Y}"):
        assert reverse("casework:case", args=[case.pk]) in ask(world, world.alice, typed), typed
        assert case.code not in ask(world, world.charlie, typed).replace(f'value="{typed}"', "")
    assert "Nothing found" in ask(world, world.charlie, "little bi")
    assert world.client_for(world.gita).post(reverse("search"), {"q": person.code}).status_code == 404
    assert reverse("search") in world.client_for(world.alice).get("/").content.decode()
    assert AuditEvent.objects.filter(kind="protect.search").values_list("detail", flat=True)[0] == {"by": "code", "rooms": 2}


def test_a_slip_in_a_code_is_said_and_nothing_is_looked_up(world: World) -> None:
    person = registered(world.alice)
    wrong = person.code[:-1] + next(character for character in ALPHABET if character != person.code[-1])
    page = ask(world, world.alice, wrong)
    assert "There is a slip in this code" in page
    assert person.code not in page
    assert AuditEvent.objects.filter(kind="protect.search").latest("seq").detail == {"by": "slip", "rooms": 0}


def test_nothing_sealed_is_found(world: World) -> None:
    person = registered(world.alice)
    agrees(world.alice, person, "care")
    register.save_record(
        actor=actor_for(world.alice), record_type="registration", person=person, base_number=0, form_code="first_interview",
        answers={"given_name": Answer("Zanzabira"), "family_name": Answer("Canaryname")}, grounds=consent.grounds_for(person),
    )
    for typed in ("Zanzabira", "zanza", "Canaryname"):
        assert "Nothing found" in ask(world, world.alice, typed)


def test_absent_and_forbidden_are_asked_and_answered_in_the_same_way(world: World) -> None:
    theirs = registered(world.alice)
    absent = new_code()

    def look(typed: str) -> tuple[str, list[str], float]:
        begun = time.process_time()
        with CaptureQueriesContext(connection) as asked:
            page = ask(world, world.charlie, typed)
        return page.replace(typed, "CODE"), [re.split(r" VALUES | WHERE | SET |POINT ", query["sql"])[0] for query in asked], time.process_time() - begun

    look(absent)
    (their_page, their_queries, _took), (no_page, no_queries, _) = look(theirs.code), look(absent)
    assert their_page == no_page
    assert their_queries == no_queries
    # By turns, in processor time, so that a busy machine leaves it alone; 29 looks in all, fewer than one may in a minute.
    took = [(look(absent)[2], look(theirs.code)[2]) for _ in range(13)]
    gone, there = (min(one) for one in zip(*took, strict=True))
    assert abs(gone - there) < 0.1 * gone + 0.002


def test_a_search_costs_the_same_among_ten_and_among_a_hundred(world: World) -> None:
    def more(number: int) -> None:
        people = Person.objects.bulk_create(Person(code=f"S{number}{n:06d}", owner=world.alice, team=world.north, pseudonym="Bird") for n in range(number))
        Case.objects.bulk_create(Case(code=f"K{number}{n:05d}", owner=world.alice, team=world.north) for n, _one in enumerate(people))

    def queries(typed: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            ask(world, world.alice, typed)
        return len(asked)

    more(10)
    typed = ("Bird", f"{clock.today():%d/%m/%Y}", new_code())
    ask(world, world.alice, "Bird")
    few = [queries(one) for one in typed]
    more(100)
    assert [queries(one) for one in typed] == few
    assert "There are more" in ask(world, world.alice, "Bird")


def test_the_log_is_asked_by_code_as_well_as_by_id(world: World) -> None:
    person = registered(world.alice)
    other = registered(world.alice)
    gita = world.client_for(world.gita)
    for typed in (person.code, person.code.lower().replace("-", ""), str(person.pk)):
        shown = gita.get(reverse("who_did_what"), {"thing": typed}).content.decode()
        assert str(person.pk) in shown, typed
        assert str(other.pk) not in shown
    assert "Nothing fits" in gita.get(reverse("who_did_what"), {"thing": new_code()}).content.decode()
