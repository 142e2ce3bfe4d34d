"""A question answered by intent: chosen, found, drawn, written beside, taken away."""

import pytest
from django.urls import reverse

from tests.share.conftest import Met, live, people  # noqa: F401 - fixtures
from tests.world import STORES
from titip.analyse.models import Inquiry, Reading
from titip.analyse.rules.intents import Intent, lacking
from titip.present.rules.publishing import remarks, stopped
from titip.share.models import Release
from titip.share.rules import Audience

pytestmark = pytest.mark.django_db(databases=STORES)


def test_an_answer_by_intent_from_the_choice_to_the_files(people: Met, live: Release) -> None:  # noqa: F811
    farid = people.world.client_for(people.world.farid)
    farid.post(reverse("analyse:ask"), {"text": "Who works where?", "expectation": "", "question": ""})
    inquiry = Inquiry.objects.get()
    read = reverse("analyse:read", args=[inquiry.pk, live.pk])

    choices = farid.get(read).content.decode()
    assert all(f"?intent={intent.value}" in choices for intent in Intent)
    for intent, chosen in {
        "compare": {"by": "gender", "other": "months_in_situation"},
        "associate": {"by": "gender", "other": "work_sector"},
        "gaps": {"by": "work_sector"},
        "outliers": {"by": "months_in_situation"},
    }.items():
        assert "Show the answer" in farid.get(f"{read}?intent={intent}").content.decode()
        answer = farid.post(f"{read}?intent={intent}", chosen)
        assert answer.status_code == 302, answer.content.decode()
        page = farid.get(answer.headers["Location"]).content.decode()
        assert "observed people" in page and "Take this answer away" in page and "Other charts of the same table" in page
        reading = Reading.objects.get(intent=intent)
        table = farid.get(reverse("present:table", args=[reading.pk]), {"of": "finding"}).content.decode("utf-8-sig")
        assert "# Source" in table and "observed people" in table
        assert b"Canary" not in table.encode()
    compared = farid.get(reverse("analyse:reading", args=[Reading.objects.get(intent="compare").pk])).content.decode()
    assert "Not claimed: The claim would need at least two groups of 50" in compared


def test_what_the_table_cannot_answer_is_said_with_the_cure_and_nothing_is_lost(people: Met, live: Release) -> None:  # noqa: F811
    farid = people.world.client_for(people.world.farid)
    farid.post(reverse("analyse:ask"), {"text": "More or less?", "expectation": "", "question": ""})
    read = reverse("analyse:read", args=[Inquiry.objects.get().pk, live.pk])

    assert "This table holds no column of time" in farid.get(f"{read}?intent=trend").content.decode()
    same = farid.post(f"{read}?intent=associate", {"by": "gender", "other": "gender"})
    assert same.status_code == 200 and "Choose two different columns." in same.content.decode() and 'value="gender" selected' in same.content.decode()
    wrong = farid.post(f"{read}?intent=compare", {"by": "gender", "other": "work_sector", "value": "gender=man"})
    assert "an answer to something else" in wrong.content.decode()
    assert not Reading.objects.exists()


def test_what_a_reader_must_know_is_written_beside_and_shown(people: Met, live: Release) -> None:  # noqa: F811
    farid = people.world.client_for(people.world.farid)
    farid.post(reverse("analyse:ask"), {"text": "Together?", "expectation": "", "question": ""})
    read = reverse("analyse:read", args=[Inquiry.objects.get().pk, live.pk])
    farid.post(f"{read}?intent=associate", {"by": "gender", "other": "work_sector"})
    reading = Reading.objects.get()
    page = reverse("analyse:reading", args=[reading.pk])
    assert "R21: Write which other explanations there could be." in farid.get(page).content.decode()

    farid.post(reverse("analyse:note", args=[reading.pk]), {"explanations": "Debt causes it. We only ask at the border.", "context": "", "not_collected": ""})

    shown = farid.get(page).content.decode()
    assert "We only ask at the border." in shown and "R21: Write which" not in shown
    assert "R18" in shown, "what is typed beside an answer is warned too"
    report = farid.get(reverse("present:report", args=[reading.pk]), {"of": "finding"})
    assert report.content.startswith(b"%PDF") or report.status_code in (404, 422)


def test_R11_R12_R17_R21_what_is_unwritten_stops_what_goes_outside_and_nothing_else() -> None:
    unwritten = lacking(Intent.ASSOCIATE, {"explanations": " "})
    assert [rule for rule, _ in unwritten] == ["R21"] and not lacking(Intent.ASSOCIATE, {"explanations": "how we find people"})
    assert [lacking(intent, {})[0][0] for intent in (Intent.COMPARE, Intent.TREND, Intent.GAPS, Intent.OUTLIERS)] == ["R17", "R17", "R12", "R24"]

    outside = remarks(audience=Audience.OUTSIDE, bias="", unwritten=unwritten)
    assert [one.rule for one in stopped(Audience.OUTSIDE, outside)] == ["R21", "R11"]
    assert not stopped(Audience.OUTSIDE, remarks(audience=Audience.OUTSIDE, bias="We work at one border.", captions=["Debt causes this"]))
    assert not stopped(Audience.TEAM, remarks(audience=Audience.TEAM, bias="", unwritten=unwritten))
