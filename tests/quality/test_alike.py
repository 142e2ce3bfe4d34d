"""Pairs by likeness: other spellings and scripts, how probable, why, and what lets them go."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.quality.records import somebody, write
from tests.world import actor_for
from titip.consent import actions as consent
from titip.protect.models import AuditEvent
from titip.quality import actions
from titip.quality.actions import meeting
from titip.quality.models import DuplicatePair, RecordChecked

THAI = {"given_name": "สมชาย", "family_name": "ใจดี", "birth_date": "1999-03-05", "gender": "man"}
LATIN = {"given_name": "Somchay", "family_name": "Jaidi", "birth_date": "1999-03-05", "gender": "man"}


@pytest.fixture(autouse=True)
def _forgotten():
    meeting._MEMORY.wipe()
    yield
    meeting._MEMORY.wipe()


def compared(world):
    actions.check_changed(actor_code=world.eve.code)
    return actions.compare_changed(actor_code=world.eve.code)


def others(world):
    unlike = [("Dara", "Chea", "1988-01-02"), ("Bopha", "Keo", "1979-07-01"), ("Ratana", "Long", "1999-01-01"), ("Thida", "Meas", "2001-11-30")]
    for given, family, born in unlike:
        somebody(world.alice, given_name=given, family_name=family, birth_date=born)


def test_another_script_is_found_in_the_background_with_a_band_and_reasons_and_no_value(world):
    others(world)
    one, two = somebody(world.alice, **THAI), somebody(world.alice, **LATIN)
    actions.check_changed(actor_code=world.eve.code)
    assert not DuplicatePair.objects.exists(), "no token agrees"

    assert actions.compare_changed(actor_code=world.eve.code) == 1
    pair = DuplicatePair.objects.get()
    assert {pair.first_id, pair.second_id} == {one.pk, two.pk} and pair.by_likeness and pair.band == "very" and not pair.by_name
    assert actions.compare_changed(actor_code=world.eve.code) == 0 and not RecordChecked.objects.filter(compared=0).exists()

    client = world.client_for(world.alice)
    before = AuditEvent.objects.filter(kind="quality.pairs").count()
    for address in (reverse("quality:pairs"), reverse("quality:decide", args=[pair.pk])):
        body = client.get(address).content.decode()
        assert "Very probably the same" in body and "same birth date" in body and "written in two scripts" in body
        assert not [value for value in ("สมชาย", "Somchay", "Jaidi", "1999") if value in body] and "Only exact agreement" not in body
    assert AuditEvent.objects.filter(kind="quality.pairs").count() == before + 2
    assert reverse("quality:decide", args=[pair.pk]) not in world.client_for(world.charlie).get(reverse("quality:pairs")).content.decode()


def test_what_is_put_right_or_taken_back_lets_a_likeness_go_and_a_decision_stays(world):
    others(world)
    one, two = somebody(world.alice, **THAI), somebody(world.alice, **LATIN)
    compared(world)
    write(world.alice, one, given_name="Wirawan", family_name="Kusuma", birth_date="1964-01-01")
    compared(world)
    assert not DuplicatePair.objects.exists()

    write(world.alice, one, **THAI)
    compared(world)
    actions.decide(actor=actor_for(world.alice), pair=DuplicatePair.objects.get(), decision="not_same")
    write(world.alice, one, given_name="Wirawan", family_name="Kusuma", birth_date="1964-01-01")
    compared(world)
    assert DuplicatePair.objects.get().state == "not_same"

    DuplicatePair.objects.all().delete()
    write(world.alice, one, **THAI)
    consent.withdraw(actor=actor_for(world.alice), person=two, purposes=["care"])
    compared(world)
    assert not DuplicatePair.objects.exists(), "who took her word back is compared with nobody"


def test_a_token_that_no_longer_agrees_leaves_the_likeness(world):
    others(world)
    one = somebody(world.alice, **LATIN, phone="012 345 678")
    somebody(world.alice, **LATIN, phone="012 345 678")
    compared(world)
    pair = DuplicatePair.objects.get()
    assert (pair.by_name, pair.by_phone, pair.by_likeness) == (True, True, True)

    write(world.alice, one, given_name="Somchai", phone="099 111 222")
    actions.check_changed(actor_code=world.eve.code)
    pair.refresh_from_db()
    assert (pair.by_name, pair.by_phone, pair.by_likeness) == (False, False, True)
    with pytest.raises(IntegrityError), transaction.atomic():
        DuplicatePair.objects.update(by_likeness=False)
