"""One question a page: in any order, past what does not arise, looked over where it is known, saved as a whole; and how long it takes."""

import re
from datetime import timedelta
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse

from tests.intake.filling import FORM, WELCOME, begin, kept, url
from tests.people import agrees, registered
from tests.world import STORES, World, actor_for
from titip.dictionary.rules.answers import Answer
from titip.intake import actions, reads
from titip.intake.models import Draft, Interview, Refused
from titip.kit import clock
from titip.kit.missing import Missing
from titip.register.models import Person
from titip.register.reads import registration_of

pytestmark = pytest.mark.django_db(databases=STORES)


@pytest.fixture
def person(world: World, alice: Client) -> Person:
    made = registered(world.alice, pseudonym="Star")
    agrees(world.alice, made, "care", "statistics", "legal")
    begin(alice, made, layout="one")
    return made


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(base|section|at|shown|had|draft_pause|made)" value="([^"]*)"', page)
    return dict(found)


def open_at(client: Client, person: Person, at: str = "", section: int | str = "") -> str:
    return client.get(url("fill", person), {"section": section, "at": at}).content.decode()


def asked(page: str) -> list[str]:
    return re.findall(r'data-element="([^"]+)"', page)


def go(client: Client, person: Person, page: str, wanted: str, **typed: object):
    return client.post(url("fill", person), {**hidden(page), "go": wanted, **typed})


def test_an_interview_goes_question_by_question_past_what_does_not_arise_and_is_saved_as_a_whole(alice: Client, person: Person) -> None:
    whole = alice.get(url("fill", person)).content.decode()
    assert "Sections, in any order" in whole and not asked(whole) and Draft.objects.count() == 0, "looking at the list begins no draft"

    page = open_at(alice, person, section=3)
    assert asked(page) == ["form_of_exploitation", "sexual_exploitation_kind"] and "1 of 9" in page and "Why we ask" in page
    answer = go(alice, person, page, "next", form_of_exploitation=["forced_labour"])
    assert answer.status_code == 302 and answer.headers["Location"].endswith("?section=3&at=work_sector")
    assert alice.get(answer.headers["Location"]).status_code == 200

    page = open_at(alice, person, "hours_per_day")  # any order, and another section in between
    answer = go(alice, person, page, "at-age_band", hours_per_day="14", hours_per_day__certainty="approximate")
    page = alice.get(answer.headers["Location"]).content.decode()
    assert asked(page) == ["age_band"]
    answer = go(alice, person, page, "back", age_band="18-20")
    assert answer.headers["Location"].endswith("at=service_offered")
    answer = go(alice, person, open_at(alice, person, "narrative"), "next", narrative="")
    assert answer.headers["Location"] == url("fill", person), "after the last comes the list, with the saving"

    listed = alice.get(url("fill", person)).content.decode()
    assert "Go on: In her own words last" in listed
    saved = alice.post(url("fill", person), {"shown": "", "base": "0", "go": "save"})
    assert saved.headers["Location"] == reverse("register:person", args=[person.pk])
    assert kept(person, "hours_per_day", "age_band", "form_of_exploitation")["hours_per_day"].certainty == "approximate"
    assert Draft.objects.count() == 0 and Refused.objects.count() == 0


def test_what_is_refused_comes_together_counted_without_a_value_and_the_page_of_a_bad_answer_keeps_it(alice: Client, person: Person) -> None:
    page = open_at(alice, person, "registered_on")
    go(alice, person, page, "next", registered_on="31/02/2026")
    page = open_at(alice, person, "hours_per_day")
    go(alice, person, page, "list", hours_per_day="many")
    assert "To check: 1" in alice.get(url("fill", person)).content.decode()
    refused = alice.post(url("fill", person), {"shown": "", "base": "0", "go": "save"}).content.decode()
    assert asked(refused) == ["registered_on", "hours_per_day"] and "31/02/2026" in refused and "many" in refused
    again = go(alice, person, refused, "save", registered_on="1/2/2026", hours_per_day="still many").content.decode()
    assert asked(again) == ["hours_per_day"] and "still many" in again
    counted = {row.element_code: (row.number, row.mode) for row in Refused.objects.all()}
    assert counted == {"registered_on": (1, "in_person"), "hours_per_day": (2, "in_person")}
    assert go(alice, person, again, "save", hours_per_day="12").status_code == 302
    assert kept(person, "hours_per_day", "registered_on")["registered_on"] == Answer("2026-02-01")


def test_switching_between_a_question_and_a_section_loses_nothing_and_is_remembered(alice: Client, person: Person, world: World) -> None:
    page = open_at(alice, person, "wishes")
    answer = go(alice, person, page, "whole", wishes="A quiet room")
    section = alice.get(answer.headers["Location"]).content.decode()
    assert asked(section) == ["wishes", "narrative"] and "A quiet room" in section
    answer = go(alice, person, section, "one", wishes="A quiet room, and a lamp", narrative="")
    page = alice.get(answer.headers["Location"]).content.decode()
    assert asked(page) == ["narrative"], "the first that has no answer"
    assert "A quiet room, and a lamp" in open_at(alice, person, "wishes")

    actions.choose_layout(actor=actor_for(world.alice), person=person, layout="whole")
    assert reads.usual_layout(actor_for(world.alice), "in_person") == "whole" and reads.usual_layout(actor_for(world.bob), "in_person") == "one"
    actions.set_house_way(actor=actor_for(world.alice), layout="whole")
    assert reads.usual_layout(actor_for(world.bob), "in_person") == "whole" and reads.usual_layout(actor_for(world.bob), "paper") == "whole"


def test_what_is_known_is_looked_over_and_what_is_sealed_is_said_to_be_kept(alice: Client, person: Person) -> None:
    begin(alice, person)
    alice.post(url("fill", person), {"section": 0, "go": "save", **WELCOME})
    begin(alice, person, layout="one")
    page = open_at(alice, person, "given_name")
    go(alice, person, page, "list", given_name="Sokha")
    alice.post(url("fill", person), {"shown": "", "base": "1", "go": "save"})
    begin(alice, person, layout="one")

    known = open_at(alice, person, "registered_on")
    assert asked(known) == ["registered_on", "urgent_needs", "age_band"] and known.count("Known already: written by") == 3
    assert "Known already · 1 of" in re.sub(r"\s+", " ", known)
    sealed = open_at(alice, person, "given_name")
    assert asked(sealed) == ["given_name"] and "Known already: kept, sealed." in sealed and "Sokha" not in sealed
    answer = go(alice, person, sealed, "next", given_name="")
    assert "at=family_name" in answer.headers["Location"]
    alice.post(url("fill", person), {"shown": "", "base": "2", "go": "save"})
    assert kept(person, "given_name")["given_name"].value == "Sokha"


def test_time_is_counted_by_section_without_breaks_and_silence_and_halts_are_kept_with_the_sitting(
    alice: Client, person: Person, settings: object,
) -> None:
    settings.TITIP_IDLE_HIGH = 3600  # type: ignore[attr-defined]  # so that the silence does not end her session too
    start = clock.now().replace(microsecond=0)

    def later(**passed: float):
        return mock.patch.object(clock, "now", lambda: start + timedelta(**passed))

    with later(seconds=0):
        page = open_at(alice, person, "hours_per_day")
    with later(seconds=40):
        go(alice, person, page, "next", hours_per_day="14")
        page = open_at(alice, person, "pay_received")
    with later(minutes=9):  # a silence
        answer = go(alice, person, page, "break", pay_received="")
        assert answer.headers["Location"].endswith("?section=3&at=pay_received")
    with later(minutes=18):
        answer = alice.post(answer.headers["Location"], {})
        assert answer.headers["Location"].endswith("?section=3&at=pay_received"), "on where it was halted"
        page = open_at(alice, person, "wishes")
    with later(minutes=19):
        go(alice, person, page, "stop", wishes="Rest")
        assert alice.post(url("fill", person), {"shown": "", "base": "0", "go": "save"}).status_code == 302
    sitting = Interview.objects.get(person=person)
    assert sitting.spent == {"Work and control": 40.0, "In her own words last": 60.0}
    assert sitting.halts == {"Work and control": {"break": 1}, "In her own words last": {"stop": 1}} and sitting.paused_seconds == 9 * 60
    assert sitting.form_version == 1 and sitting.ended_at is not None


def test_the_four_ways_not_to_answer_stay_apart(alice: Client, person: Person) -> None:
    ways = {"work_sector": "declined", "hours_per_day": "unknown", "debt_amount": "ask_later", "schooling": ""}
    for element, way in ways.items():
        page = open_at(alice, person, element)
        many_or_one = {element: f"__{way}" if way else ""} if "work" in element and f'value="__{way}"' in page else {f"{element}__missing": way}
        go(alice, person, page, "next", **many_or_one)
    alice.post(url("fill", person), {"shown": "", "base": "0", "go": "save"})
    found = kept(person, *ways)
    assert {code: answer.missing for code, answer in found.items()} == {
        "work_sector": Missing.DECLINED, "hours_per_day": Missing.UNKNOWN, "debt_amount": Missing.ASK_LATER,
    }
    assert registration_of(person).number == 1


def test_an_unknown_question_or_section_leads_somewhere_of_use(alice: Client, person: Person) -> None:
    for told in ({"section": "99"}, {"at": "nobody"}, {"section": "x", "at": "<b>"}, {"section": "6", "at": "nobody"}):
        page = alice.get(url("fill", person), told)
        assert page.status_code == 200 and "<b>" not in page.content.decode()
    assert asked(open_at(alice, person, "nobody", section=6)) == ["wishes"]
    answer = alice.post(url("pause", person) + "?section=1&at=//elsewhere.example", {})
    assert answer.headers["Location"] == url("fill", person, FORM)
