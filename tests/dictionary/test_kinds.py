"""A kind of record of one's own, declared on pages by whoever keeps the dictionary."""

import re
from typing import Any

import pytest
from django.urls import reverse

from tests.world import STORES, World, make_world
from titip.dictionary import reads
from titip.dictionary.actions import load_starter

pytestmark = pytest.mark.django_db(databases=STORES)


@pytest.fixture
def world() -> World:
    made = make_world()
    load_starter(actor_code="tests")
    return made


def test_a_kind_is_declared_question_by_question_and_is_in_force_once_signed_and_published(world: World) -> None:
    steward, officer = world.client_for(world.eve), world.client_for(world.gita)
    taken = {"name": reads.record_types()[0].name, "subject": "none"}
    assert "of this name already" in steward.post(reverse("dictionary:kind_new"), taken).content.decode()
    answer = steward.post(reverse("dictionary:kind_new"), {"name": "Site visit", "subject": "none"})
    page = reverse("dictionary:kind", args=["site_visit"])
    assert answer.headers["Location"] == reverse("dictionary:kind_several", args=["site_visit"])

    steward.post(page, {"label": "Workers present", "type": "integer", "risk": "low", "required": "on"})
    steward.post(page, {"label": "Where papers are kept", "type": "select_one", "risk": "low", "choices": "With the workers\nWith the boss\nWith the boss\n"})
    steward.post(page, {"label": "ทำงานที่ไหน", "type": "text", "risk": "medium"})
    assert "at least two choices" in steward.post(page, {"label": "Kind", "type": "select_many", "risk": "low", "choices": "one"}).content.decode()
    shown = steward.get(page).content.decode()
    assert "3 questions" in shown and "What is left to do" in shown

    words = {"benefit": "Fewer unsafe boats.", "harm": "The boss is angry.", "lessen": "No names."}
    steward.post(reverse("dictionary:review_write", args=["site_visit"]), words)
    officer.post(reverse("dictionary:review_sign", args=["site_visit"]))
    steward.post(reverse("dictionary:publish"), {"note": "Visits", "sha256": reads.standing().sha256})

    made = list(reads.form_spec("site_visit"))
    assert [(e.code, str(e.type), e.risk, e.required) for e in made] == [
        ("site_visit_workers_present", "integer", "low", True), ("site_visit_where_papers_are_kept", "select_one", "low", False),
        ("site_visit_q", "text", "medium", False),
    ]
    assert [c.label for c in made[1].choices] == ["With the workers", "With the boss"] and made[1].searchable and not made[0].searchable
    assert next(kind for kind in reads.record_types() if kind.code == "site_visit").subject == "none"


def test_a_record_about_nobody_asks_nothing_that_must_be_sealed(world: World) -> None:
    steward = world.client_for(world.eve)
    steward.post(reverse("dictionary:kind_new"), {"name": "Household", "subject": "none"})
    page = reverse("dictionary:kind", args=["household"])

    assert "ask who somebody is" in steward.post(page, {"label": "Phone of the family", "type": "text", "risk": "low"}).content.decode()
    assert "nobody could agree" in steward.post(page, {"label": "What happened", "type": "long_text", "risk": "high"}).content.decode()
    assert not reads.draft_book().form("household").placements  # type: ignore[union-attr]

    steward.post(reverse("dictionary:kind_new"), {"name": "Aftercare call", "subject": "person"})
    steward.post(reverse("dictionary:kind", args=["aftercare_call"]), {"label": "What worries her", "type": "long_text", "risk": "high"})
    element = reads.draft_book().element("aftercare_call_what_worries_her")
    assert element is not None and element.risk == "high" and element.purposes == ("care",)


