"""A question, its answer from a released table, its chart and its page to take away."""

import pytest
from django.urls import reverse

from tests.share.conftest import Met, live, people  # noqa: F401 - fixtures
from tests.world import STORES, actor_for
from titip.analyse import actions as analyse
from titip.analyse.models import Inquiry, Reading
from titip.share import actions as share
from titip.share.models import Release

pytestmark = pytest.mark.django_db(databases=STORES)


@pytest.fixture
def reading(people: Met, live: Release) -> Reading:  # noqa: F811
    """Farid asked about kinds of work."""
    farid = actor_for(people.world.farid)
    inquiry = analyse.ask(actor=farid, text="In which work were they?", expectation="Mostly fishing")
    return analyse.read(actor=farid, inquiry=inquiry, release=live, by="work_sector", number="months_in_situation")


def test_a_question_is_written_before_it_is_answered(people: Met, live: Release) -> None:  # noqa: F811
    farid = people.world.client_for(people.world.farid)
    farid.post(reverse("analyse:ask"), {"text": "Which work?", "expectation": "Fishing", "question": ""})
    inquiry = Inquiry.objects.get()
    answer = farid.post(reverse("analyse:read", args=[inquiry.pk, live.pk]), {"by": "work_sector", "number": ""})
    page = farid.get(answer.headers["Location"]).content.decode()
    assert "Observed" in page and "observed people" in page and "Fishing" in page
    assert "fewer than 50" in page, "R13: fourteen people are no ground for a difference"


def test_the_chart_and_the_page_come_in_every_form(people: Met, reading: Reading) -> None:  # noqa: F811
    farid = people.world.client_for(people.world.farid)
    begins = {"png": b"\x89PNG", "pdf": b"%PDF", "svg": b"<?xml"}
    for kind, magic in begins.items():
        answer = farid.get(reverse("present:chart", args=[reading.pk, kind]))
        assert answer.content.startswith(magic) and "attachment" in answer["Content-Disposition"]
        assert "default-src 'none'" in answer["Content-Security-Policy"]
    table = farid.get(reverse("present:table", args=[reading.pk])).content.decode("utf-8-sig")
    assert "Sector of work,n,share" in table and "Fishing and seafood," in table and "# Source" in table
    assert farid.get(reverse("present:report", args=[reading.pk])).content.startswith(b"%PDF")


def test_no_name_of_a_colleague_or_person_leaves(people: Met, reading: Reading) -> None:  # noqa: F811
    farid = people.world.client_for(people.world.farid)
    for url in (reverse("present:chart", args=[reading.pk, "svg"]), reverse("present:table", args=[reading.pk])):
        content = farid.get(url).content
        assert b"Farid" not in content and b"Canary" not in content


def test_a_recalled_release_takes_its_answers_along(people: Met, reading: Reading) -> None:  # noqa: F811
    share.recall_release(actor_code="tests", release=reading.release, reason="a mistake")
    farid = people.world.client_for(people.world.farid)
    gone = farid.get(reverse("analyse:reading", args=[reading.pk]))
    assert gone.status_code == 410 and "Answer the question again" in gone.content.decode()
    assert farid.get(reverse("present:chart", args=[reading.pk, "png"])).status_code == 404


@pytest.mark.parametrize("who", ["alice", "charlie", "gita", "hun", "ines"])
def test_questions_are_closed_to_who_does_not_analyse(people: Met, reading: Reading, who: str) -> None:  # noqa: F811
    client = people.world.client_for(getattr(people.world, who))
    for url in (
        reverse("analyse:inquiries"), reverse("analyse:inquiry", args=[reading.inquiry_id]), reverse("analyse:reading", args=[reading.pk]),
        reverse("present:chart", args=[reading.pk, "png"]), reverse("present:report", args=[reading.pk]),
    ):
        assert client.get(url).status_code == 404


def test_a_chart_title_that_claims_a_cause_is_warned(people: Met, reading: Reading) -> None:  # noqa: F811
    farid = people.world.client_for(people.world.farid)
    page = farid.get(reverse("analyse:reading", args=[reading.pk]), {"title": "Debt causes exploitation"}).content.decode()
    assert "R18" in page and "occurs together with" in page


def test_the_kind_of_chart_is_chosen_and_goes_along_with_every_file(people: Met, reading: Reading) -> None:  # noqa: F811
    farid = people.world.client_for(people.world.farid)
    second = next(element.code for element in reading.release.elements.all() if element.code not in (reading.by, reading.number))
    address = reverse("analyse:reading", args=[reading.pk])

    page = farid.get(address, {"across": second, "kind": "heat"}).content.decode()
    assert f"kind=heat&amp;across={second}" in page and 'value="heat" selected' in page
    assert "The numbers of this chart" in page
    assert "R32" in page.split("Kinds that do not fit")[1], "each says why"
    assert 'value="flow"' not in page.split("<details")[0], "what does not fit is not offered"

    chart = farid.get(reverse("present:chart", args=[reading.pk, "svg"]), {"across": second, "kind": "heat"}).content.decode()
    table = farid.get(reverse("present:table", args=[reading.pk]), {"across": second, "kind": "heat"}).content.decode("utf-8-sig")
    assert "Heat table:" in chart
    header, first = [line for line in table.splitlines() if not line.startswith(("#", '"#'))][:2]
    assert header.count(",") == first.count(",") == 3, "two names, count and share"
    assert farid.get(reverse("present:report", args=[reading.pk]), {"across": second, "kind": "heat"}).content.startswith(b"%PDF")

    refused = farid.get(address, {"kind": "flow"}).content.decode()
    assert "cannot be shown as “Flow map”" in refused and "Choose a second column" in refused and "titip-figure" in refused
    assert farid.get(address, {"kind": "cube", "across": "nothing"}).status_code == 200
