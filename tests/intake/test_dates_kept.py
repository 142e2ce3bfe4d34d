"""A date as far as it is known, from the boxes of a form to the vault, the person's page, a draft and a release."""

import csv
import io

import pytest
from django.urls import reverse

from tests.intake.filling import WELCOME, begin, kept, send
from tests.people import agrees, registered
from tests.world import STORES, World
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.types import Certainty, ElementType
from titip.intake.models import Draft
from titip.intake.reads.drafts import open_draft
from titip.kit.missing import WRITTEN, Missing
from titip.share.rules.building import build, cell

pytestmark = pytest.mark.django_db(databases=STORES)


def test_boxes_to_vault_to_page_and_back(world: World, alice) -> None:
    made = registered(world.alice)
    agrees(world.alice, made, "care", "legal", "statistics")
    begin(alice, made)
    send(alice, made, "age_band", WELCOME, go="section-1")

    wrong = send(alice, made, "birth_date", {"given_name": "Sokha", "birth_date__day": "31", "birth_date__month": "2", "birth_date__year": "2541"})
    page = wrong.content.decode()
    assert wrong.status_code == 200 and "February has 28 days in 1998" in page and 'value="2541"' in page and 'href="#id_birth_date_0"' in page
    assert open_draft(Draft.objects.get()).values["birth_date__year"] == ["2541"]

    began = {"exploitation_began__year": "2019", "exploitation_began__name": "rainy", "exploitation_began__certainty": "reported"}
    born = {"birth_date__year": "2541", "birth_date__about": "on", "birth_date__certainty": "approximate", "birth_date__source": "her aunt"}
    send(alice, made, "exploitation_began", {**began, "exploitation_began__source": "relative", "exploitation_ended__year": "2020"}, go="section-1")
    answer = send(alice, made, "birth_date", {"given_name": "Sokha", "birth_date__day": "", "birth_date__month": "", **born})
    assert answer.status_code == 302, answer.content.decode()

    assert kept(made, "birth_date", "exploitation_began", "exploitation_ended") == {
        "birth_date": Answer("1998~", certainty=Certainty.APPROXIMATE, source="her aunt"),
        "exploitation_began": Answer("2019^rainy", certainty=Certainty.REPORTED, source="relative"),
        "exploitation_ended": Answer("2020"),
    }
    for typed, found in (("1/3/2026", True), ("3/2026", True), ("มีนาคม 2569", True), ("2/3/2026", False), ("about 2026", False)):
        assert (made.code in alice.post(reverse("register:list"), {"q": typed}).content.decode()) is found, typed
    shown = alice.get(answer.headers["Location"]).content.decode()
    assert "rainy season 2019 (as told, from a relative or friend)" in shown


ROWS = {
    "2019-05-31": 2019, "2019": 2019, "2019~": 2019, "2019^rainy": 2019, "[2019-03..2019-06]": 2019,
    "2019^cool": Missing.UNKNOWN, "[2018..2019]": Missing.UNKNOWN, "[..2019]": Missing.UNKNOWN, "[2019..]": Missing.UNKNOWN,
}  # fmt: skip


def test_a_release_says_no_year_that_nobody_said() -> None:
    born = Declared("born", "registration", 1, ElementType.PARTIAL_DATE, "Born")
    came = Declared("came", "registration", 1, ElementType.DATE_TIME, "Came")

    assert {stored: cell(born, Answer(stored)) for stored in ROWS} == ROWS
    assert cell(came, Answer("2020-01-01T00:30+07:00[Asia/Bangkok]")) == 2020  # the year that was said, not that of UTC
    column = build([born], [{"born": Answer(missing=kind)} for kind in Missing]).columns[0]
    assert [*column.cells()] == [*Missing]


def test_five_kinds_of_missing_are_written_apart() -> None:
    out = io.StringIO()
    csv.writer(out).writerow(WRITTEN.values())

    assert len(set(WRITTEN.values())) == 5 and out.getvalue().strip() == ",(unknown),(not_applicable),(declined),(ask_later)"
