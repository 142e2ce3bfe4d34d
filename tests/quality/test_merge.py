"""Two codes that are one person: shown and counted once, nothing moved, taken back without loss."""

import pytest
from django.urls import reverse

from tests.people import agrees
from tests.quality.records import somebody, write
from tests.world import actor_for
from titip.consent import reads as consents
from titip.consent.models import ConsentDecision
from titip.protect.models import AuditEvent
from titip.quality import actions, reads
from titip.quality.linkage import Kind
from titip.quality.models import DuplicatePair, Finding
from titip.register import actions as register
from titip.register import reads as people
from titip.register.models import SamePerson

TWIN = {"given_name": "Srey", "family_name": "Pov", "birth_date": "2000-05-05", "age_at_registration": 25}


@pytest.fixture
def twins(world):
    one, two = somebody(world.alice, **TWIN, work_sector="fishing"), somebody(world.alice, **TWIN, work_sector="domestic_work", months_in_situation=7)
    actions.check_changed(actor_code=world.eve.code)
    return one, two


def body(world, staff, page, /, *args, **asked):
    client = world.client_for(staff)
    return (client.post(reverse(page, args=args), asked, follow=True) if asked else client.get(reverse(page, args=args))).content.decode()


def test_a_human_merges_on_a_page_that_says_what_follows_and_takes_it_back(world, twins):
    one, two = twins
    pair = DuplicatePair.objects.get()
    asked = body(world, world.alice, "quality:decide", pair.pk, decision="same")
    assert "Make them one person" in asked and "gaps are filled from the other" in asked and "checked" not in asked
    assert not people.groups(), "nothing is merged before it is confirmed"
    assert "Make them one person" in body(world, world.alice, "quality:pairs") + world.client_for(world.alice).get(
        reverse("quality:pairs"), {"state": "settled"}).content.decode()
    assert "govuk-error-summary" in world.client_for(world.alice).post(reverse("quality:merge", args=[pair.pk]), {"kept": "x"}).content.decode()

    page = body(world, world.alice, "quality:merge", pair.pk, kept=str(two.pk))
    assert people.codes_of(one.pk) == (two.pk, one.pk)
    assert "Also registered as" in page and one.code in page and reverse("consent:overview", args=[one.pk]) in page
    assert two.code in body(world, world.alice, "register:person", one.pk)
    listed = body(world, world.alice, "register:list", q=one.code)
    assert f">{two.code}</a>" in listed and "also registered as" in listed and "1 person" in listed
    with pytest.raises(actions.CannotMerge):
        actions.merge(actor=actor_for(world.alice), pair=pair, kept=one.pk)
    assert [e.detail for e in AuditEvent.objects.filter(kind="register.merge")] == [{"kept": str(two.pk)}]

    undo = reverse("quality:unmerge", args=[SamePerson.objects.get().pk])
    assert undo in page and world.client_for(world.charlie).post(undo, {"reason": "two_people"}).status_code == 404
    world.client_for(world.alice).post(undo, {"reason": "two_people"})
    assert not people.groups() and "Also registered as" not in body(world, world.alice, "register:person", one.pk)
    pair.refresh_from_db()
    assert pair.state == "not_same" and AuditEvent.objects.get(kind="register.unmerge").detail == {"reason": "two_people"}
    assert SamePerson.objects.get().ended_by == world.alice


def test_whoever_sees_one_code_learns_nothing_of_the_other(world, twins):
    one, _two = twins
    hers = somebody(world.charlie, **TWIN)
    register.merge(actor=actor_for(world.dara), one=one.pk, other=hers.pk, kept=hers.pk)
    for page in (body(world, world.alice, "register:person", one.pk), body(world, world.alice, "register:list")):
        assert one.code in page and hers.code not in page and "Also registered" not in page
    assert "which colleagues keep" in body(world, world.alice, "consent:withdraw", one.pk), "her right reaches further than the colleague's sight"
    assert "Also registered as" in body(world, world.dara, "register:person", one.pk)
    actions.check_changed(actor_code=world.eve.code)
    pair = DuplicatePair.objects.get(first__in=[p.pk for p in twins], second__in=[p.pk for p in twins])
    assert "Ask the custodian to decide" in world.client_for(world.alice).get(reverse("quality:merge", args=[pair.pk]), follow=True).content.decode()