def typed(page: str) -> dict[str, str]:
    """What the hidden fields and the chosen classes of the second look say."""
    hidden = dict(re.findall(r'type="hidden" name="((?:label|type|choices|required)_\d+)" value="([^"]*)"', page))
    for name, options in re.findall(r'<select[^>]*name="(risk_\d+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        hidden[name] = re.findall(r'value="(\w+)"[^>]*selected', options)[0]
    return hidden


def test_ten_questions_on_one_page_their_classes_proposed_looked_at_and_kept_in_one_step(world: World) -> None:
    steward = world.client_for(world.eve)
    steward.post(reverse("dictionary:kind_new"), {"name": "Site visit", "subject": "none"})
    page = reverse("dictionary:kind_several", args=["site_visit"])
    assert "Write one question at least" in steward.post(page, {}).content.decode()
    refused = steward.post(page, {
        "label_1": "Name of the boss", "label_2": "Papers", "type_2": "select_one", "choices_2": "one", "choices_3": "a\nb",
    }).content.decode()
    for words in ("ask who somebody is", "at least two choices", "Write the question that these choices belong to"):
        assert words in refused

    said = {"label_1": "Workers present", "type_1": "integer", "label_2": "Who keeps the papers", "type_2": "select_one", "choices_2": "Workers\nBoss",
            "label_3": "What was seen", "type_3": "text", "required_1": "on", "label_4": "Drug use seen", "type_4": "yes_no"}
    look = steward.post(page, said).content.decode()
    assert "Could an answer harm?" in look and "The label says “drug use”" in look and not reads.draft_book().form("site_visit").placements  # type: ignore[union-attr]
    sent = typed(look)
    assert {k: v for k, v in sent.items() if k.startswith("risk")} == {"risk_1": "low", "risk_2": "low", "risk_3": "medium", "risk_4": "medium"}
    assert "Workers present" in steward.post(page, {**sent, "go": "words"}).content.decode()
    answer = steward.post(page, {**sent, "risk_1": "medium"})

    assert answer.headers["Location"].startswith(reverse("dictionary:kind", args=["site_visit"]))
    book = reads.draft_book()
    made = [book.element(p.element) for p in book.form("site_visit").placements]  # type: ignore[union-attr]
    assert [(e.label, e.risk, e.required, bool(e.code_list)) for e in made if e] == [
        ("Workers present", "medium", True, False), ("Who keeps the papers", "low", False, True), ("What was seen", "medium", False, False),
        ("Drug use seen", "medium", False, False),
    ]
    assert reads.standing().steps == 2  # the kind, and its questions: one press takes them all back


def test_whoever_signs_or_agrees_is_told_on_today_and_whoever_publishes_is_told_when_nothing_stands_in_the_way(world: World) -> None:
    steward, officer, custodian = (world.client_for(one) for one in (world.eve, world.gita, world.dara))

    def today(client: Any) -> str:
        return client.get(reverse("today")).content.decode()

    steward.post(reverse("dictionary:kind_new"), {"name": "Site visit", "subject": "none"})
    steward.post(reverse("dictionary:kind", args=["site_visit"]), {"label": "Drug use seen", "type": "yes_no", "risk": "low"})
    assert "second person" not in today(officer)
    steward.post(reverse("dictionary:review_write", args=["site_visit"]), {"benefit": "Fewer.", "harm": "Anger.", "lessen": "No names."})
    assert all("Harm and benefit of “Site visit”" in today(one) for one in (officer, custodian)) and "Harm and benefit" not in today(steward)
    assert "Your review of “Site visit”" in today(steward) and "Your review" not in today(officer)
    assert all("Harm and benefit" not in today(world.client_for(one)) for one in (world.alice, world.bob, world.farid))
    officer.post(reverse("dictionary:review_sign", args=["site_visit"]))
    assert "A draft of the dictionary" not in today(officer) and "Your draft" not in today(steward)  # she has not asked yet
    steward.post(reverse("dictionary:draft_step"), {"go": "ask"})
    assert "A draft of the dictionary" in today(officer) and "A draft of the dictionary" not in today(steward)
    assert "a colleague who changed nothing in it must agree" in today(steward) and "Your review" not in today(steward)
    officer.post(reverse("dictionary:agree"), {"sha256": reads.standing().sha256})

    assert "second person" not in today(custodian)
    assert "nothing stands in its way" in today(steward) and 'value="New: Site visit"' in steward.get(reverse("dictionary:publish")).content.decode()


def test_a_pin_on_a_record_about_nobody_is_a_wide_square_until_two_people_want_it_finer(world: World) -> None:
    steward = world.client_for(world.eve)
    steward.post(reverse("dictionary:kind_new"), {"name": "Pier visit", "subject": "none"})
    steward.post(reverse("dictionary:kind", args=["pier_visit"]), {"label": "Where the pier is", "type": "geopoint", "risk": "low"})
    entry = reads.draft_book().element("pier_visit_where_the_pier_is")
    assert entry and (entry.type, entry.minimum_value, entry.code_list, entry.searchable, entry.identifier) == ("geopoint", None, "places", False, "")

    edit = reverse("dictionary:edit", args=[entry.code])
    page = steward.get(edit).content.decode()
    assert "As a square of about 1 km; its answers must be sealed" in page and "searched by" not in page
    seen = re.search(r'name="seen" value="(\d+)"', page)
    sent = {"label": entry.label, "risk": "medium", "code_list": "places", "missing_codes": ["unknown"], "seen": seen[1] if seen else ""}
    assert "leads to a door" in steward.post(edit, {**sent, "minimum_value": "1"}).content.decode()
    steward.post(edit, {**sent, "minimum_value": "10"})
    kept = reads.draft_book().element(entry.code)
    assert kept and kept.minimum_value == 10
    assert "its words suggest" in steward.get(reverse("dictionary:draft")).content.decode(), "a colleague agrees first"
