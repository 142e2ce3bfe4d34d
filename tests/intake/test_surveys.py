"""A survey keeps how it was drawn, counts who could not be asked, and says how far it reaches: never further."""

import pytest
from django.urls import reverse

from tests.intake.own_kinds import site_visit
from tests.world import STORES, World, actor_for
from titip.dictionary.rules.answers import Answer
from titip.intake import actions, reads
from titip.intake.models import SurveyContact
from titip.intake.rules.surveys import Outcomes, against, effective, outcome_of, rates
from titip.kit.ids import new_id

pytestmark = pytest.mark.django_db(databases=STORES)


def test_the_rates_are_those_of_the_standard_definitions() -> None:
    o = Outcomes(complete=50, partial=10, broken_off=5, refused=15, nobody=12, unable=3, unknown=5, not_eligible=40)
    assert [(r.name, r.part, r.whole) for r in rates(o)] == [
        ("RR1", 50, 100), ("RR2", 60, 100), ("COOP1", 50, 83), ("REF1", 20, 100), ("CON1", 83, 100),
    ]
    assert [outcome_of(n, 10) for n in (10, 9, 8, 5, 4, 0)] == ["complete", "complete", "partial", "partial", "broken_off", "broken_off"]
    assert outcome_of(0, 0) == "broken_off" and rates(Outcomes())[0].share is None


def test_a_sample_is_held_against_its_frame_with_weights_only_where_all_have_one() -> None:
    frame = {"big": 25, "small": 75}
    plain = against(frame, [("big", None), ("small", 1.0), ("elsewhere", 1.0)])
    assert [(row.sample, row.sample_share, row.weighted, row.apart, row.far) for row in plain] == [(1, 50, None, 25, True), (1, 50, None, -25, True)]
    weighted = against(frame, [("big", 1.0), ("small", 3.0)])
    assert [(row.weighted, row.apart, row.far) for row in weighted] == [(25, 0, False), (75, 0, False)]
    assert effective([1, 1, 1, 1]) == 4 and effective([1.0, 3.0]) == pytest.approx(1.6) and effective([]) == 0


def test_a_survey_tells_how_many_answered_and_speaks_for_nobody_else(world: World) -> None:
    site_visit()
    alice, eve = world.client_for(world.alice), world.client_for(world.eve)
    page, design, count = (reverse(f"intake:{name}", args=["site_visit"]) for name in ("survey", "survey_design", "survey_contact"))
    assert alice.post(count, {"outcome": "refused"}).status_code == 404  # no survey yet
    words = {"frame": "All boats of the port in March", "frame_size": "100", "drawn": "random", "sample_size": "10", "mode": "in_person",
             "compare_element": "visit_papers", "weight_element": "visit_workers"}
    assert eve.post(design, words).headers["Location"] == design  # now the groups are asked for
    assert eve.post(design, {**words, "n_workers": "80", "n_boss": "20"}).headers["Location"] == page

    kind, actor = reads.kind_of("site_visit"), actor_for(world.alice)
    assert kind is not None
    for papers in ("boss", "boss", "workers"):
        answers = {"visit_workers": Answer(4), "visit_papers": Answer(papers), "visit_seen": Answer("x")}
        actions.add_record(actor=actor, kind=kind, own_id=new_id(), answers=answers)
    actions.add_record(actor=actor, kind=kind, own_id=new_id(), answers={"visit_workers": Answer(4)})  # broken off
    for outcome in ("refused", "nobody", "not_eligible", "nonsense"):
        alice.post(count, {"outcome": outcome})
    last = SurveyContact.objects.order_by("-at").first()
    assert last is not None
    assert alice.post(reverse("intake:contact_back", args=[last.pk])).status_code == 302

    here = reads.standing_of(kind, reads.survey_of("site_visit"))  # type: ignore[arg-type]
    assert here.outcomes == Outcomes(complete=3, broken_off=1, refused=1, nobody=1)  # the one that does not belong was taken back
    assert here.effective == pytest.approx(4) and here.weights == 4
    shown = eve.get(page).content.decode()
    assert "3 of 6 who belong to the survey, or may, answered it: 50.0 %" in shown and "other 3 would have said" in shown
    assert "“With the boss” is too often" in shown and "RR1: 3 / 6" in shown and "All boats of the port" in shown
    eve.post(design, {**words, "drawn": "referral"})
    assert "speak for them alone" in eve.get(page).content.decode()
    assert alice.get(page).status_code == 404
