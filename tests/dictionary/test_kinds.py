"""A kind of record of one's own, declared on pages by whoever keeps the dictionary."""

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
    assert answer.headers["Location"] == page

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
