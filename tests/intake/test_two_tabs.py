"""A page that was opened before her word changed: what is sent from it goes to the questions that stood on it, and to no others."""

import re

import pytest

from tests.intake.filling import begin, kept, section_of, url
from tests.people import agrees, registered
from tests.world import STORES, World
from titip.intake.models import Draft
from titip.intake.reads.drafts import open_draft

pytestmark = pytest.mark.django_db(databases=STORES)


@pytest.fixture
def alice(world: World):
    return world.client_for(world.alice)


def hidden_fields(page: str) -> dict[str, str]:
    """What the page's form sends besides what is typed: as a browser reads it."""
    form = page[page.index("data-autosave") :]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form[: form.index("</form>")]))


def opened(client, person, element: str) -> dict[str, str]:
    """The form on the page on which an element stands."""
    page = client.get(url("fill", person), {"section": section_of(client, person, element)}).content.decode()
    fields = hidden_fields(page)
    assert fields["base"]
    return fields


def test_a_section_that_moved_meanwhile_is_not_written_into_another(world: World, alice) -> None:
    """A further yes came while the page was open: the sections count differently now, and what was typed still lands where it was asked."""
    person = registered(world.alice)
    agrees(world.alice, person, "referral")
    begin(alice, person)
    page = opened(alice, person, "papers_held_by")

    agrees(world.alice, person, "care")
    assert section_of(alice, person, "papers_held_by") != int(page["section"]), "this test needs a section that moves"
    assert alice.post(url("fill", person), {**page, "go": "stop", "papers_held_by": "someone_else"}).status_code == 302

    draft = open_draft(Draft.objects.get())
    assert draft.values["papers_held_by"] == ["someone_else"]
    assert "recruitment_method" not in draft.seen, "nobody saw these questions"


def test_questions_that_were_not_on_the_page_are_left_as_they_are(world: World, alice) -> None:
    """She took her yes back and gave it again while an old page with only the minimum on it lay open: nothing is emptied."""
    person = registered(world.alice)
    begin(alice, person)
    page = opened(alice, person, "registered_on")
    agrees(world.alice, person, "care", "statistics")
    minimum = {"registered_on": "1/3/2026", "age_band": "18-20"}
    full = opened(alice, person, "registered_on")
    added = sorted(set(full["shown"].split()) - set(page["shown"].split()))
    assert "interview_language" in added, added
    assert alice.post(url("fill", person), {**full, "go": "save", **minimum, "interview_language": "khm", "urgent_needs": ["medical"]}).status_code == 302
    assert kept(person, "interview_language")["interview_language"].value == "khm"

    begin(alice, person)
    answer = alice.post(url("fill", person), {**page, "base": "1", "go": "save", **minimum, "urgent_needs": ["medical"]})
    assert answer.status_code == 302
    assert kept(person, "interview_language")["interview_language"].value == "khm"