def test_what_was_answered_is_not_asked_again_and_chains_end_at_one_code(world, twins):
    one, two = twins
    three = somebody(world.alice, **TWIN)
    actions.check_changed(actor_code=world.eve.code)
    alice, pairs = actor_for(world.alice), reads.pairs_for(actor_for(world.alice))
    assert pairs.count() == 3

    def pair(*both):
        return DuplicatePair.objects.get(first=min(p.pk for p in both), second=max(p.pk for p in both))

    actions.merge(actor=alice, pair=pair(one, two), kept=one.pk)
    assert reads.pairs_for(alice).count() == 2
    actions.merge(actor=alice, pair=pair(two, three), kept=one.pk)
    assert people.codes_of(three.pk) == (one.pk, two.pk, three.pk) and not reads.pairs_for(alice).exists()
    with pytest.raises(actions.CannotMerge):
        register.merge(actor=alice, one=one.pk, other=three.pk, kept=one.pk)
    actions.unmerge(actor=alice, row_id=SamePerson.objects.first().pk, reason="not_sure")
    assert people.codes_of(one.pk) == (one.pk,) and set(people.codes_of(two.pk)) == {two.pk, three.pk}


def test_a_release_and_the_tally_count_her_once_and_different_answers_are_a_finding(world, twins):
    one, two = twins
    for person in twins:
        agrees(world.alice, person, "statistics")

    def released():
        found = people.for_release(
            ["work_sector", "months_in_situation"], purpose="statistics", grounds=consents.live_many("statistics"), actor_code="tests")
        return [{code: answer.value for code, answer in row.items()} for row in found.rows], found.left_out, set(found.included)

    before, apart = people.tally("registration"), released()
    assert before.records == 2 and len(apart[0]) == 2
    actions.merge(actor=actor_for(world.alice), pair=DuplicatePair.objects.get(), kept=one.pk)
    assert released() == ([{"work_sector": "fishing", "months_in_situation": 7}], 0, {one.pk, two.pk})
    once = people.tally("registration")
    assert once.records == 1 and {code: sum(held.values()) for code, held in once.plain.items()} == dict.fromkeys(before.plain, 1)
    assert set(once.sealed) == set(before.sealed) and set(once.sealed.values()) == {1}

    actions.check_changed(actor_code=world.eve.code)
    told = Finding.objects.filter(check_code="two_codes_differ", state="open")
    assert list(told.values_list("record__person", "element")) == [(one.pk, "work_sector")]
    assert "Her two codes hold different answers" in body(world, world.alice, "register:person", one.pk)
    write(world.alice, two, work_sector="fishing")
    actions.check_waiting(actor_code=world.eve.code)
    assert not told.exists()

    ConsentDecision.objects.filter(basis__person=one, purpose="statistics").delete()
    assert released() == ([{"work_sector": "fishing", "months_in_situation": 7}], 0, {two.pk}), "only what she agreed to under the other code"


def test_taking_back_means_one_code_unless_she_says_both(world, twins):
    one, two = twins
    actions.merge(actor=actor_for(world.alice), pair=DuplicatePair.objects.get(), kept=one.pk)
    assert two.code in body(world, world.alice, "consent:withdraw", one.pk)
    asked = {"purposes": ["care"], "reason": ""}
    assert f"also registered as {two.code}" in body(world, world.alice, "consent:withdraw", one.pk, **asked, step="effects")
    body(world, world.alice, "consent:withdraw", one.pk, **asked, step="confirm")
    assert not consents.live(one, "care").ok and consents.live(two, "care").ok

    agrees(world.alice, one, "care")
    both = {**asked, "both": "on"}
    page = body(world, world.alice, "consent:withdraw", one.pk, **both, step="effects")
    assert 'name="both" value="on"' in page and f"also registered as {two.code}" not in page
    assert two.code in body(world, world.alice, "consent:withdraw", one.pk, **both, step="confirm")
    assert not consents.live(one, "care").ok and not consents.live(two, "care").ok


def test_the_search_at_the_door_tells_her_once_under_the_kept_code(world, twins):
    one, two = twins
    asked = {Kind.NAME: "Srey Pov", Kind.BIRTH_DATE: "2000-05-05"}
    assert len(actions.meet(actor=actor_for(world.alice), asked=asked).met) == 2
    actions.merge(actor=actor_for(world.alice), pair=DuplicatePair.objects.get(), kept=two.pk)
    assert [(met.person, met.also) for met in actions.meet(actor=actor_for(world.alice), asked=asked).met] == [(two, (one,))]
    assert two.code in body(world, world.alice, "quality:meet", name="Srey Pov", born="2000-05-05")
    assert [met.also for met in actions.meet(actor=actor_for(world.charlie), asked=asked).met] == [()]
