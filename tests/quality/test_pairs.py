"""Codes that may be one person: compared under seal, decided by a human."""

import pytest
from django.db import connections
from django.urls import reverse

from tests.quality.records import somebody, write
from tests.world import actor_for
from titip.protect import vault
from titip.protect.models import AuditEvent
from titip.quality import actions, reads
from titip.quality.models import DuplicatePair, DuplicateToken


def check(world):
    return actions.check_changed(actor_code=world.eve.code)


def pairs(world, staff, **how):
    return [(row.by_name, row.by_phone, row.state) for row in reads.pairs_for(actor_for(staff), **how)]


def test_the_same_name_and_birth_year_or_the_same_telephone_make_a_pair(world):
    somebody(world.alice, given_name="Srey", family_name="Pov", birth_date="2000-05-05")
    somebody(world.alice, given_name="Pov", family_name="SREY", birth_date="2000-01-01")
    somebody(world.alice, given_name="Srey", family_name="Pov", birth_date="1985-01-01")
    somebody(world.alice, given_name="Chan", family_name="Dara", phone="+855 12 345 678")
    somebody(world.alice, given_name="Other", family_name="Name", phone="012 345 678")
    check(world)
    assert sorted(pairs(world, world.alice)) == [(False, True, "open"), (True, False, "open")]


def test_an_approximate_age_reaches_the_years_beside_it(world):
    somebody(world.alice, given_name="Srey", family_name="Pov", age_at_registration=25)
    somebody(world.alice, given_name="Srey", family_name="Pov", birth_date="2000-05-05", age_at_registration=25)
    check(world)
    assert pairs(world, world.alice) == [(True, False, "open")]


def test_what_is_kept_is_a_keyed_token_and_never_a_name_or_number(world):
    somebody(world.alice, given_name="Canary", family_name="Feather", birth_date="2000-05-05", phone="+855 12 345 678")
    check(world)
    tokens = list(DuplicateToken.objects.values_list("token", flat=True))
    assert len(tokens) == 2
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT * FROM quality_duplicatetoken")
        kept = str(cursor.fetchall()).lower()
    for canary in ("canary", "feather", "12345678", "2000"):
        assert canary not in kept
    assert vault.token("duplicate", "name:canary feather|2000") in tokens
    assert vault.token("other", "name:canary feather|2000") not in tokens


def test_the_list_names_codes_and_reasons_and_never_names(world):
    somebody(world.alice, given_name="Canary", family_name="Feather", birth_date="2000-05-05")
    somebody(world.alice, given_name="Canary", family_name="Feather", birth_date="2000-05-05")
    check(world)
    pair = DuplicatePair.objects.get()
    for staff in (world.alice, world.eve, world.dara):
        client = world.client_for(staff)
        for address in (reverse("quality:pairs"), reverse("quality:decide", args=[pair.pk])):
            body = client.get(address).content.decode()
            assert pair.first.code in body and pair.second.code in body and "the whole name and the birth year agree" in body
            assert "Canary" not in body and "Feather" not in body


def test_the_likeliest_pairs_come_first_and_of_those_decided_the_last(world):
    people = [somebody(world.alice, given_name="Srey", family_name="Pov", birth_date="2000-05-05") for _ in range(4)]
    check(world)
    made = list(DuplicatePair.objects.order_by("pk"))
    for pair, band in zip(made, ("probable", "", "very", "probable", "", ""), strict=True):
        DuplicatePair.objects.filter(pk=pair.pk).update(band=band, by_likeness=bool(band))

    bands = [row.band for row in reads.pairs_for(actor_for(world.alice))]
    for place in (3, 1):
        actions.decide(actor=actor_for(world.alice), pair=made[place], decision="not_same")

    assert len(people) == 4 and bands == ["very", "probable", "probable", "", "", ""]
    assert [row.pk for row in reads.pairs_for(actor_for(world.alice), settled=True)] == [made[1].pk, made[3].pk]
    page = world.client_for(world.alice).post(reverse("quality:decide", args=[made[0].pk]), {})
    assert "Choose what you decide." in page.content.decode() and "This field is required" not in page.content.decode()


