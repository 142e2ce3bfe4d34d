"""Campaigns and programmes: counted, not named; named only for a reason, and only while she agrees."""

from datetime import date

import pytest
from django.urls import reverse

from tests.people import agrees, registered
from tests.world import STORES, World, actor_for
from titip.intake import actions, reads
from titip.intake.models import Activity, ActivityPerson, Programme
from titip.kit.ids import new_id

pytestmark = pytest.mark.django_db(databases=STORES)


def test_what_was_done_is_counted_by_sex_and_age_and_totalled_over_a_period(world: World) -> None:
    alice = world.client_for(world.alice)
    made = alice.post(reverse("intake:programme_new"), {"name": "Safe ports", "sort": "campaign", "began": "1/3/2026", "ended": ""})
    programme = Programme.objects.get()
    page = reverse("intake:programme", args=[programme.pk])
    assert made.headers["Location"] == page
    again = {"name": "safe PORTS", "sort": "campaign", "began": "1/3/2026"}
    assert "of this name already" in alice.post(reverse("intake:programme_new"), again).content.decode()

    new, sent = reverse("intake:activity_new", args=[programme.pk]), {"activity": str(new_id()), "day": "5/3/2026", "kind": "session", "place_words": "Harbour"}
    for _twice in range(2):
        alice.post(new, {**sent, "n_female_young": "12", "n_male_unknown": "3", "n_unknown_unknown": "5"})
    alice.post(new, {"activity": str(new_id()), "day": "7/4/2026", "kind": "outreach", "n_female_child": "2"})
    assert "whole number" in alice.post(new, {**sent, "n_female_young": "many"}).content.decode()

    all_of_it, march = reads.totals(programme), reads.totals(programme, date(2026, 3, 1), date(2026, 3, 31))
    assert (all_of_it.activities, all_of_it.came, march.activities, march.came) == (2, 22, 1, 20)
    assert march.table == {("female", "young"): 12, ("male", "unknown"): 3, ("unknown", "unknown"): 5}
    shown = alice.get(page, {"since": "1/3/2026", "until": "31/3/2026"}).content.decode()
    assert "1 activity, 20 came" in shown and "these are not people reached" in shown
    assert "22 came" in world.client_for(world.farid).get(page).content.decode()  # numbers, for whoever analyses
    assert world.client_for(world.farid).get(new).status_code == 404

    first = Activity.objects.get(day=date(2026, 3, 5))
    alice.post(reverse("intake:activity_change", args=[programme.pk, first.pk]), {"go": "away"})
    assert reads.totals(programme).came == 2
    alice.post(reverse("intake:activity_change", args=[programme.pk, first.pk]), {"go": "back"})
    assert reads.totals(programme).came == 22


def test_she_is_named_only_for_a_reason_and_while_she_agrees(world: World) -> None:
    alice, actor, person = world.client_for(world.alice), actor_for(world.alice), registered(world.alice)
    programme = actions.add_programme(actor=actor, name="Back home", sort="programme", began=date(2026, 1, 1))
    held = actions.add_activity(actor=actor, programme=programme, activity_id=new_id(), day=date(2026, 2, 1), kind="training", counts={("female", "adult"): 1})
    page = reverse("intake:activity", args=[programme.pk, held.pk])

    assert "counted, not named" in alice.post(page, {"code": person.code, "reason": "Her certificate"}).content.decode()
    basis = agrees(world.alice, person, "care")
    assert alice.post(page, {"code": person.code, "reason": ""}).status_code == 200 and not ActivityPerson.objects.exists()
    assert alice.post(page, {"code": person.code, "reason": "Her certificate"}).status_code == 302

    assert person.code in alice.get(page).content.decode()
    assert person.code not in world.client_for(world.charlie).get(page).content.decode()
    alice.post(reverse("consent:withdraw", args=[person.pk]), {"purposes": ["care"], "confirm": "on"})
    basis.refresh_from_db()
    actions.apply_erase(person.pk, frozenset(), actor.code)
    assert not ActivityPerson.objects.exists() and reads.totals(programme).came == 1  # the count stays
