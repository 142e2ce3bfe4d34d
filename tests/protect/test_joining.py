"""Who joins opens nothing of high risk before her list is done; who leaves hands over what she carries; teams can be changed."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.people import registered
from tests.world import STORES, World, actor_for, make_world
from titip.casework import actions as casework
from titip.kit import clock
from titip.protect.actions import inviting, joining, leaving
from titip.protect.actions.staff import CannotChangeStaff
from titip.protect.models import AuditEvent, Staff, StaffCheck
from titip.protect.rules.access import ElementFacts, Facts, can
from titip.protect.rules.joining import LIST, TICKED
from titip.protect.rules.roles import Risk, Role
from titip.register.models import Person

pytestmark = pytest.mark.django_db(databases=STORES)


@pytest.fixture
def world() -> World:
    cache.clear()
    return make_world()


def sees(staff: Staff, risk: Risk) -> bool:
    return can(actor_for(Staff.objects.get(pk=staff.pk)), "register.edit", Facts(owner=staff.pk), ElementFacts("e", risk), now=clock.now()).allowed


def test_high_risk_answers_wait_for_the_whole_list(world: World) -> None:
    new, _code = inviting.invite(
        username="lina", name="Lina Test", roles=[Role.FRONTLINE], teams=[world.north], trained_on=clock.today(), actor_code=world.hun.code,
    )
    Staff.objects.filter(pk=new.pk).update(is_active=True)
    assert sees(new, Risk.MEDIUM) and not sees(new, Risk.HIGH) and not sees(new, Risk.IDENTITY)
    assert sees(world.alice, Risk.HIGH), "who was here before there was a list goes on working"
    his, page, check = world.client_for(world.hun), reverse("colleague", args=[new.pk]), reverse("staff_check", args=[new.pk])
    assert "Until then she sees answers up to medium risk" in his.get(page).content.decode()
    his.post(check, {"item": "references", "note": ""})
    his.post(check, {"item": "rules", "note": "signed for her"})
    assert not StaffCheck.objects.exists(), "words are needed, and her signature is hers"
    for item in TICKED:
        assert not sees(new, Risk.HIGH)
        his.post(check, {"item": item, "note": f"{item} seen, paper in drawer 2"})
    hers = world.client_for(Staff.objects.get(pk=new.pk))
    joining.sign_rules(staff=new)
    assert sees(new, Risk.HIGH) and sees(new, Risk.IDENTITY)
    shown = his.get(page).content.decode()
    assert "All of it is done" in shown and "drawer 2" in shown and world.hun.code in shown
    assert {event.detail["item"] for event in AuditEvent.objects.filter(kind="protect.staff.check")} == LIST.keys() - {"training"}
    assert not any("drawer" in str(event.detail) for event in AuditEvent.objects.filter(kind="protect.staff.check"))

    his.post(check, {"item": "clearance", "back": "yes"})
    assert not sees(new, Risk.HIGH), "taken back at once"
    joining.tick(staff=new, item="clearance", note="seen again", actor_code=world.hun.code)
    StaffCheck.objects.filter(item="rules").update(valid_until=clock.today() - timedelta(days=1))
    assert not sees(new, Risk.HIGH), "a signature holds for a year"
    new.trainings.all().delete()
    joining.sign_rules(staff=new)
    assert not sees(new, Risk.HIGH), "and training is part of the list"
    assert hers is not None
    with pytest.raises(CannotChangeStaff, match="her own list"):
        joining.tick(staff=world.hun, item="devices", note="none", actor_code=world.hun.code)


def test_each_signs_the_rules_herself_and_is_reminded(world: World) -> None:
    hers, page = world.client_for(world.alice), reverse("my_rules")
    assert "wait for your signature" not in hers.get(reverse("today")).content.decode(), "who was here before is asked, not pressed"
    Staff.objects.filter(pk=world.alice.pk).update(listed=True)
    assert "wait for your signature" in hers.get(reverse("today")).content.decode()
    hers.post(page, {})
    assert not StaffCheck.objects.exists()
    hers.post(page, {"agree": "yes"})
    row = StaffCheck.objects.get()
    assert row.by_code == world.alice.code and row.valid_until == clock.today() + timedelta(days=365)
    assert "Rules of this house" not in hers.get(reverse("today")).content.decode() and "Sign for a year" not in hers.get(page).content.decode()
    StaffCheck.objects.update(valid_until=clock.today() + timedelta(days=20))
    assert "Your signature holds until" in hers.get(reverse("today")).content.decode()


def test_teams_are_changed_later_and_count_at_once(world: World) -> None:
    person = registered(world.charlie)
    Person.objects.filter(pk=person.pk).update(team=world.south)
    bobs, page = world.client_for(world.bob), reverse("register:person", args=[person.pk])
    assert bobs.get(page).status_code == 404
    his, teams = world.client_for(world.hun), reverse("staff_teams", args=[world.bob.pk])
    his.post(teams, {"teams": [world.north.pk, world.south.pk]})
    assert bobs.get(page).status_code == 200
    his.post(teams, {"teams": [world.north.pk, "x", "999999"]})
    assert bobs.get(page).status_code == 404
    assert AuditEvent.objects.filter(kind="protect.staff.teams").count() == 2
    with pytest.raises(CannotChangeStaff, match="own teams"):
        joining.change_teams(staff=world.hun, teams=[world.north], actor_code=world.hun.code)
    assert world.client_for(world.alice).post(teams, {"teams": []}).status_code == 404


def test_who_leaves_is_seen_with_what_she_carries_and_it_is_handed_over_afterwards(world: World) -> None:
    person = registered(world.alice)
    casework.open_case(actor=actor_for(world.alice), person=person, reason="for the test")
    other, _code = inviting.invite(username="mara", name="Mara Test", roles=[Role.FRONTLINE], teams=[world.north], actor_code="tests")
    Staff.objects.filter(pk=other.pk).update(is_active=True)
    StaffCheck.objects.create(staff=world.alice, item="devices", note="a blue telephone", by_code="tests")
    his = world.client_for(world.hun)
    for page in ("colleague", "staff_leave"):
        shown = his.get(reverse(page, args=[world.alice.pk])).content.decode()
        assert "1 open case of hers" in shown and "1 person for whom she answers" in shown and person.code not in shown
    assert "a blue telephone" in his.get(reverse("colleague", args=[world.alice.pk])).content.decode()
    leaving.leave(staff=world.alice, actor_code=world.hun.code)
    bobs = world.client_for(world.bob)
    team = bobs.get(reverse("casework:team")).content.decode()
    assert "Has left" in team
    hand = reverse("casework:hand_over", args=[world.alice.pk])
    assert "Mara Test" in bobs.get(hand).content.decode()
    assert "After she left" in his.get(reverse("colleague", args=[world.alice.pk])).content.decode()
    with pytest.raises(CannotChangeStaff):
        joining.change_teams(staff=Staff.objects.get(pk=world.alice.pk), teams=[], actor_code=world.hun.code)