def test_a_pair_with_somebody_elses_client_is_for_those_who_see_both(world):
    somebody(world.alice, given_name="Srey", family_name="Pov", birth_date="2000-05-05")
    somebody(world.charlie, given_name="Srey", family_name="Pov", birth_date="2000-05-05")
    check(world)
    assert pairs(world, world.alice) == pairs(world, world.charlie) == pairs(world, world.bob) == []
    assert pairs(world, world.eve) == pairs(world, world.dara) == [(True, False, "open")]
    pair = DuplicatePair.objects.get()
    assert world.client_for(world.alice).post(reverse("quality:decide", args=[pair.pk]), {"decision": "same"}).status_code == 404


@pytest.mark.parametrize(("decision", "listed"), [("same", "settled"), ("not_same", "settled"), ("asked", "open")])
def test_a_human_decides_and_nothing_is_merged(world, decision, listed):
    one = somebody(world.alice, given_name="Srey", family_name="Pov", birth_date="2000-05-05")
    two = somebody(world.alice, given_name="Srey", family_name="Pov", birth_date="2000-05-05")
    check(world)
    pair = DuplicatePair.objects.get()
    client = world.client_for(world.alice)
    assert "checked" not in client.get(reverse("quality:decide", args=[pair.pk])).content.decode(), "nothing is preselected"
    answer = client.post(reverse("quality:decide", args=[pair.pk]), {"decision": decision}, follow=True)
    assert "Nothing has been merged" in answer.content.decode()
    assert pairs(world, world.alice, settled=listed == "settled") == [(True, False, decision)]
    event = AuditEvent.objects.get(kind="quality.decide")
    assert {s.subject for s in event.subjects.all()} == {str(one.pk), str(two.pk)} and event.detail == {"decision": decision}


def test_a_decision_stays_when_records_change_and_an_undecided_pair_goes_when_names_are_put_right(world):
    one = somebody(world.alice, given_name="Srey", family_name="Pov", birth_date="2000-05-05")
    somebody(world.alice, given_name="Srey", family_name="Pov", birth_date="2000-05-05")
    check(world)
    write(world.alice, one, family_name="Mom")
    check(world)
    assert not DuplicatePair.objects.exists()
    write(world.alice, one, family_name="Pov")
    check(world)
    actions.decide(actor=actor_for(world.alice), pair=DuplicatePair.objects.get(), decision="not_same")
    write(world.alice, one, family_name="Mom")
    check(world)
    assert DuplicatePair.objects.get().state == "not_same"


def test_a_number_that_many_share_makes_no_pairs(world):
    for n in range(7):
        somebody(world.alice, given_name=f"Person{n}", family_name="Unlike", birth_date=f"19{80 + n}-01-01", phone="012 345 678")
    check(world)
    assert not DuplicatePair.objects.exists()


def test_today_says_what_waits_and_the_custodian_is_told_what_she_was_asked(world):
    somebody(world.alice, given_name="Srey", family_name="Pov", birth_date="2000-05-05", age_at_registration=25)
    somebody(world.alice, given_name="Srey", family_name="Pov", birth_date="2000-05-05", age_at_registration=25)
    check(world)
    today = reverse("today")
    assert "1 person may be registered twice" in world.client_for(world.alice).get(today).content.decode()
    assert "registered twice" not in world.client_for(world.charlie).get(today).content.decode()
    actions.decide(actor=actor_for(world.alice), pair=DuplicatePair.objects.get(), decision="asked")
    assert "1 question for you" in world.client_for(world.dara).get(today).content.decode()
    assert "question for you" not in world.client_for(world.alice).get(today).content.decode()
